"""A title of AWS that is invalid in documents is kept and never sent (contract 1.2)."""

import pytest

from reconciler.kinds import all_kinds
from reconciler.model import Plan
from reconciler.pipeline.loading import understand
from reconciler.pipeline.planning import PlanOptions, plan
from reconciler.settings import Marketplace, Settings
from tests.fakes.ports import FakeClock, clients
from tests.fakes.world import FakeWorld, LiveExperience
from tests.kinds.document import documents

ODD = LiveExperience(id="exp-1", title="Finance & Größe", status="enabled", allow=None)


def planned(text: str, live: LiveExperience = ODD) -> Plan:
    """Plan the documents *text* against one live experience."""
    settings = Settings(file="reconciler.yaml", marketplace=Marketplace("111111111111"))
    repository = understand(settings, all_kinds(), documents(text))
    return plan(repository, clients(FakeWorld.of(live)), PlanOptions(), clock=FakeClock(), commit=None).plan


def problems(made: Plan) -> list[tuple[str, str, str, str]]:
    """Return severity, message, hint and place of the problems."""
    return [(one.severity.value, one.message, one.hint, one.source) for one in made.problems]


def test_a_title_that_aws_has_is_no_difference() -> None:
    """The import of such an experience plans to nothing."""
    made = planned('{kind: experience, name: finance, id: exp-1, title: "Finance & Größe"}')
    assert (made.changes, problems(made)) == ((), [])


def test_a_title_that_would_be_sent_is_judged() -> None:
    """AWS would refuse the whole change set, so nothing of the experience is planned."""
    made = planned('{kind: experience, name: finance, id: exp-1, title: "Finance / EMEA", status: disabled}')
    assert made.operations == ()
    assert problems(made) == [
        (
            "error",
            "AWS does not accept the title 'Finance / EMEA'; the title in AWS is 'Finance & Größe'",
            "a title has 1 to 50 of letters, digits, space, _ and -; without title: AWS keeps its title",
            "wish.yaml:1:53",
        )
    ]


@pytest.mark.parametrize("fields", ["mode: observe", "status: archived"])
def test_a_title_that_is_not_sent_is_not_judged(fields: str) -> None:
    """An observed experience sends nothing, and an archived one stays as it is."""
    made = planned(f'{{kind: experience, name: finance, id: exp-1, title: "x{"x" * 60}", {fields}}}')
    assert [one for one in problems(made) if one[0] == "error"] == []


def test_branding_of_an_odd_title_gets_a_name_that_aws_accepts() -> None:
    """Branding settings need a Name; it is that of the experience where AWS accepts it."""
    for live, name in ((ODD, "finance"), (LiveExperience(id="exp-1", title="Finance 1", allow=None), "Finance 1")):
        made = planned("{kind: experience, name: finance, id: exp-1, branding: {information: Ask us}}", live)
        (operation,) = made.operations
        (change,) = operation.parameters["ChangeSet"]
        assert change["DetailsDocument"] == {"Name": name, "Configuration": {"Information": "Ask us"}}
