"""Import beside documents that want something else: what they ask for stays exactly the same."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.kinds import all_kinds
from reconciler.model import Plan
from reconciler.pipeline import AdoptOptions, Repository, adopt_all, plan
from reconciler.pipeline.loading import understand
from reconciler.pipeline.planning import PlanOptions
from reconciler.ports import Clients
from reconciler.settings import Marketplace, Settings
from tests.fakes.ports import FakeClock, clients
from tests.fakes.world import FakeWorld, LiveExperience
from tests.kinds.document import documents
from tests.kinds.experience.strategies import bodies, live_experiences, split, told_twice

SETTINGS = Settings(file="reconciler.yaml", marketplace=Marketplace("111111111111"))
PRINCIPALS = ["o-abcdef1234", "ou-abcd-finance0", "ou-abcd-payroll0", "333333333333", "444444444444"]
TITLES = st.sampled_from(["One", "one", " One", "Two", "Three"])


@st.composite
def lives(draw: st.DrawFn) -> list[LiveExperience]:
    """Draw experiences, some of which have one title."""
    held = split(draw, PRINCIPALS, 3)
    found = [draw(live_experiences(f"exp-{number}", draw(TITLES), own)) for number, own in enumerate(held)]
    return draw(told_twice(found))


@st.composite
def stated(draw: st.DrawFn) -> str:
    """Draw up to two documents, each with or without an id; they may be in error beside what AWS has."""
    named = split(draw, PRINCIPALS, 2)
    titles = draw(st.lists(TITLES, min_size=2, max_size=2, unique=True))
    texts = []
    for number, (title, own) in enumerate(zip(titles, named, strict=True)):
        fields: dict[str, Any] = {"kind": "experience", "name": f"doc-{number}", **draw(bodies(title, own))}
        pin = draw(st.sampled_from([None, f"exp-{number}"]))
        texts.append(json.dumps({**fields, "id": pin} if pin else fields))
    return "\n---\n".join(texts[: draw(st.integers(0, 2))])


def repository(*texts: str) -> Repository:
    """Return the repository with the documents of *texts*."""
    return understand(SETTINGS, all_kinds(), documents("\n---\n".join(filter(None, texts))))


def planned(wish: Repository, world: Clients) -> Plan:
    """Return the plan."""
    return plan(wish, world, PlanOptions(), clock=FakeClock(), commit=None).plan


def asked(made: Plan) -> Mapping[str, Sequence[Any]]:
    """Return what the plan does and what keeps it from doing more, without what is only told."""
    changes = [(str(one.address), one.action, one.fields) for one in made.changes]
    errors = [(one.code, str(one.address)) for one in made.problems if one.severity == "error"]
    return {"changes": changes, "errors": errors}


@settings(max_examples=settings().max_examples * 2)
@given(live=lives(), text=stated())
def test_an_import_changes_nothing_that_documents_ask_for(live: list[LiveExperience], text: str) -> None:
    """The plan has the same changes and the same errors before and after the import."""
    world = clients(FakeWorld.of(*live))
    before = repository(text)
    if before.errors:
        return
    found = adopt_all(before, world, AdoptOptions(), clock=FakeClock())
    after = repository(text, *found.files.values())
    assert after.errors == ()
    assert asked(planned(after, world)) == asked(planned(before, world))
