"""A harm to accounts is refused once, under the strongest rule."""

import pytest

from reconciler.model import Severity
from reconciler.render import plan_lines
from tests.render.plans import WIDE
from tests.trial import ADS, DELEGATE, FINANCE, MEMBER, ORGANIZATION, Trial, experience, world

ALL = {"requests": "Deny", "allow": ["prod-a", "prod-b"]}
ENDS = [("archived", None), ("archived", "[]"), ("disabled", None), ("disabled", "[]"), ("disabled", f"[{FINANCE}]")]
"""Ways to end an experience that holds Finance; stating principals of an archived one is an error."""
EIGHT = [f"prod-{letter}" for letter in "abcdefgh"]


def refused(trial: Trial, **options: object) -> list[tuple[str, str]]:
    """Return the rules that refuse the plan of the repository, with the paths that they are about."""
    return [(one.code, one.path) for one in trial.plan(**options).plan.problems if one.severity is Severity.REFUSED]


def wish(name: str, **stated: object) -> str:
    """Return the document of an experience whose title is its name."""
    fields = ", ".join(f"{key}: {value}" for key, value in stated.items())
    return f"{{kind: experience, name: {name.lower()}, title: {name}, {fields}}}\n"


@pytest.mark.parametrize(("status", "principals"), ENDS)
@pytest.mark.parametrize("mode", ["exclusive", "additive"])
def test_an_experience_that_ends_with_principals_asks_once(
    trial: Trial, status: str, principals: str | None, mode: str
) -> None:
    """The accounts end up ungoverned, and only that rule refuses, whichever way the document ends the experience."""
    trial.twin.reset(world(experience("Finance", principals=[FINANCE], policy=ALL)))
    stated = {} if principals is None else {"principals": principals}
    trial.wish(wish("Finance", status=status, mode=mode, **stated))
    assert refused(trial) == [("ungoverned", "")]


@pytest.mark.parametrize(("status", "principals"), ENDS)
def test_an_end_that_no_account_rule_refuses_is_refused_for_its_list(
    trial: Trial, status: str, principals: str | None
) -> None:
    """The default governs the accounts instead and allows the same; the experience is emptied nevertheless."""
    default = experience("Default", principals=[ORGANIZATION], policy=ALL)
    trial.twin.reset(world(default, experience("Finance", principals=[FINANCE], policy=ALL)))
    trial.wish(wish("Finance", status=status, **({} if principals is None else {"principals": principals})))
    assert refused(trial) == [("max_removals", "principals")]


def test_archiving_a_disabled_experience_empties_its_principals(trial: Trial) -> None:
    """AWS keeps the principals with it, where they cannot be removed; one without principals needs no acceptance."""
    trial.twin.reset(world(experience("Finance", principals=[FINANCE], status="Disabled"), experience("Old")))
    trial.wish(wish("Finance", status="archived") + "---\n" + wish("Old", status="archived"))
    assert refused(trial) == [("max_removals", "principals")]


def test_accounts_that_lose_everything_are_refused_under_that_rule(trial: Trial) -> None:
    """The accounts are governed before and after and keep nothing (contract 1.1).

    The list of principals is not refused as well.
    """
    default = experience("Default", principals=[ORGANIZATION], policy={"requests": "Deny", "allow": ["prod-z"]})
    trial.twin.reset(world(default, experience("Finance", principals=[FINANCE], policy=ALL)))
    trial.wish(wish("Finance", status="archived", principals="[]"))
    assert refused(trial) == [("max_accounts_losing_everything", "")]
    (one,) = trial.plan().plan.preconditions
    assert (one.rule, one.accounts) == ("max_accounts_losing_everything", (MEMBER,))


