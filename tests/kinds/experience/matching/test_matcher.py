import pytest

from reconciler.kind import PlanningContext
from reconciler.kinds.experience.matching import match
from reconciler.kinds.experience.parse import parse
from reconciler.kinds.experience.reading import observe
from reconciler.model import Address, Problem
from reconciler.names import References
from tests.fakes.ports import clients
from tests.fakes.world import ORGANIZATION, FakeWorld, LiveExperience
from tests.kinds.document import documents

HANDMADE = LiveExperience(id="exp-9", title="FINANCE", principals=("ou-abcd-finance0",))


def told(text: str, *live: LiveExperience, outside: str = "", names: References | None = None) -> list[Problem]:
    """Match experiences with live ones and return the problems."""
    references = names or References()
    parsed = [parse(one, references).desired for one in documents(text)]
    wish = {one.address: one for one in parsed if one}
    left_out = frozenset({Address("experience", outside)} if outside else ())
    context = PlanningContext(organization=ORGANIZATION, references=references, outside=left_out)
    return list(match(wish, observe(wish, clients(FakeWorld.of(*live))), context).problems)


def said(problems: list[Problem]) -> list[tuple[str, str, str, str]]:
    """Return the message and its place."""
    return [(one.severity.value, one.message, one.hint, one.source) for one in problems]


@pytest.mark.parametrize(
    ("live", "why"),
    [
        (
            HANDMADE,
            (
                "exp-9 has the title 'FINANCE', which differs from 'Finance' only in case or blanks, and no "
                "document names it"
            ),
        ),
        (
            LiveExperience(id="exp-9", title="Money", principals=("333333333333",)),
            "exp-9 ('Money') has the same principals and no document names it",
        ),
    ],
)
def test_a_near_miss_hints_at_adoption(live: LiveExperience, why: str) -> None:
    """The problem `near-miss` stops the creation, and the hint says how to adopt the experience (contract 1.2)."""
    text = '{kind: experience, name: f, title: Finance, principals: ["333333333333"]}'
    assert said(told(text, live)) == [("error", why, "to adopt it, add id: exp-9", "wish.yaml:1:36")]


@pytest.mark.parametrize(("first", "second"), [("exp-1", "exp-2"), ("exp-2", "exp-1")])
def test_of_several_near_misses_the_first_id_is_told(first: str, second: str) -> None:
    """A similar title counts as much as the same principals, and archived experiences do not count."""
    text = '{kind: experience, name: f, title: Finance, principals: ["333333333333"]}'
    live = [
        LiveExperience(id="exp-0", title="FINANCE", status="archived"),
        LiveExperience(id=first, title="FINANCE"),
        LiveExperience(id=second, title="Money", principals=("333333333333",)),
    ]
    assert [hint for *_, hint, _ in said(told(text, *live))] == ["to adopt it, add id: exp-1"]


def test_several_matches_are_listed() -> None:
    """The error has their ids and says what to do (contract 1.2)."""
    live = [
        LiveExperience(id=id_, title="Finance", status=status)
        for id_, status in (("exp-2", "enabled"), ("exp-1", "disabled"))
    ]
    assert said(told("{kind: experience, name: f, title: Finance}", *live)) == [
        (
            "error",
            "2 experiences are called 'Finance': exp-1 (disabled), exp-2 (enabled)",
            "choose one of them with id:",
            "wish.yaml:1:36",
        )
    ]


def test_a_product_that_no_list_can_hold_is_kept_by_its_name() -> None:
    """The hint of the warning can be followed, since AWS also lists products by ids of other forms."""
    live = LiveExperience(id="exp-1", title="Finance", allow=("prodview-a",), requests="allow")
    (found,) = told("{kind: experience, name: f, title: Finance, products: {allow: []}}", live)
    first, _, last = found.hint.rpartition("; ")
    assert (
        first == "to keep it, name it in a document of kind product and add the name to products.allow of experience.f"
    )
    assert (found.code, last) == ("approved-request", "otherwise users lose it")


def test_a_missing_id_says_what_an_id_is_for() -> None:
    """An id never creates an experience (contract 1.2)."""
    assert said(told("{kind: experience, name: f, title: Finance, id: exp-7}")) == [
        (
            "error",
            "AWS has no experience exp-7",
            "an id adopts an existing experience; remove it to create a new one",
            "wish.yaml:1:49",
        )
    ]


def test_a_pinned_archived_experience_asks_for_a_status() -> None:
    """An archived experience refuses every change."""
    live = LiveExperience(id="exp-7", title="Finance", status="archived")
    assert said(told("{kind: experience, name: f, id: exp-7}", live)) == [
        (
            "error",
            "exp-7 is archived and cannot be changed",
            "write status: disabled to revive it, or status: archived to leave it as it is",
            "wish.yaml:1:33",
        )
    ]


TAKER = "{kind: experience, name: f, title: Taker, principals: [ou-abcd-finance0]}\n---\n"


