"""The first lines of a plan: which accounts and customers gain or lose what, and who is exposed during the apply.

Example: 41 accounts lose Datadog, 3 others gain it, and 2 come to have no experience. The plan begins with `41 accounts
lose Datadog, 3 gain it; 2 accounts become ungoverned and can buy every product: prod-billing and prod-core.`
"""

from collections.abc import Iterator, Mapping, Sequence

from reconciler.printed import ExposureJson, GroupJson, ImpactJson, PlanJson

from .customers import customer_clauses
from .impact import NARROWER, WIDER
from .naming import some
from .page import Page
from .words import count

_CLAUSES = 3

Sides = tuple[tuple[int, ...], tuple[int, ...]]
"""The groups, by number, that lose a product, and those that gain it."""


def headline(page: Page, plan: PlanJson) -> Iterator[str]:
    """Say who gains and loses what, who becomes ungoverned, which customers lose a service, and who is exposed.

    A plan that changes neither experiences nor the customers of a service has no headline. A plan that changes
    experiences without an impact on any account says so.
    """
    clauses = list(_clauses(page._replace(full=False), plan["impact"]))
    if clauses:
        said = "; ".join(clauses)
        yield page.strong(f"{said}.")
    elif any(operation["action"] == "StartChangeSet" for operation in plan["operations"]):
        yield page.strong("No account gains or loses a product.")
    passing = _passing(plan["exposures"])
    if passing:
        yield f"{page.style.warning}Exposure during apply{page.style.off}: {'; '.join(passing)}."


def _clauses(page: Page, impact: ImpactJson) -> Iterator[str]:
    groups = impact["groups"]
    yield from _products(page, groups)
    everything = sum(len(one["accounts"]) for one in groups if one["loses"] is None)
    if everything:
        what = f"every product that {_their(everything)} experience does not allow"
        yield f"{_accounts(everything, 'loses', 'lose')} {what}{_first(groups)}"
    anything = sum(len(one["accounts"]) for one in groups if one["gains"] is None and one["after"] is not None)
    if anything:
        what = f"every product, since {_their(anything)} experience has no procurement policy"
        yield f"{_accounts(anything, 'gains', 'gain')} {what}"
    if impact["ungoverned"]:
        lost = impact["ungoverned"]
        yield f"{_accounts(len(lost), 'becomes', 'become')} ungoverned and can buy every product: {some(page, lost)}"
    alike = [one for one in groups if one["gains"] == 0 and one["loses"] == 0 and one["after"] is not None]
    only = sum(len(one["accounts"]) for one in alike)
    if only:
        yield f"{_accounts(only, 'changes its', 'change their')} experience and can buy the same products"
    yield from customer_clauses(page, impact.get("lost_services", ()))


def _first(groups: Sequence[GroupJson]) -> str:
    """Say how many of the accounts that lose every other product were ungoverned before."""
    number = sum(len(one["accounts"]) for one in groups if one["loses"] is None and one["before"] is None)
    if not number:
        return ""
    return f" ({number} {'was' if number == 1 else 'were'} ungoverned before)"


def _products(page: Page, groups: Sequence[GroupJson]) -> Iterator[str]:
    """Say how many accounts lose and gain the products that most accounts lose or gain."""
    alike: dict[Sides, list[str]] = {}
    for product, sides in _sides(groups).items():
        alike.setdefault(sides, []).append(product)
    sizes = [len(group["accounts"]) for group in groups]
    weighed = [(_weight(sides, sizes), sides, products) for sides, products in alike.items()]
    weighed.sort(key=lambda one: (-one[0][0], -one[0][1], one[1]))
    for (lose, gain), _, products in weighed[:_CLAUSES]:
        yield _clause(some(page, sorted(products), 3, "products"), lose, gain, many=len(products) > 1)
    left = sum(len(products) for _, _, products in weighed[_CLAUSES:])
    if left:
        yield f"{count(left, 'more product')} {'is' if left == 1 else 'are'} gained or lost"


def _sides(groups: Sequence[GroupJson]) -> Mapping[str, Sides]:
    found: dict[str, tuple[list[int], list[int]]] = {}
    for number, group in enumerate(groups):
        for side, products in enumerate((group["lost"], group["gained"])):
            for product in products or ():
                found.setdefault(product, ([], []))[side].append(number)
    return {product: (tuple(lost), tuple(gained)) for product, (lost, gained) in found.items()}


def _weight(sides: Sides, sizes: Sequence[int]) -> tuple[int, int]:
    """Count the accounts that lose, and those that gain."""
    lose, gain = (sum(sizes[number] for number in numbers) for numbers in sides)
    return lose, gain


def _clause(products: str, lose: int, gain: int, *, many: bool) -> str:
    if not lose:
        return f"{_accounts(gain, 'gains', 'gain')} {products}"
    also = f", {gain} {'gains' if gain == 1 else 'gain'} {'them' if many else 'it'}" if gain else ""
    return f"{_accounts(lose, 'loses', 'lose')} {products}{also}"


def _passing(exposures: Sequence[ExposureJson]) -> list[str]:
    """Say in which ways how many accounts are exposed, and for how long at most."""
    ways = {
        ("is ungoverned", "are ungoverned"): [one for one in exposures if one["governed_by"] is None],
        (f"can buy {WIDER}",): [one for one in exposures if one["governed_by"] is not None and one["wider"]],
        (f"cannot buy {NARROWER}",): [one for one in exposures if one["narrower"]],
    }
    return [f"for about {_longest(found)} s, {_exposed(found, way)}" for way, found in ways.items() if found]


def _exposed(exposures: Sequence[ExposureJson], way: Sequence[str]) -> str:
    return _accounts(len({account for one in exposures for account in one["accounts"]}), way[0], way[-1])


def _longest(exposures: Sequence[ExposureJson]) -> int:
    return max(int(one["seconds"]) for one in exposures)


def _their(number: int) -> str:
    return "its" if number == 1 else "their"


def _accounts(number: int, one: str, many: str) -> str:
    return f"{count(number, 'account')} {one if number == 1 else many}"
