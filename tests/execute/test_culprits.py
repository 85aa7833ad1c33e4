"""One product, principal or logo that AWS refuses holds up nothing else of its experience."""

import json

import pytest

from reconciler.model import Status
from reconciler.pipeline import Run
from reconciler.twin.catalog.attempt import ErrorDetail
from tests.turns import ADS, DELEGATE, FINANCE, MEMBER, Turns, experience, world

ALLOW, ARRIVE = "AllowProductProcurement", "AssociateAudience"
PRODUCTS = [f"prod-{number:02d}" for number in range(40)]
UNKNOWN = ("CLIENT_ERROR", "Product prod-07 does not exist.")


def allowing(more: str = "") -> str:
    """Write an experience that allows forty products, one a line from line 5 on."""
    lines = "".join(f"    - {product}\n" for product in PRODUCTS)
    return f"kind: experience\nname: a\ntitle: A\nproducts: {{deny: []}}\n{more}".replace(
        "products: {deny: []}\n", f"products:\n  allow:\n{lines}"
    )


def told(run: Run) -> list[tuple[str, str, str | None]]:
    """Return code, message and the end of the place of every error."""
    return [
        (error.code, error.message, error.source.rpartition("/")[2] if error.source else None)
        for outcome in run.outcomes
        for error in outcome.errors
    ]


def test_an_unknown_product_is_left_out_of_forty(turns: Turns) -> None:
    """AWS names it: the other 39 are allowed in a second set, and its line in the document is told."""
    turns.twin.reset(world(experience("A")))
    turns.wish(allowing())
    turns.twin.faults.fail_change(ALLOW, *UNKNOWN)
    run = turns.apply()
    assert told(run) == [(*UNKNOWN, "wish.yaml:13:7")]
    assert turns.twin.experiences()["exp-a"].allow == set(PRODUCTS) - {"prod-07"}
    assert ([one.status for one in run.outcomes], run.remaining) == ([Status.FAILED], ("experience.a",))
    assert turns.written() == {"StartChangeSet": 2}


def refusing(turns: Turns, verb: str, culprit: str, code: str = "CLIENT_ERROR") -> None:
    """Have AWS refuse every change of a type that carries *culprit*, and say no more than "No."."""
    find = turns.twin.faults.error_of
    error = ErrorDetail(code, "No.")
    turns.twin.faults.error_of = lambda change: (  # type: ignore[method-assign]  # a fault, for this test alone
        (error,) if change.type == verb and culprit in json.dumps(change.details) else find(change)
    )


def test_a_product_that_aws_does_not_name_is_found_by_halves(turns: Turns) -> None:
    """All others are allowed; its line is told, and what else the experience needs is done with the first half."""
    turns.twin.reset(world(experience("A")))
    turns.wish(allowing("description: New\n"))
    refusing(turns, ALLOW, "prod-07")
    run = turns.apply()
    assert told(run) == [("CLIENT_ERROR", "No.", "wish.yaml:13:7")]
    live = turns.twin.experiences()["exp-a"]
    assert (live.description, set(live.allow)) == ("New", set(PRODUCTS) - {"prod-07"})
    assert (run.outcomes[0].status, run.outcomes[0].in_part, run.remaining) == ("failed", True, ("experience.a",))


def test_nothing_opens_before_both_halves_are_there(turns: Turns) -> None:
    """Enabling waits for all of them, and does not come while one is missing."""
    turns.twin.reset(world(experience("A", status="Disabled", principals=[FINANCE])))
    turns.wish(allowing("status: enabled\n"))
    refusing(turns, ALLOW, "prod-07")
    run = turns.apply()
    live = turns.twin.experiences()["exp-a"]
    assert (live.status, len(live.allow), run.converged) == ("Disabled", 39, False)


def test_both_halves_that_are_taken_open_it(turns: Turns) -> None:
    """A change that is refused once and then taken in halves is all there, and so is what waited for it."""
    turns.twin.reset(world(experience("A", status="Disabled", principals=[FINANCE])))
    turns.wish(allowing("status: enabled\n"))
    turns.twin.faults.fail_change(ALLOW, "CLIENT_ERROR", "No.")
    run = turns.apply()
    live = turns.twin.experiences()["exp-a"]
    assert (live.status, len(live.allow), run.converged, told(run)) == ("Enabled", 40, True, [])


@pytest.mark.parametrize(("code", "sets"), [("CLIENT_ERROR", 11), ("ENTITY_NOT_FOUND", 2)])
def test_a_list_of_which_nothing_is_taken_is_given_up_soon(turns: Turns, code: str, sets: int) -> None:
    """It is no member's fault then; what else the experience needs is done."""
    turns.twin.reset(world(experience("A")))
    turns.wish(allowing("description: New\n"))
    turns.twin.faults.fail_change(ALLOW, code, "No.", times=99)
    run = turns.apply()
    live = turns.twin.experiences()["exp-a"]
    assert (live.description, live.allow, run.converged) == ("New", frozenset(), False)
    assert turns.written() == {"StartChangeSet": sets}


