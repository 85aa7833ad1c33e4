"""A part of a repository takes nothing from an account that the whole would leave to it."""

from typing import Any

import pytest

from reconciler.model import Severity
from reconciler.pipeline import Planning
from tests.trial import ADS, CLOSED, DELEGATE, FINANCE, MEMBER, ORGANIZATION, Trial, experience, verbs, world

GONE = experience("Gone", principals=[ADS, DELEGATE])
ENDING = (
    "{kind: experience, items: {gone: {title: Gone, status: archived, principals: []}, "
    f"new: {{title: New, status: enabled, products: {{allow: []}}, principals: [{ADS}, {DELEGATE}]}}}}}}"
)
SILENT = ENDING.replace(", principals: []", "")


def told(planning: Planning, *codes: str) -> list[tuple[str, str]]:
    """Return the problems of *codes* with their addresses."""
    return [(str(one.address), one.message) for one in planning.plan.problems if one.code in codes]


def unrestricted(name: str, *principals: str) -> dict[str, Any]:
    """Return an experience without procurement policy, which allows everything."""
    found = experience(name, principals=list(principals))
    del found["policy"]
    return found


def left(trial: Trial, name: str) -> tuple[str, bool, set[str]]:
    """Return the status of an experience, whether it is archived, and its principals."""
    found = trial.named(name)
    return found.status, found.archived, set(found.principals)


KEPT = ("Enabled", False, {ADS, DELEGATE})


@pytest.mark.parametrize("text", [ENDING, SILENT], ids=["emptied", "not-stated"])
@pytest.mark.parametrize(
    "options",
    [{"exclude": ("experience.new",)}, {"select": ("experience.gone",)}],
    ids=["excluded", "not-selected"],
)
def test_an_experience_ends_only_with_the_one_that_takes_its_accounts(
    trial: Trial, options: dict[str, Any], text: str
) -> None:
    """Status and principals wait: it is neither disabled nor archived while it has accounts."""
    trial.twin.reset(world(GONE))
    trial.wish(text)
    planning = trial.plan(**options)
    assert planning.plan.operations == ()
    assert ("experience.gone", "the status of experience.gone stays as it is: this waits for experience.new") in told(
        planning, "waits"
    )
    assert left(trial, "Gone") == KEPT


def test_without_removals_nothing_ends(trial: Trial) -> None:
    """The plan says what it leaves out: AWS is not as the repository says."""
    trial.twin.reset(world(GONE))
    trial.wish(ENDING)
    planning = trial.plan(no_removals=True)
    assert verbs(planning) == [
        [("CreateExperience", "new"), ("CreateProcurementPolicy", "new"), ("UpdateExperience", "new")]
    ]
    assert told(planning, "left-out") == [
        (
            "experience.gone",
            "this plan leaves out changes of experience.gone in status, principals",
        ),
        ("experience.new", "this plan leaves out changes of experience.new in principals"),
    ]
    trial.apply(planning)
    assert left(trial, "Gone") == KEPT


@pytest.mark.parametrize("name", ["new", "NEW"])
def test_an_experience_waits_for_one_whose_own_document_is_in_error(trial: Trial, name: str) -> None:
    """A near miss leaves out the new experience; the one that it replaces stays until the error is resolved."""
    trial.twin.reset(world(GONE, experience(name)))
    trial.wish(ENDING)
    run = trial.apply()
    assert [one.code for one in run.problems] == ["near-miss"]
    assert (run.outcomes, left(trial, "Gone")) == ((), KEPT)


def test_after_a_put_back_the_next_run_ends_nothing_either(trial: Trial) -> None:
    """By then the target has a title that does not match clearly, so its accounts stay governed."""
    trial.twin.reset(world(GONE))
    trial.wish(ENDING)
    trial.twin.faults.fail_change("AssociateAudience", "CLIENT_ERROR", "No.")
    trial.apply()
    assert left(trial, "Gone") == KEPT
    trial.twin.reset(world(GONE, experience("New"), {**experience("New"), "id": "exp-new-too"}))
    trial.apply()
    assert left(trial, "Gone") == KEPT


