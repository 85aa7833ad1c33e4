"""What is said of a part of a repository: what waits, for which experience, and what it lets accounts buy."""

from tests.pipeline.test_parts import DROPPING, TWO, left, told
from tests.turns import FINANCE, MEMBER, ORGANIZATION, Turns, experience, world


def test_an_experience_that_may_not_govern_yet_is_made_and_stays_disabled(turns: Turns) -> None:
    """Nobody holds its principal, and what is to spare an account below it is left out."""
    archived = {**experience("Strict", principals=[FINANCE]), "status": "Disabled", "admin_status": "Restricted"}
    turns.twin.reset(world(archived))
    turns.wish(
        "{kind: experience, items: {strict: {title: Strict, status: enabled}, "
        f"own: {{title: Own, status: enabled, principals: [{MEMBER}], products: {{allow: [prod-x]}}}}}}}}"
    )
    planning = turns.plan(exclude=("experience.own",))
    assert told(planning, "waits") == [
        ("experience.strict", "experience.strict stays disabled: this waits for experience.own")
    ]
    turns.apply(planning)
    assert left(turns, "Strict") == ("Disabled", False, {FINANCE})


def test_what_is_waited_for_is_the_experience_that_goes_on_to_govern(turns: Turns) -> None:
    """No experience would govern the account after the whole; of all that is left out only one governs it."""
    turns.twin.reset(
        world(
            experience("Old", principals=[FINANCE], policy={"requests": "Deny", "allow": ["prod-x"]}),
            experience("Wide", principals=[ORGANIZATION]),
        )
    )
    turns.wish(
        "{kind: experience, items: {old: {title: Old, principals: []}, wide: {title: Wide, status: disabled}, "
        "other: {title: Other}}}"
    )
    turns.wish("{kind: product, name: x, id: prod-x}", "products.yaml")
    assert told(turns.plan(select=("experience.old",)), "waits") == [
        ("experience.old", f"{FINANCE} (Finance) stays in experience.old: this waits for experience.wide")
    ]


def test_what_only_leaving_out_removals_lets_accounts_buy_is_told_by_name(turns: Turns) -> None:
    """The account was to move away from what is allowed now."""
    turns.twin.reset(world(TWO))
    turns.wish(DROPPING.replace("[prod-x]", "[zed]"))
    turns.wish("{kind: product, name: zed, id: prod-z, title: Zed}", "products.yaml")
    assert told(turns.plan(no_removals=True), "only-in-part") == [
        ("None", f"1 account may buy prod-z (Zed) only because --no-removals leaves the rest out: {MEMBER} (Reporting)")
    ]
