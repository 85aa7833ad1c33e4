"""A product, principal or logo that AWS refuses does not hold up the rest of its experience."""

import json

import pytest

from reconciler.model import Status
from reconciler.pipeline import Run
from reconciler.twin.catalog.attempt import ErrorDetail
from reconciler.twin.catalog.change import Change
from tests.trial import ADS, DELEGATE, FINANCE, MEMBER, Trial, experience, world

ALLOW, ARRIVE = "AllowProductProcurement", "AssociateAudience"
PRODUCTS = [f"prod-{number:02d}" for number in range(40)]
UNKNOWN = ("CLIENT_ERROR", "Product prod-07 does not exist.")


def allowing(more: str = "") -> str:
    """Return an experience that allows forty products, one a line from line 5 on."""
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


def test_an_unknown_product_is_left_out_of_forty(trial: Trial) -> None:
    """AWS names the product: the error has its line, and a second set allows the other 39."""
    trial.twin.reset(world(experience("A")))
    trial.wish(allowing())
    trial.twin.faults.fail_change(ALLOW, *UNKNOWN)
    run = trial.apply()
    assert told(run) == [(*UNKNOWN, "wish.yaml:13:7")]
    assert trial.twin.experiences()["exp-a"].allow == set(PRODUCTS) - {"prod-07"}
    assert ([one.status for one in run.outcomes], run.remaining) == ([Status.FAILED], ("experience.a",))
    assert trial.written() == {"StartChangeSet": 2}


def refusing(
    trial: Trial, monkeypatch: pytest.MonkeyPatch, verb: str, refused: str, code: str = "CLIENT_ERROR"
) -> None:
    """Let AWS refuse, with the message "No.", every change of a type that carries *refused*."""
    find = trial.twin.faults.error_of
    error = ErrorDetail(code, "No.")

    def error_of(change: Change) -> tuple[ErrorDetail, ...]:
        return (error,) if change.type == verb and refused in json.dumps(change.details) else find(change)

    monkeypatch.setattr(trial.twin.faults, "error_of", error_of)