def test_replacing_all_members_empties_a_list(trial: Trial) -> None:
    """The plan replaces the eight products of a protected experience, and its only OU."""
    finance = experience("Finance", principals=[FINANCE], policy={"requests": "Deny", "allow": EIGHT})
    default = experience("Default", principals=[ORGANIZATION], policy={"requests": "Deny", "allow": EIGHT})
    trial.twin.reset(world(finance, default))
    trial.settings("guards: {protected: [experience.finance], max_accounts_losing_everything: 9}\n")
    trial.wish(wish("Finance", products="{allow: [prod-x, prod-y]}"))
    assert refused(trial) == [("protected", "products.allow"), ("max_removals", "products.allow")]
    trial.wish(wish("Finance", principals=f'["{ADS}"]'))
    assert refused(trial) == [("protected", "principals"), ("max_removals", "principals")]


def test_accounts_governed_for_the_first_time_lose_access(trial: Trial) -> None:
    """The rule and the sentence about them count them, and not as losing everything."""
    trial.twin.reset(world(experience("Finance", policy=ALL)))
    trial.settings("guards: {max_accounts_losing_access: 1}\n")
    trial.wish(wish("Finance", principals=f'["{ADS}", "{DELEGATE}"]'))
    (found,) = [one for one in trial.plan().plan.problems if one.severity is Severity.REFUSED]
    assert (found.code, found.message) == (
        "max_accounts_losing_access",
        f"2 accounts lose products (limit: 1); 2 were ungoverned before: {DELEGATE} (Procurement), {ADS} (Ads)",
    )
    assert (
        "  max_accounts_losing_access  2 accounts lose products: 2 were ungoverned and can buy only what "
        "experience.finance allows."
    ) in list(plan_lines(trial.plan().plan.as_json(), WIDE))


def test_a_move_counts_as_a_removal_from_its_source(trial: Trial) -> None:
    """A move counts even if all accounts may buy the same as before (contract 1.1)."""
    default = experience("Default", principals=[ORGANIZATION], policy=ALL)
    old, new = experience("Old", principals=[FINANCE, ADS], policy=ALL), experience("New", policy=ALL)
    trial.twin.reset(world(default, old, new))
    trial.wish(wish("New", principals=f'["{FINANCE}", "{ADS}"]') + "---\n" + wish("Old", status="enabled"))
    assert refused(trial) == [("max_removals", "principals")]


SHARED = (
    wish("Old", principals="[]")
    + f"---\n{wish('First', principals=f'[{FINANCE}]', products='{allow: [prod-a, prod-b]}')}"
    + f"---\n{wish('Second', principals=f'[{ADS}, {DELEGATE}]', products='{allow: [prod-a, prod-b]}')}"
)


def test_a_part_needs_the_acceptance_that_the_whole_needs(trial: Trial) -> None:
    """The whole empties a list of three: removing one of them is refused, removing none is not."""
    held = [FINANCE, ADS, DELEGATE]
    trial.twin.reset(world(experience("Old", principals=held, policy=ALL), experience("First"), experience("Second")))
    trial.wish(SHARED)
    whole = [one.message for one in trial.plan().plan.problems if one.code == "max_removals"]
    part = trial.plan(exclude=("experience.second",)).plan
    assert [message.partition(" (no present")[0] for message in whole] == [
        "experience.old loses 3 of 3 members of principals"
    ]
    assert [one.message for one in part.problems if one.code == "max_removals"] == [
        (
            "experience.old loses 1 of 3 members of principals (the whole repository empties the list): "
            f"{FINANCE} (Finance)"
        )
    ]
    assert refused(trial, exclude=("experience.first", "experience.second")) == []


def test_a_protected_experience_is_not_emptied_part_by_part(trial: Trial) -> None:
    """If the whole plan empties a list, a part that removes its first principal is refused."""
    trial.settings("guards: {protected: [experience.old]}\n")
    held = [FINANCE, ADS, DELEGATE]
    trial.twin.reset(world(experience("Old", principals=held, policy=ALL), experience("First"), experience("Second")))
    trial.wish(SHARED)
    assert ("protected", "principals") in refused(trial, exclude=("experience.second",))