CLOSED = "CALLER_NOT_AUTHORIZED"


def test_an_account_that_aws_does_not_name_holds_up_no_other(turns: Turns) -> None:
    """The other principals of the list are governed."""
    turns.twin.reset(world(experience("A"), experience("B")))
    turns.wish(f"kind: experience\nname: a\ntitle: A\nprincipals: ['{MEMBER}', '{ADS}', '{DELEGATE}']\n")
    turns.wish("{kind: experience, name: b, title: B, description: New}", "b.yaml")
    refusing(turns, ARRIVE, ADS, CLOSED)
    run = turns.apply()
    assert told(run) == [(CLOSED, "No.", "wish.yaml:4:30")]
    assert turns.twin.experiences()["exp-a"].principals == {MEMBER, DELEGATE}
    assert turns.twin.experiences()["exp-b"].description == "New"


def test_who_moves_does_not_wait_for_who_comes_from_nowhere(turns: Turns) -> None:
    """Those between two experiences go first; the next run finds which of the others AWS refuses."""
    turns.twin.reset(world(experience("A"), experience("Old", principals=[MEMBER])))
    turns.wish(f"kind: experience\nname: a\ntitle: A\nprincipals: ['{MEMBER}', '{ADS}', '{DELEGATE}']\n")
    turns.wish("{kind: experience, name: old, title: Old, principals: []}", "old.yaml")
    refusing(turns, ARRIVE, ADS, CLOSED)
    run = turns.apply()
    assert (set(turns.twin.experiences()["exp-a"].principals), run.exposed) == ({MEMBER}, ())
    turns.apply()
    assert turns.twin.experiences()["exp-a"].principals == {MEMBER, DELEGATE}


@pytest.mark.parametrize("message", ["No.", f"Account {ADS} is closed."])
def test_one_that_cannot_be_put_back_keeps_nobody_else_out(turns: Turns, message: str) -> None:
    """Who moves is refused, and one of them by its old experience, too: that one is told, the other is back."""
    turns.twin.reset(world(experience("A"), experience("Old", principals=[MEMBER, ADS])))
    turns.wish(f"{{kind: experience, name: a, title: A, principals: ['{MEMBER}', '{ADS}']}}")
    turns.wish("{kind: experience, name: old, title: Old, principals: []}", "old.yaml")
    turns.twin.faults.fail_change(ARRIVE, CLOSED, message, experience="exp-a", times=9)
    refusing(turns, ARRIVE, ADS, CLOSED)
    run = turns.apply()
    assert turns.twin.experiences()["exp-old"].principals == {MEMBER}
    assert [one.principal for one in run.exposed] == [ADS]
    assert run.outcomes[1].status == Status.FAILED


def test_nobody_arrives_where_a_product_is_missing(turns: Turns) -> None:
    """Who moves would lose what the plan let it keep: it stays, and all else of the experience is done."""
    turns.twin.reset(world(experience("A"), experience("Old", principals=[FINANCE])))
    turns.wish(allowing(f"principals: [{FINANCE}]\ndescription: New\n"))
    turns.wish("{kind: experience, name: old, title: Old, principals: []}", "old.yaml")
    turns.twin.faults.fail_change(ALLOW, *UNKNOWN)
    turns.apply()
    live = turns.twin.experiences()
    assert (live["exp-a"].description, len(live["exp-a"].allow)) == ("New", 39)
    assert (live["exp-a"].principals, live["exp-old"].principals) == (frozenset(), frozenset({FINANCE}))


def test_an_experience_is_not_made_with_a_part_of_its_products(turns: Turns) -> None:
    """A creation that governs somebody is whole or not at all."""
    turns.wish(allowing(f"status: enabled\nprincipals: [{FINANCE}]\n"))
    turns.twin.faults.fail_change(ALLOW, *UNKNOWN)
    run = turns.apply()
    assert (turns.twin.experiences(), run.outcomes[0].status) == ({}, Status.FAILED)


def test_a_creation_that_governs_nobody_goes_without_the_product(turns: Turns) -> None:
    """Nothing relies on it yet."""
    turns.wish(allowing())
    turns.twin.faults.fail_change(ALLOW, *UNKNOWN)
    run = turns.apply()
    assert (len(turns.named("A").allow), told(run)) == (39, [(*UNKNOWN, "wish.yaml:13:7")])


