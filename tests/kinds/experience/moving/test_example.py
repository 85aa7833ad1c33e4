"""The example in reconciler/kinds/experience/moving/README.md."""

from collections.abc import Collection, Iterator

from reconciler.limits import SIZES
from reconciler.model import Request
from tests.fewest.wishes import State, Wish

FINANCE, LEDGER = "ou-abcd-finance0", "333333333333"
TO_WEB, TO_DATA = ([f"{side}{number:011}" for number in range(30)] for side in (1, 2))
NAMES = {FINANCE: "Finance + ", LEDGER: "Ledger + "}


def drawn(to_web: Collection[str], to_data: Collection[str]) -> list[list[str]]:
    """Move principals from `legacy` to `web` and `data`; return for each set which experience loses or gains whom."""
    wish = Wish(
        {
            "legacy": (State("enabled", frozenset([*to_web, *to_data])), State("enabled")),
            "web": (State("enabled"), State("enabled", frozenset(to_web))),
            "data": (State("enabled"), State("enabled", frozenset(to_data))),
        },
        SIZES,
    )
    assert len(wish.sets) == wish.bound
    return [[*map(said, requests)] for requests in wish.sets]


def said(request: Request) -> str:
    """Return a change as text."""
    verb = "lets go of" if request.verb.frees else "takes"
    return f"{request.address.name} {verb} {''.join(_counted(request.details['Principals']))}"


def _counted(principals: Collection[str]) -> Iterator[str]:
    named = [NAMES[one] for one in principals if one in NAMES]
    yield from named
    yield str(len(principals) - len(named))


def test_a_principal_arrives_before_one_below_it_leaves() -> None:
    """The two waves do not overlap; principals that need not wait share the changes of the second wave."""
    assert drawn([FINANCE, *TO_WEB], [LEDGER, *TO_DATA]) == [
        ["legacy lets go of Finance + 30"],
        ["web takes Finance + 30"],
        ["legacy lets go of Ledger + 30"],
        ["data takes Ledger + 30"],
    ]


def test_waves_without_dependencies_overlap() -> None:
    """The second halves of one wave share a set with the first halves of the next."""
    assert drawn(TO_WEB, TO_DATA) == [
        ["legacy lets go of 30"],
        ["data takes 30", "legacy lets go of 30"],
        ["web takes 30"],
    ]
