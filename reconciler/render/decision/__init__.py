"""The sentences from which a reader decides on a plan: who is harmed and who gains, the strongest harm first.

Text and Markdown show the same sentences. Example: a plan takes Datadog from 41 accounts under `experience.default` and
gives it to 3 others. Its points are `41 accounts lose products: 41 under experience.default lose Datadog` and
`3 accounts gain products: 3 under experience.finance gain Datadog`.
"""

from reconciler.model import Rule
from reconciler.printed import PlanJson
from reconciler.render.page import Page

from . import accounts, customers
from .accounts import in_between
from .drifted import differences, grant_differences
from .point import CLAUSE, Fate, Point
from .rules import counted

__all__ = [
    "CLAUSE",
    "MOST",
    "Fate",
    "Point",
    "all_points",
    "customer_points",
    "differences",
    "grant_differences",
    "in_between",
    "points",
]

MOST = 8
"""How many points are shown at most."""


def points(page: Page, plan: PlanJson) -> list[Point]:
    """Return at most eight points: those that a rule refuses first, each part from the strongest harm to the gains."""
    ranked = all_points(page, plan)
    return ranked if len(ranked) <= MOST else [*ranked[: MOST - 1], _merged(ranked[MOST - 1 :])]


def all_points(page: Page, plan: PlanJson) -> list[Point]:
    """Return every point, however many there are, in the same order."""
    found = [
        *counted(page, plan, [Rule.PROTECTED]),
        *accounts.becoming_ungoverned(page, plan),
        *counted(page, plan, [Rule.TRUSTED_ACCESS]),
        *customers.losing(page, plan),
        *counted(page, plan, [Rule.PUBLIC, Rule.DELETE, Rule.REJECT]),
        *accounts.losing_everything(page, plan),
        *accounts.losing(page, plan),
        *in_between(page, plan),
        *customers.revoked(page, plan),
        *customers.rejected(page, plan),
        *counted(page, plan, [Rule.PRIVATE_DNS, Rule.PAYER, Rule.MAX_REMOVALS]),
        *accounts.moving(page, plan),
        *accounts.gaining(page, plan),
        *customers.granted(page, plan),
        *customers.accepted(page, plan),
    ]
    return sorted(found, key=lambda point: not point.rules)


def customer_points(page: Page, plan: PlanJson) -> list[Point]:
    """Return the points about customers of endpoint services: who loses access, which grants go and which come."""
    return [*customers.losing(page, plan), *customers.revoked(page, plan), *customers.granted(page, plan)]


def _merged(rest: list[Point]) -> Point:
    """Return the heads of several points as one."""
    rules = tuple(rule for point in rest for rule in point.rules)
    return Point(f"{len(rest)} more points", "; ".join(point.head for point in rest), rules)
