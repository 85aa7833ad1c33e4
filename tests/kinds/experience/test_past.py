"""What the change sets on an experience made true of it, as far as AWS lists them."""

import json
from typing import Any

from reconciler.effects import Fact
from reconciler.kinds.experience.past import change_sets
from reconciler.kinds.experience.proof import ALLOW
from reconciler.past import FactKey, PastSet, Question
from reconciler.ports import ChangeSet, SentChange
from tests.fakes.ports import FakeCatalog, clients
from tests.fakes.world import FakeWorld


def sent(verb: str, details: Any, entity: str = "exp-a") -> SentChange:  # noqa: ANN401 - JSON
    """Return one change of a set."""
    return SentChange("A", verb, entity, content=json.dumps(details))


def ended(id_: str, *changes: SentChange, name: str = "by hand", at: str = "2026-11-22T09:30:00Z") -> ChangeSet:
    """Return a change set that succeeded."""
    return ChangeSet(id=id_, name=name, status="SUCCEEDED", changes=changes, started_at=at, ended_at=at)


def read(*sets: ChangeSet, places: tuple[FactKey, ...] = ()) -> tuple[list[PastSet], dict[str, int]]:
    """Return the sets on exp-a until they have written a description and *places*, and how many calls it took."""
    made = clients(FakeWorld(change_sets=sets))
    assert isinstance(made.catalog, FakeCatalog)
    question = Question(frozenset({FactKey("description", None), *places}))
    return list(change_sets({"exp-a": question}, made)["exp-a"]), dict(made.catalog.calls)


def test_facts_are_in_the_order_in_which_they_take_effect() -> None:
    """A set may change other experiences, too. Colours are in the form in which they are compared."""
    looks = {"Configuration": {"ThemeColor": "#0E7F74"}}
    one = ended(
        "one",
        sent("UpdateExperience", {"Status": "Enabled"}),
        sent("UpdateBrandingSettings", looks),
        sent("UpdateExperience", {"Name": "Other"}, "exp-b"),
        sent("ReviveExperience", {}),
    )
    ((found,), _) = read(one)
    assert (found.id, found.name, found.ours) == ("one", "by hand", False)
    assert found.facts == (
        Fact("status", None, "disabled"),
        Fact("branding.theme_color", None, "#0e7f74"),
        Fact("status", None, "enabled"),
    )


def test_changes_of_an_unknown_form_have_no_facts() -> None:
    """Other programs may send what this one does not know; the sets are listed all the same."""
    odd = [sent("PaintExperience", {}), sent("AssociateAudience", {"Who": []}), sent("AllowProductProcurement", [])]
    ((found,), _) = read(ended("one", *odd, name="reconciler 0123456789ab op-1 none"))
    assert (found.facts, found.ours) == ((), True)


def test_at_most_the_newest_twenty_sets_are_described() -> None:
    """What older sets did is not known, so nothing is claimed of it."""
    many = [ended(f"set-{at}", sent("UpdateExperience", {"Name": str(at)})) for at in range(25)]
    found, calls = read(*many)
    assert (len(found), calls) == (20, {"ListChangeSets": 2, "DescribeChangeSet": 20})


def test_no_set_is_read_behind_those_that_wrote_what_is_asked_for() -> None:
    """Both sets together have written the description and the product; a third one is older."""
    allowed = sent("AllowProductProcurement", {"Products": [{"Ids": ["prod-a"]}]})
    described = sent("UpdateExperience", {"Description": "Theirs"})
    found, calls = read(
        ended("new", allowed), ended("old", described), ended("older", described), places=(FactKey(ALLOW, "prod-a"),)
    )
    assert ([one.id for one in found], calls["DescribeChangeSet"]) == (["new", "old"], 2)