@pytest.mark.parametrize("message", ["Account {} is closed.", "An experience is already associated with {}"])
def test_a_principal_that_is_named_is_left_out(turns: Turns, message: str) -> None:
    """The others of the list arrive."""
    turns.twin.reset(world(experience("A")))
    turns.wish(f"kind: experience\nname: a\ntitle: A\nprincipals: ['{MEMBER}', '{ADS}', '{DELEGATE}']\n")
    turns.twin.faults.fail_change(ARRIVE, "CLIENT_ERROR", message.format(ADS))
    run = turns.apply()
    assert told(run) == [("CLIENT_ERROR", message.format(ADS), "wish.yaml:4:30")]
    assert turns.twin.experiences()["exp-a"].principals == {MEMBER, DELEGATE}


def test_a_principal_that_moves_is_put_back_with_all_that_came_with_it(turns: Turns) -> None:
    """Nobody is left nowhere, whichever of them AWS names."""
    turns.twin.reset(world(experience("A"), experience("Old", principals=[MEMBER, ADS])))
    turns.wish(f"{{kind: experience, name: a, title: A, principals: ['{MEMBER}', '{ADS}']}}")
    turns.wish("{kind: experience, name: old, title: Old, principals: []}", "old.yaml")
    turns.twin.faults.fail_change(ARRIVE, "CLIENT_ERROR", f"Account {ADS} is busy", experience="exp-a")
    run = turns.apply()
    live = turns.twin.experiences()
    assert (live["exp-a"].principals, live["exp-old"].principals) == (frozenset(), frozenset({MEMBER, ADS}))
    assert run.as_json()["exposed"] == []


def test_who_cannot_leave_keeps_its_experience_from_being_archived(turns: Turns) -> None:
    """The others go; what holds somebody is not ended."""
    turns.twin.reset(world(experience("A", principals=[MEMBER, ADS])))
    turns.wish("{kind: experience, name: a, title: A, status: archived, principals: []}")
    message = f"Unable to disassociate audience for account {ADS}."
    turns.twin.faults.fail_change("DisassociateAudience", "CLIENT_ERROR", message)
    run = turns.apply()
    live = turns.twin.experiences()["exp-a"]
    assert (live.principals, live.status) == (frozenset({ADS}), "Enabled")
    assert [one.status for one in run.outcomes] == [Status.FAILED, Status.SKIPPED]


BRANDING = "branding: {title: Finance, logo_url: 'https://logos.invalid/a.png'}\n"
LOGO = ("INVALID_URL", "Image could not be fetched from the input URL", "wish.yaml:4:38")


@pytest.mark.parametrize("there", [True, False])
def test_a_bad_logo_holds_up_nothing_else(turns: Turns, *, there: bool) -> None:
    """Title, products, tags and the experience itself are made; which logo was sent is not written down."""
    if there:
        turns.twin.reset(world(experience("A")))
    more = "tags: {team: a}\nproducts: {allow: [prod-1]}\n"
    turns.wish(f"kind: experience\nname: a\ntitle: A\n{BRANDING}{more}")
    run = turns.apply()
    assert told(run) == [LOGO]
    live = turns.named("A")
    assert live.branding == {"Title": "Finance"}
    assert (set(live.allow), dict(live.tags)) == ({"prod-1"}, {"team": "a"})
    assert run.remaining == ("experience.a",)


def test_a_logo_alone_that_is_refused_leaves_nothing_to_send(turns: Turns) -> None:
    """And the next run tries it again."""
    turns.twin.reset(world(experience("A", branding={"Title": "Finance"})))
    turns.wish(f"kind: experience\nname: a\ntitle: A\n{BRANDING}")
    run = turns.apply()
    assert told(run) == [LOGO]
    assert [one.status for one in run.outcomes] == [Status.FAILED, Status.SKIPPED]
    turns.wish(f"kind: experience\nname: a\ntitle: A\n{BRANDING.replace('.invalid', '.example.com')}")
    turns.turn()


def test_what_a_refusal_of_the_whole_set_names_is_left_out(turns: Turns) -> None:
    """A 422 names no change; where it names a product of ours, the rest is sent without it."""
    turns.twin.reset(world(experience("A"), experience("B")))
    turns.wish(allowing())
    turns.wish("{kind: experience, name: b, title: B, status: disabled}", "b.yaml")
    planning = turns.plan()
    turns.twin.faults.fail("StartChangeSet", "ValidationException", "Values must exist: [prod-07]", status=422)
    run = turns.apply(planning)
    assert told(run) == [("ValidationException", "Values must exist: [prod-07]", "wish.yaml:13:7")]
    assert len(turns.twin.experiences()["exp-a"].allow) == 39
    assert turns.twin.experiences()["exp-b"].status == "Disabled"