TWO = experience("Old", principals=[FINANCE, ADS], policy={"requests": "Deny", "allow": ["prod-x", "prod-y"]})
DROPPING = (
    f"{{kind: experience, items: {{old: {{title: Old, principals: [{ADS}], products: {{allow: [prod-x]}}}}, "
    f"new: {{title: New, status: enabled, principals: [{FINANCE}], products: {{allow: [prod-y]}}}}}}}}"
)


def test_a_product_waits_for_the_experience_that_was_to_allow_it(trial: Trial) -> None:
    """The whole takes prod-y from one account; the part without the other experience takes it from none."""
    trial.twin.reset(world(TWO))
    trial.wish(DROPPING)
    planning = trial.plan(exclude=("experience.new",))
    assert planning.plan.operations == ()
    assert told(planning, "waits") == [
        ("experience.old", f"{FINANCE} (Finance) stays in experience.old: this waits for experience.new"),
        ("experience.old", "prod-y stays allowed in experience.old: this waits for experience.new"),
    ]


def test_a_product_that_the_whole_takes_from_all_goes_with_a_part(trial: Trial) -> None:
    """The new experience does not allow the product either, so no account would keep it."""
    trial.twin.reset(world(TWO))
    trial.wish(DROPPING.replace("prod-y", "prod-z"))
    planning = trial.plan(exclude=("experience.new",))
    assert verbs(planning) == [[("DenyProductProcurement", "old")]]


def test_a_stricter_experience_waits_for_the_experience_of_an_account(trial: Trial) -> None:
    """The account below it was to move to another experience, and may buy everything until then."""
    trial.twin.reset(world(unrestricted("Wide", ORGANIZATION)))
    trial.wish(
        f"{{kind: experience, items: {{strict: {{title: Strict, status: enabled, principals: [{FINANCE}], "
        f"products: {{allow: []}}}}, own: {{title: Own, status: enabled, principals: [{MEMBER}], "
        "products: {allow: [prod-x]}}}}"
    )
    planning = trial.plan(exclude=("experience.own",))
    assert told(planning, "waits") == [
        ("experience.strict", f"{FINANCE} (Finance) does not come to experience.strict: this waits for experience.own")
    ]
    run = trial.apply(planning)
    assert (run.converged, left(trial, "Strict")) == (True, ("Enabled", False, set()))


def test_a_first_policy_waits_for_accounts_that_are_to_leave(trial: Trial) -> None:
    """An experience without a policy allows everything; the account keeps that until it can leave."""
    trial.twin.reset(world(unrestricted("Open", FINANCE, ADS)))
    trial.wish(
        f"{{kind: experience, items: {{open: {{title: Open, principals: [{ADS}], products: {{allow: []}}}}, "
        f"new: {{title: New, status: enabled, principals: [{FINANCE}], products: {{allow: [prod-y]}}}}}}}}"
    )
    planning = trial.plan(exclude=("experience.new",))
    assert planning.plan.operations == ()
    assert told(planning, "waits") == [
        ("experience.open", "experience.open stays without a procurement policy: this waits for experience.new"),
        ("experience.open", f"{FINANCE} (Finance) stays in experience.open: this waits for experience.new"),
    ]


def test_products_that_only_the_part_allows_are_reported(trial: Trial) -> None:
    """The account stays in an experience that allows more than the whole allows this account."""
    trial.twin.reset(world(TWO))
    trial.wish(DROPPING.replace("[prod-x]", "[prod-x, prod-y, prod-z]"))
    planning = trial.plan(exclude=("experience.new",))
    assert [one.message for one in planning.plan.problems if one.code == "only-in-part"] == [
        f"1 account can buy prod-z only because experience.new is left out: {MEMBER} (Reporting)"
    ]


