"""The messages of a plan for a part: what waits, for which experience, and what only the part allows."""

from tests.pipeline.test_parts import DROPPING, TWO, left, told
from tests.trial import FINANCE, MEMBER, ORGANIZATION, Trial, experience, world


def test_a_revived_experience_that_must_not_govern_yet_stays_disabled(trial: Trial) -> None:
    """The experience that spares an account below it is left out of the plan."""
    archived = {**experience("Strict", principals=[FINANCE]), "status": "Disabled", "admin_status": "Restricted"}
    trial.twin.reset(world(archived))
    trial.wish(
        "{kind: experience, items: {strict: {title: Strict, status: enabled}, "
        f"own: {{title: Own, status: enabled, principals: [{MEMBER}], products: {{allow: [prod-x]}}}}}}}}"
    )
    planning = trial.plan(exclude=("experience.own",))
    assert told(planning, "waits") == [
        ("experience.strict", "experience.strict stays disabled: this waits for experience.own")
    ]
    trial.apply(planning)
    assert left(trial, "Strict") == ("Disabled", False, {FINANCE})


def test_the_awaited_experience_is_the_one_that_would_govern(trial: Trial) -> None:
    """The whole leaves the account ungoverned; of the experiences left out, one governs it."""
    trial.twin.reset(
        world(
            experience("Old", principals=[FINANCE], policy={"requests": "Deny", "allow": ["prod-x"]}),
            experience("Wide", principals=[ORGANIZATION]),
        )
    )
    trial.wish(
        "{kind: experience, items: {old: {title: Old, principals: []}, wide: {title: Wide, status: disabled}, "
        "other: {title: Other}}}"
    )
    trial.wish("{kind: product, name: x, id: prod-x}", "products.yaml")
    assert told(trial.plan(select=("experience.old",)), "waits") == [
        ("experience.old", f"{FINANCE} (Finance) stays in experience.old: this waits for experience.wide")
    ]


def test_products_that_only_no_removals_allows_are_reported_by_name(trial: Trial) -> None:
    """The account was to leave the experience that allows them."""
    trial.twin.reset(world(TWO))
    trial.wish(DROPPING.replace("[prod-x]", "[zed]"))
    trial.wish("{kind: product, name: zed, id: prod-z, title: Zed}", "products.yaml")
    assert told(trial.plan(no_removals=True), "only-in-part") == [
        ("None", f"1 account can buy prod-z (Zed) only because --no-removals leaves out the rest: {MEMBER} (Reporting)")
    ]
