"""Reports of made-up enterprises, and what the plan in each says of accounts and products."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from benchmarks.enterprise import SMALL, Size, enterprise
from reconciler.pipeline import Planning, effective
from reconciler.printed import GroupJson, PlanJson
from reconciler.render import Marker, plan_html
from tests.render.html.worlds import as_printed, enterprise_on_twin

CROWDED = replace(SMALL, accounts=1_200, experiences=40)
"""One unit has 240 accounts to which the same happens, and there are more experiences than columns."""


class Reported(NamedTuple):
    """A plan with the page that shows it."""

    planning: Planning
    plan: PlanJson
    page: str

    def groups(self) -> Iterator[GroupJson]:
        """Yield the groups of the impact."""
        yield from self.plan["impact"]["groups"]

    def accounts_of(self, key: str) -> Mapping[str, int]:
        """Return how many accounts lose (`lost`) or gain (`gained`) each product."""
        found = Counter[str]()
        for group in self.groups():
            members: Any = {"lost": group["lost"], "gained": group["gained"]}[key]
            found.update({product: len(group["accounts"]) for product in members or ()})
        return found

    def accounts_that(self, key: str) -> frozenset[str]:
        """Return the accounts that lose (`loses`) or gain (`gains`) products; ungoverned ones do not gain."""
        holds = {"loses": lambda one: one["loses"] != 0, "gains": lambda one: one["gains"] != 0 and one["after"]}
        return frozenset(account for group in self.groups() if holds[key](group) for account in group["accounts"])

    def number_of(self, key: str) -> int:
        """Return how many accounts lose (`loses`) or gain (`gains`) products, without those that become ungoverned."""
        return len(self.accounts_that(key))

    def seat(self, account: str) -> str | None:
        """Return the principal through which an account is governed after the plan, by the answer of `effective`."""
        answer = effective(self.planning, account=account)["account"]
        decision = answer["after"] if answer else None
        return decision["path"][-1] if decision and decision["experience"] else None


@cache
def reported(size: Size = SMALL) -> Reported:
    """Return the plan of an enterprise that read its whole organization, and its page."""
    with TemporaryDirectory() as folder, enterprise_on_twin(Path(folder), enterprise(size)) as shop:
        planning = shop.plan(whole_organization=True)
    plan = as_printed(planning)
    return Reported(planning, plan, "".join(plan_html(plan, Marker("plan", "reconciler.yaml"))))
