"""A run ended between the halves of a move: losses are counted from the experience that governed before that run."""

from collections.abc import Mapping
from typing import Any

import pytest

from reconciler.model import Plan, Severity
from reconciler.twin.seed import Seed
from tests.trial import ADS, FINANCE, MEMBER, Trial, change, experience, verbs, world

OLD, NEW = "old: {title: Old, principals: []}", f"new: {{title: New, principals: [{FINANCE}]}}"
MOVED = f"{{kind: experience, items: {{{OLD}, {NEW}}}}}"


def allowing(*products: str) -> dict[str, Any]:
    """Return a policy that allows some products."""
    return {"requests": "Deny", "allow": list(products)}


def start() -> Seed:
    """Return two experiences that have no product in common, the first with Finance."""
    old = experience("Old", principals=[FINANCE], policy=allowing("prod-a", "prod-b"))
    return world(old, experience("New", policy=allowing("prod-b", "prod-c")))


def interrupted(trial: Trial, wish: str = MOVED) -> str:
    """Stop a run when Finance has left; return the id of the change set in which it left."""

    def heard(event: Mapping[str, Any]) -> None:
        if event["event"] == "succeeded":
            raise KeyboardInterrupt

    trial.twin.reset(start())
    trial.wish(wish)
    trial.listener = heard
    trial.apply()
    trial.listener = lambda _event: None
    assert not any(FINANCE in one.principals for one in trial.twin.experiences().values())
    (change_set,) = trial.twin.catalog.marketplace.change_sets
    return change_set


def groups(plan: Plan) -> list[tuple[str | None, str | None, frozenset[str] | None]]:
    """Return the experiences before and after of the plan's groups, and what they lose."""
    return [(one.before, one.after, one.lost) for one in plan.impact.groups]


def told(plan: Plan, severity: Severity) -> list[tuple[str, str]]:
    """Return the problems of one severity."""
    return [(one.code, one.message) for one in plan.problems if one.severity is severity]


def test_losses_are_counted_from_the_source_of_the_move(trial: Trial) -> None:
    """The newest set of reconciler that removed the principal names the source, and a note says so."""
    change_set = interrupted(trial)
    planning = trial.plan()
    assert verbs(planning) == [[("AssociateAudience", "new")]]
    assert groups(planning.plan) == [("experience.old", "experience.new", frozenset({"prod-a"}))]
    assert told(planning.plan, Severity.NOTE) == [
        (
            "moved-halfway",
            (
                f"{FINANCE} is in no experience: change set {change_set} took it out of exp-old. "
                "The losses of its accounts are counted from there"
            ),
        )
    ]
    trial.converge(again=True)
    assert told(trial.plan().plan, Severity.NOTE) == []


def test_accounts_that_keep_nothing_of_their_source_are_refused(trial: Trial) -> None:
    """The accounts count as losing everything, not as governed for the first time."""
    interrupted(trial)
    trial.wish(MOVED.replace("title: New", "title: New, products: {allow: [prod-c]}"))
    assert [code for code, _ in told(trial.plan().plan, Severity.REFUSED)] == ["max_accounts_losing_everything"]
    assert [one.accounts for one in trial.plan().plan.preconditions] == [(MEMBER,)]


def test_accounts_whose_target_is_disabled_become_ungoverned(trial: Trial) -> None:
    """The accounts were governed before the run that was stopped."""
    interrupted(trial)
    trial.wish(MOVED.replace("title: New", "title: New, status: disabled"))
    assert [code for code, _ in told(trial.plan().plan, Severity.REFUSED)] == ["ungoverned"]


@pytest.mark.parametrize(
    "theirs",
    [
        [change("exp-old", "UpdateExperience", {"Status": "Disabled"})],
        [
            change("exp-old", "UpdateExperience", {"Status": "Disabled"}),
            change("exp-old", "RestrictExperience", {}),
        ],
    ],
    ids=["disabled", "archived"],
)
def test_an_ended_source_does_not_count_as_governing(trial: Trial, theirs: list[dict[str, Any]]) -> None:
    """Another user ended the source, and its accounts are ungoverned now."""
    interrupted(trial)
    for one in theirs:
        trial.twin.edit(one)
    plan = trial.plan().plan
    assert groups(plan) == [(None, "experience.new", None)]
    assert told(plan, Severity.NOTE) == []


def test_a_principal_that_another_user_removed_counts_from_now(trial: Trial) -> None:
    """Only sets of reconciler are halves of moves, and only the last set that names a principal counts."""
    trial.twin.reset(start())
    trial.wish(MOVED)
    trial.twin.edit(change("exp-old", "DisassociateAudience", {"Principals": [FINANCE]}))
    assert groups(trial.plan().plan) == [(None, "experience.new", None)]
    interrupted(trial)
    trial.converge()
    trial.twin.edit(change("exp-new", "DisassociateAudience", {"Principals": [FINANCE]}))
    assert groups(trial.plan().plan) == [(None, "experience.new", None)]


def test_history_is_not_read_when_every_principal_has_a_holder(trial: Trial) -> None:
    """History costs calls, so it is read only for a desired principal without a holder."""
    trial.twin.reset(start())
    trial.wish(MOVED)
    trial.plan()
    assert trial.twin.calls.operations("marketplace-catalog")["ListChangeSets"] == 1
    trial.wish(MOVED.replace(f"[{FINANCE}]", f'[{FINANCE}, "{ADS}"]'))
    trial.plan()
    assert trial.twin.calls.operations("marketplace-catalog")["ListChangeSets"] == 3
    assert "DescribeChangeSet" not in trial.twin.calls.operations("marketplace-catalog")


def test_a_part_is_not_refused_for_a_move_that_it_leaves_out(trial: Trial) -> None:
    """The part does nothing to the accounts of that move, so it does not make them ungoverned."""
    interrupted(trial)
    trial.wish("{kind: experience, name: other, title: Other, description: Not about them}", "other.yaml")
    planning = trial.plan(select=("experience.other",))
    assert verbs(planning) != []
    assert groups(planning.plan) == []
    assert told(planning.plan, Severity.REFUSED) == []