def test_a_product_that_aws_does_not_name_is_found_by_halves(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list is halved until the product is found.

    The error has its line, and all else is done with the first half.
    """
    trial.twin.reset(world(experience("A")))
    trial.wish(allowing("description: New\n"))
    refusing(trial, monkeypatch, ALLOW, "prod-07")
    run = trial.apply()
    assert told(run) == [("CLIENT_ERROR", "No.", "wish.yaml:13:7")]
    live = trial.twin.experiences()["exp-a"]
    assert (live.description, set(live.allow)) == ("New", set(PRODUCTS) - {"prod-07"})
    assert (run.outcomes[0].status, run.outcomes[0].in_part, run.remaining) == ("failed", True, ("experience.a",))


def test_an_experience_is_enabled_only_with_all_its_products(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """Enabling waits for every product and is not sent while one is missing."""
    trial.twin.reset(world(experience("A", status="Disabled", principals=[FINANCE])))
    trial.wish(allowing("status: enabled\n"))
    refusing(trial, monkeypatch, ALLOW, "prod-07")
    run = trial.apply()
    live = trial.twin.experiences()["exp-a"]
    assert (live.status, len(live.allow), run.converged) == ("Disabled", 39, False)


def test_an_experience_is_enabled_when_both_halves_are_accepted(trial: Trial) -> None:
    """The change is refused once and accepted in halves, so the list is complete and enabling follows."""
    trial.twin.reset(world(experience("A", status="Disabled", principals=[FINANCE])))
    trial.wish(allowing("status: enabled\n"))
    trial.twin.faults.fail_change(ALLOW, "CLIENT_ERROR", "No.")
    run = trial.apply()
    live = trial.twin.experiences()["exp-a"]
    assert (live.status, len(live.allow), run.converged, told(run)) == ("Enabled", 40, True, [])


@pytest.mark.parametrize(("code", "sets"), [("CLIENT_ERROR", 11), ("ENTITY_NOT_FOUND", 2)])
def test_a_list_of_which_aws_accepts_nothing_is_given_up_early(trial: Trial, code: str, sets: int) -> None:
    """No single member is the cause then; the rest of the experience is changed."""
    trial.twin.reset(world(experience("A")))
    trial.wish(allowing("description: New\n"))
    trial.twin.faults.fail_change(ALLOW, code, "No.", times=99)
    run = trial.apply()
    live = trial.twin.experiences()["exp-a"]
    assert (live.description, live.allow, run.converged) == ("New", frozenset(), False)
    assert trial.written() == {"StartChangeSet": sets}


CLOSED = "CALLER_NOT_AUTHORIZED"


def test_an_account_that_aws_does_not_name_holds_up_no_other(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other principals of the list arrive."""
    trial.twin.reset(world(experience("A"), experience("B")))
    trial.wish(f"kind: experience\nname: a\ntitle: A\nprincipals: ['{MEMBER}', '{ADS}', '{DELEGATE}']\n")
    trial.wish("{kind: experience, name: b, title: B, description: New}", "b.yaml")
    refusing(trial, monkeypatch, ARRIVE, ADS, CLOSED)
    run = trial.apply()
    assert told(run) == [(CLOSED, "No.", "wish.yaml:4:30")]
    assert trial.twin.experiences()["exp-a"].principals == {MEMBER, DELEGATE}
    assert trial.twin.experiences()["exp-b"].description == "New"


def test_principals_that_move_go_before_those_without_a_source(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next run finds which of the principals without a source AWS refuses."""
    trial.twin.reset(world(experience("A"), experience("Old", principals=[MEMBER])))
    trial.wish(f"kind: experience\nname: a\ntitle: A\nprincipals: ['{MEMBER}', '{ADS}', '{DELEGATE}']\n")
    trial.wish("{kind: experience, name: old, title: Old, principals: []}", "old.yaml")
    refusing(trial, monkeypatch, ARRIVE, ADS, CLOSED)
    run = trial.apply()
    assert (set(trial.twin.experiences()["exp-a"].principals), run.exposed) == ({MEMBER}, ())
    trial.apply()
    assert trial.twin.experiences()["exp-a"].principals == {MEMBER, DELEGATE}


@pytest.mark.parametrize("message", ["No.", f"Account {ADS} is closed."])
def test_a_principal_that_cannot_be_put_back_holds_up_no_other(
    trial: Trial, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """AWS refuses both moves and one put-back: that principal is reported as exposed, the other is back."""
    trial.twin.reset(world(experience("A"), experience("Old", principals=[MEMBER, ADS])))
    trial.wish(f"{{kind: experience, name: a, title: A, principals: ['{MEMBER}', '{ADS}']}}")
    trial.wish("{kind: experience, name: old, title: Old, principals: []}", "old.yaml")
    trial.twin.faults.fail_change(ARRIVE, CLOSED, message, experience="exp-a", times=9)
    refusing(trial, monkeypatch, ARRIVE, ADS, CLOSED)
    run = trial.apply()
    assert trial.twin.experiences()["exp-old"].principals == {MEMBER}
    assert [one.principal for one in run.exposed] == [ADS]
    assert run.outcomes[1].status == Status.FAILED


def test_a_move_is_not_sent_while_a_product_of_its_target_is_missing(trial: Trial) -> None:
    """The principal stays, since it would lose products that the plan lets it keep.

    The rest of the experience is changed.
    """
    trial.twin.reset(world(experience("A"), experience("Old", principals=[FINANCE])))
    trial.wish(allowing(f"principals: [{FINANCE}]\ndescription: New\n"))
    trial.wish("{kind: experience, name: old, title: Old, principals: []}", "old.yaml")
    trial.twin.faults.fail_change(ALLOW, *UNKNOWN)
    trial.apply()
    live = trial.twin.experiences()
    assert (live["exp-a"].description, len(live["exp-a"].allow)) == ("New", 39)
    assert (live["exp-a"].principals, live["exp-old"].principals) == (frozenset(), frozenset({FINANCE}))


def test_a_creation_that_governs_accounts_is_complete_or_not_made(trial: Trial) -> None:
    """AWS refuses a product of a new experience with principals: nothing of it is created."""
    trial.wish(allowing(f"status: enabled\nprincipals: [{FINANCE}]\n"))
    trial.twin.faults.fail_change(ALLOW, *UNKNOWN)
    run = trial.apply()
    assert (trial.twin.experiences(), run.outcomes[0].status) == ({}, Status.FAILED)


def test_a_creation_without_principals_leaves_out_a_refused_product(trial: Trial) -> None:
    """No account depends on the experience yet."""
    trial.wish(allowing())
    trial.twin.faults.fail_change(ALLOW, *UNKNOWN)
    run = trial.apply()
    assert (len(trial.named("A").allow), told(run)) == (39, [(*UNKNOWN, "wish.yaml:13:7")])


@pytest.mark.parametrize("message", ["Account {} is closed.", "An experience is already associated with {}"])
def test_a_principal_that_aws_names_is_left_out(trial: Trial, message: str) -> None:
    """The other principals of the list arrive."""
    trial.twin.reset(world(experience("A")))
    trial.wish(f"kind: experience\nname: a\ntitle: A\nprincipals: ['{MEMBER}', '{ADS}', '{DELEGATE}']\n")
    trial.twin.faults.fail_change(ARRIVE, "CLIENT_ERROR", message.format(ADS))
    run = trial.apply()
    assert told(run) == [("CLIENT_ERROR", message.format(ADS), "wish.yaml:4:30")]
    assert trial.twin.experiences()["exp-a"].principals == {MEMBER, DELEGATE}


def test_a_principal_that_moves_is_put_back_with_all_that_came_with_it(trial: Trial) -> None:
    """No principal stays without an experience, whichever of them AWS names."""
    trial.twin.reset(world(experience("A"), experience("Old", principals=[MEMBER, ADS])))
    trial.wish(f"{{kind: experience, name: a, title: A, principals: ['{MEMBER}', '{ADS}']}}")
    trial.wish("{kind: experience, name: old, title: Old, principals: []}", "old.yaml")
    trial.twin.faults.fail_change(ARRIVE, "CLIENT_ERROR", f"Account {ADS} is busy", experience="exp-a")
    run = trial.apply()
    live = trial.twin.experiences()
    assert (live["exp-a"].principals, live["exp-old"].principals) == (frozenset(), frozenset({MEMBER, ADS}))
    assert run.as_json()["exposed"] == []


def test_an_experience_is_not_archived_while_a_principal_cannot_leave(trial: Trial) -> None:
    """The other principals leave."""
    trial.twin.reset(world(experience("A", principals=[MEMBER, ADS])))
    trial.wish("{kind: experience, name: a, title: A, status: archived, principals: []}")
    message = f"Unable to disassociate audience for account {ADS}."
    trial.twin.faults.fail_change("DisassociateAudience", "CLIENT_ERROR", message)
    run = trial.apply()
    live = trial.twin.experiences()["exp-a"]
    assert (live.principals, live.status) == (frozenset({ADS}), "Enabled")
    assert [one.status for one in run.outcomes] == [Status.FAILED, Status.SKIPPED]


BRANDING = "branding: {title: Finance, logo_url: 'https://logos.invalid/a.png'}\n"
LOGO = ("INVALID_URL", "Image could not be fetched from the input URL", "wish.yaml:4:38")


@pytest.mark.parametrize("there", [True, False])
def test_a_bad_logo_holds_up_nothing_else(trial: Trial, *, there: bool) -> None:
    """Title, products, tags and the experience are created; the hash of the refused logo is not recorded."""
    if there:
        trial.twin.reset(world(experience("A")))
    more = "tags: {team: a}\nproducts: {allow: [prod-1]}\n"
    trial.wish(f"kind: experience\nname: a\ntitle: A\n{BRANDING}{more}")
    run = trial.apply()
    assert told(run) == [LOGO]
    live = trial.named("A")
    assert live.branding == {"Title": "Finance"}
    assert (set(live.allow), dict(live.tags)) == ({"prod-1"}, {"team": "a"})
    assert run.remaining == ("experience.a",)


def test_a_logo_alone_that_is_refused_leaves_nothing_to_send(trial: Trial) -> None:
    """No second set is sent, and the next run tries the logo again."""
    trial.twin.reset(world(experience("A", branding={"Title": "Finance"})))
    trial.wish(f"kind: experience\nname: a\ntitle: A\n{BRANDING}")
    run = trial.apply()
    assert told(run) == [LOGO]
    assert [one.status for one in run.outcomes] == [Status.FAILED, Status.SKIPPED]
    trial.wish(f"kind: experience\nname: a\ntitle: A\n{BRANDING.replace('.invalid', '.example.com')}")
    trial.converge()


def test_a_product_named_by_the_refusal_of_a_whole_set_is_left_out(trial: Trial) -> None:
    """A 422 names no change; if its message names a product of the set, the rest is sent without it."""
    trial.twin.reset(world(experience("A"), experience("B")))
    trial.wish(allowing())
    trial.wish("{kind: experience, name: b, title: B, status: disabled}", "b.yaml")
    planning = trial.plan()
    trial.twin.faults.fail("StartChangeSet", "ValidationException", "Values must exist: [prod-07]", status=422)
    run = trial.apply(planning)
    assert told(run) == [("ValidationException", "Values must exist: [prod-07]", "wish.yaml:13:7")]
    assert len(trial.twin.experiences()["exp-a"].allow) == 39
    assert trial.twin.experiences()["exp-b"].status == "Disabled"
