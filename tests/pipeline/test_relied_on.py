"""A plan relies on what AWS had of the objects that it changes: somebody else's edit makes it another plan."""

import pytest

from tests.trial import FINANCE, Trial, experience, world

CUT = "kind: experience\nname: a\ntitle: A\nproducts: {allow: [prod-a]}\n"
ARCHIVED = "kind: experience\nname: a\ntitle: A\nstatus: archived\n"
POLICY = {"requests": "Deny", "allow": ["prod-a", "prod-b"]}


@pytest.mark.parametrize(
    ("wish", "live"),
    [(CUT, {"policy": POLICY}), (ARCHIVED, {"status": "Disabled"})],
    ids=["loses a product", "is archived"],
)
def test_a_unit_put_by_hand_into_a_changed_experience_makes_another_plan(
    trial: Trial, wish: str, live: dict[str, object]
) -> None:
    """Its accounts would feel what was reviewed for others; no document states the principals."""
    trial.wish(wish)
    trial.twin.reset(world(experience("A", **live)))
    reviewed = trial.plan().plan
    trial.twin.reset(world(experience("A", principals=[FINANCE], **live)))
    now = trial.plan().plan
    assert [one.fields for one in now.changes] == [one.fields for one in reviewed.changes]
    assert now.digest != reviewed.digest


def test_a_revision_without_effect_leaves_the_plan_as_it_is(trial: Trial) -> None:
    """The revision of the fresh reading is what the change set is locked on."""
    trial.wish(CUT)
    trial.twin.reset(world(experience("A", policy=POLICY, revision=1)))
    reviewed = trial.plan().plan
    trial.twin.reset(world(experience("A", policy=POLICY, revision=2)))
    now = trial.plan()
    assert now.plan.digest == reviewed.digest
    (operation,) = now.plan.operations
    assert operation.parameters["ChangeSet"][0]["Entity"]["Identifier"] == "exp-a@2"
    assert trial.apply(now).converged


def test_an_object_that_is_created_has_nothing_to_rely_on(trial: Trial) -> None:
    """AWS had no object that could be observed."""
    trial.wish("{kind: experience, name: new, title: New}")
    (change,) = trial.plan().plan.changes
    assert change.observed is None