def test_a_part_with_too_many_possible_wholes_takes_nothing(trial: Trial) -> None:
    """An id that AWS does not have may mean any of its experiences."""
    others = [experience(f"Other {number}") for number in range(70)]
    trial.twin.reset(world(TWO, *others))
    trial.wish(DROPPING.replace("title: New", "id: exp-missing, title: New").replace("prod-y", "prod-z"))
    planning = trial.plan()
    assert planning.plan.operations == ()
    assert ("experience.old", "prod-y stays allowed in experience.old: this waits for experience.new") in told(
        planning, "waits"
    )


def test_a_product_that_may_be_an_alias_of_an_allowed_one_waits(trial: Trial) -> None:
    """Whether the experience in error still allows prod-stored is unknown.

    A loss in only one of the cases is not made.
    """
    first = f"{{kind: experience, name: old, title: Old, principals: [{FINANCE}], products: {{allow: [prod-sent]}}}}"
    trial.twin.reset(
        world(
            experience("Old", principals=[FINANCE]),
            experience("Own", principals=[MEMBER], policy={"requests": "Deny", "allow": ["prod-stored", "prod-x"]}),
            product_aliases={"prod-sent": "prod-stored"},
        )
    )
    trial.wish(first, "old.yaml")
    trial.apply()
    trial.wish(first.replace(FINANCE, f"{FINANCE}, {MEMBER}"), "old.yaml")
    trial.wish("{kind: experience, name: own, title: Own, products: {allow: []}}", "own.yaml")
    planning = trial.plan()
    assert [str(one.address) for one in planning.plan.problems if one.code == "product-alias"] == ["experience.old"]
    assert verbs(planning) == [[("DenyProductProcurement", "own")]]
    assert told(planning, "waits") == [
        ("experience.own", "prod-stored stays allowed in experience.own: this waits for experience.old")
    ]


def test_an_archived_pin_without_status_may_be_meant_to_be_enabled(trial: Trial) -> None:
    """The pinned experience would govern its account then, so the experience that governs it now does not end yet."""
    archived = {**experience("Back", principals=[DELEGATE]), "status": "Disabled", "admin_status": "Restricted"}
    trial.twin.reset(world(experience("Old", principals=[ORGANIZATION]), archived))
    trial.wish(
        "{kind: experience, items: {old: {title: Old, status: archived, principals: []}, "
        "back: {title: Back, id: exp-back}}}"
    )
    planning = trial.plan()
    assert [one.code for one in planning.plan.problems if one.severity is Severity.ERROR] == ["archived"]
    assert planning.plan.operations == ()
    assert ("experience.old", "the status of experience.old stays as it is: this waits for experience.back") in told(
        planning, "waits"
    )


HAUNTED = world(experience("Old", principals=[CLOSED]))
ENDED = "old: {title: Old, status: archived, mode: additive}, gone: {title: Gone, status: archived}"
NAMING = f"new: {{title: New, status: enabled, principals: [{CLOSED}], products: {{allow: []}}}}"


def test_a_document_that_needs_no_archiving_makes_no_part(trial: Trial) -> None:
    """The document is a note and leaves nothing out, so the whole is planned, and nothing waits for ever."""
    trial.twin.reset(HAUNTED)
    trial.wish(f"{{kind: experience, items: {{{ENDED}, {NAMING}}}}}")
    planning = trial.plan()
    assert [one.code for one in planning.plan.problems if one.severity is Severity.NOTE] == ["nothing-to-archive"]
    assert "RestrictExperience" in {verb for operation in verbs(planning) for verb, _ in operation}


def test_nothing_waits_for_an_experience_to_take_a_closed_account(trial: Trial) -> None:
    """No plan associates a closed account."""
    trial.twin.reset(HAUNTED)
    trial.wish(f"{{kind: experience, items: {{{ENDED}, {NAMING}}}}}")
    planning = trial.plan(exclude=("experience.new",))
    assert told(planning, "waits") == []
    assert "RestrictExperience" in {verb for operation in verbs(planning) for verb, _ in operation}