@pytest.mark.parametrize(
    ("holder", "live", "why", "hint"),
    [
        ("{kind: product, name: p, id: prod-a}", {}, "which no document names", "adopt it with id: exp-9"),
        (
            "{kind: experience, name: h, title: FINANCE, mode: observe}",
            {},
            "which experience.h only observes (mode: observe)",
            "set mode: exclusive or mode: additive in experience.h",
        ),
        (
            "{kind: experience, name: h, title: FINANCE, status: archived}",
            {"status": "archived"},
            "which is archived and cannot be changed",
            "revive it, remove its principals, then archive it again",
        ),
        (
            "{kind: experience, name: outside, title: FINANCE}",
            {},
            "but experience.outside is left out of this plan",
            "plan both experiences: a principal moves only if both are planned",
        ),
    ],
)
def test_a_held_principal_is_reported_with_its_holder_and_what_to_do(
    holder: str, live: dict[str, str], why: str, hint: str
) -> None:
    """The error is `principal-held`, at the principal (contract 1.2)."""
    exp = LiveExperience(**{"id": "exp-9", "title": "FINANCE", "principals": ("ou-abcd-finance0",), **live})  # type: ignore[arg-type]
    found = told(
        TAKER + holder if "experience" in holder else TAKER.removesuffix("---\n"),
        exp,
        LiveExperience(id="exp-1", title="Taker"),
        outside="outside",
    )
    assert said(found) == [("error", f"ou-abcd-finance0 is held by exp-9 (FINANCE), {why}", hint, "wish.yaml:1:56")]


@pytest.mark.parametrize(
    ("principal", "message", "what"),
    [
        ("999999999999", "999999999999 is closed", "remove it"),
        ("888888888888", "888888888888 does not exist in o-abcdef1234", "correct the id, or remove it"),
        ("o-other00000", "o-other00000 does not exist in o-abcdef1234", "correct the id, or remove it"),
    ],
)
def test_a_principal_that_is_gone_is_a_warning(principal: str, message: str, what: str) -> None:
    """The warning is `principal-gone`, at the principal (contract 1.2)."""
    text = f"{{kind: experience, name: f, title: Finance, principals: [{principal}]}}"
    assert said(told(text, LiveExperience(id="exp-1", title="Finance"))) == [
        (
            "warning",
            message,
            f"{what} from experience.f; until then it is neither added nor removed",
            "wish.yaml:1:58",
        )
    ]


ENABLED, DISABLED = (LiveExperience(id="exp-1", title="Finance", status=status) for status in ("enabled", "disabled"))
HOLDER = LiveExperience(id="exp-1", title="Finance", status="enabled", principals=("333333333333",))


@pytest.mark.parametrize(
    ("wish", "live", "nobody"),
    [
        ("status: enabled, principals: [ou-abcd-fnance00]", None, True),
        ('status: enabled, principals: [ou-abcd-fnance00, "999999999999"]', None, True),
        ("principals: [ou-abcd-fnance00]", ENABLED, True),
        ("principals: [ou-abcd-fnance00], mode: observe", ENABLED, True),
        ("principals: [ou-abcd-fnance00]", HOLDER, True),
        ("principals: [ou-abcd-fnance00]", DISABLED, False),
        ("status: disabled, principals: [ou-abcd-fnance00]", None, False),
        ('status: enabled, principals: ["999999999999"]', None, False),
        ("status: enabled, principals: [ou-abcd-fnance00, ou-abcd-finance0]", None, False),
        ("status: enabled, principals: []", None, False),
        ("principals: [ou-abcd-fnance00], mode: additive", HOLDER, False),
        ("principals: [ou-abcd-fnance00], mode: observe", HOLDER, False),
    ],
)
def test_an_enabled_experience_that_would_govern_no_account_says_so(
    wish: str,
    live: LiveExperience | None,
    *,
    nobody: bool,
) -> None:
    """Every id that it names is misspelt; if only its accounts are closed, there is no warning."""
    found = told(f"{{kind: experience, name: f, title: Finance, {wish}}}", *([live] if live else []))
    warnings = [one for one in found if one.code == "governs-nobody"]
    assert [(one.severity.value, one.message, one.hint, one.path) for one in warnings] == [
        (
            "warning",
            "experience.f is enabled and governs no account: each of its principals is missing or inactive",
            "correct the ids of its principals",
            "principals",
        )
    ] * nobody


def test_an_allowed_product_that_no_document_names_is_reported() -> None:
    """The product is reported before it is denied.

    Without a set of reconciler, history does not say whether it was approved.
    """
    live = LiveExperience(id="exp-1", title="Finance", allow=("prod-a", "prod-z"), requests="allow")
    assert said(told("{kind: experience, name: f, title: Finance, products: {allow: [prod-a]}}", live)) == [
        (
            "warning",
            "prod-z is allowed in AWS and named in no document: an apply would deny it",
            "to keep it, add it to products.allow of experience.f; otherwise users lose it",
            "wish.yaml:1:63",
        )
    ]


def test_a_first_policy_says_what_is_lost() -> None:
    """The warning is `first-policy` (contract 1.2)."""
    live = LiveExperience(id="exp-1", title="Finance", status="enabled", allow=None, requests=None)
    assert said(told("{kind: experience, name: f, title: Finance, products: {allow: [prod-a]}}", live)) == [
        (
            "warning",
            "experience.f gets its first procurement policy: accounts lose every product that it does not list",
            "",
            "wish.yaml:1:1",
        )
    ]


def test_problems_of_unselected_experiences_are_not_reported() -> None:
    """A user who selects one experience does not see the problems of others."""
    assert told("{kind: experience, name: outside, title: Finance, id: exp-7}", outside="outside") == []
    gone = '{kind: experience, name: outside, title: Finance, principals: ["888888888888"]}'
    assert told(gone, outside="outside") == []


def test_a_missing_experience_that_is_only_observed_has_no_status_problem() -> None:
    """No plan creates it, so only its missing principal is reported."""
    wish = "{kind: experience, name: a, title: A, status: enabled, mode: observe, principals: [ou-abcd-unknown0]}"
    assert [(one.severity.value, one.code) for one in told(wish)] == [("warning", "principal-gone")]
