from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.errors import UsageError
from reconciler.kinds import all_kinds
from reconciler.model import Address
from reconciler.names import Name, References
from reconciler.pipeline.loading import understand
from reconciler.pipeline.planning import PlanOptions, plan
from reconciler.settings import Marketplace, Settings
from tests.adopted import adopted
from tests.fakes.ports import FakeClock, clients
from tests.fakes.world import FakeWorld, LiveExperience
from tests.kinds.document import documents
from tests.kinds.experience.strategies import live_experiences

FINANCE = Address("experience", "finance")
REFERENCES = References.to(
    {
        "product": {"datadog": Name("prod-datadog", "Datadog Pro"), "ledger": Name("prod-ledger")},
        "principal": {"finance": Name("ou-abcd-finance0", "Finance")},
    }
)


def written(live: LiveExperience, references: References = REFERENCES) -> str:
    """Return the document that adopts *live*."""
    return adopted(FINANCE, live.id, references, clients(FakeWorld.of(live)))


def test_an_experience_is_written_in_the_words_of_the_repository() -> None:
    """Names stand for ids, with titles in comments; the logo is left out."""
    live = LiveExperience(
        id="exp-1234example",
        title="Finance Unit",
        description="What: finance may buy",
        status="enabled",
        allow=("prod-datadog", "prod-ledger", "12345678-0123-4567-abcd-43176543210"),
        requests="deny",
        principals=("ou-abcd-finance0", "333333333333"),
        branding={"title": "Yes", "theme_color": "#0E7F74", "logo_url": "https://images.example.com/copy.png"},
    )
    assert (
        written(live)
        == """\
kind: experience
name: finance
title: Finance Unit
description: "What: finance may buy"
status: enabled
user_requests: deny
principals:
  - "333333333333"
  - finance  # Finance
products:
  allow:
    - 12345678-0123-4567-abcd-43176543210
    - datadog  # Datadog Pro
    - ledger
  deny: []
# branding.logo_url is write-only: AWS shows its own copy, so it is left out and not managed
branding:
  title: "Yes"
  theme_color: "#0e7f74"
id: exp-1234example
"""
    )


def test_a_missing_policy_is_not_written() -> None:
    """After the import, the experience still has no policy."""
    live = LiveExperience(id="exp-2", title="Bare", description="", allow=None, requests=None)
    assert (
        written(live) == "kind: experience\nname: finance\ntitle: Bare\nstatus: disabled\nprincipals: []\nid: exp-2\n"
    )


def test_a_missing_experience_cannot_be_written() -> None:
    """The error says where ids are found."""
    with pytest.raises(UsageError) as refused:
        adopted(FINANCE, "exp-7", REFERENCES, clients(FakeWorld.of()))
    assert (refused.value.message, refused.value.hint) == (
        "AWS has no experience 'exp-7'",
        "plan lists the unmanaged experiences with their ids",
    )


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
"""Any text: line breaks, quotes, letters beyond the first 65536."""


@given(text=TEXTS)
def test_any_text_is_read_back_as_it_was(text: str) -> None:
    """A description may contain anything."""
    live = LiveExperience(id="exp-1", title="Finance", description=text)
    assert body(written(live))["description"] == text


def body(text: str) -> dict[str, Any]:
    """Read the one document again and return its body."""
    (one,) = documents(text)
    return dict(one.body)


@given(live=live_experiences("exp-1", "Finance", ["ou-abcd-finance0", "333333333333"]))
def test_with_the_written_document_the_next_plan_is_empty(live: LiveExperience) -> None:
    """Any live experience can be imported without a difference (contract 2)."""
    settings = Settings(file="reconciler.yaml", marketplace=Marketplace("111111111111"))
    repository = understand(settings, all_kinds(), documents(written(live, References())))
    world = clients(FakeWorld.of(live))
    made = plan(repository, world, PlanOptions(), clock=FakeClock(), commit=None).plan
    assert (made.changes, made.operations, made.problems, made.unmanaged) == ((), (), (), ())


def test_a_title_with_blanks_around_it_is_kept_and_said() -> None:
    """Without the blanks it would be another title, and the next plan would rename the experience."""
    text = written(LiveExperience(id="exp-1", title="Finance Unit "))
    assert text.splitlines()[2] == 'title: "Finance Unit "  # it begins or ends with a blank in AWS: trim it to rename'
