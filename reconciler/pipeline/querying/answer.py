"""Which experience governs each account and what it may buy, now and after a plan. Pure.

Accounts are grouped by the experiences that govern them, and each catalogue is listed once. So the answer grows with
accounts plus products, not with accounts times products.

Example: 400 accounts are governed by `default` now and by `finance` after the plan. They are one group, and the
catalogues of `default` and `finance` are listed once each.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from reconciler.errors import UsageError
from reconciler.governance import ARCHIVED, Experience, Experiences, Governance
from reconciler.model import FORMAT_VERSION, Organization, worst_first
from reconciler.pipeline.planning import Planning
from reconciler.printed import (
    CatalogueJson,
    DecisionJson,
    EffectiveAccountJson,
    EffectiveGroupJson,
    EffectiveJson,
    End,
    MayBuyJson,
    ProductsJson,
    SkippedJson,
)
from reconciler.spelling import by_number, numbered

from .asking import account_asked, names_told, product_asked

ENDS: tuple[End, End] = ("now", "after")
GoverningEnds = tuple[str | None, str | None]
"""The experience that governs an account now and after the plan, by address or id; None if there is none."""


def effective(planning: Planning, *, account: str | None = None, product: str | None = None) -> EffectiveJson:
    """Return the effective catalogues before and after *planning*, of all accounts or of one *account*.

    With *product*, every group says whether its accounts may buy it. Both may be ids or any name that an answer uses
    for them. A closed account cannot buy, so it is in no group. Raises UsageError for an account that is not in the
    organization, for something that is no product, for a name of several, and for settings without a marketplace.
    """
    if not planning.repository.settings.marketplace:
        raise UsageError(f"{planning.repository.settings.file} has no section marketplace", "add it, with an account")
    account = None if account is None else account_asked(account, planning)
    product = None if product is None else product_asked(product, planning)
    answer = _BeforeAndAfter.of(planning)
    groups = answer.groups(account)
    governing = numbered({one for ends in groups for one in ends if one})
    told: EffectiveJson = {
        "format_version": FORMAT_VERSION,
        "plan_digest": planning.plan.digest,
        "names": {},
        "account": answer.account(account) if account else None,
        "product": product,
        "groups": [answer.group(ends, accounts, product) for ends, accounts in sorted(groups.items(), key=_rank)],
        "catalogues": {one: answer.catalogue(one) for one in governing},
        "problems": [problem.as_json() for problem in worst_first(planning.plan.problems)],
    }
    return {**told, "names": _names(told, planning)}


def _names(told: EffectiveJson, planning: Planning) -> dict[str, str]:
    """Return the name of every id in *told* that has one."""
    known = names_told(planning)
    return {id_: known[id_] for id_ in sorted(known.keys() & set(_mentioned(told)))}


def _mentioned(told: EffectiveJson) -> Iterator[str | None]:
    """Return every id of an answer; None where the answer has none."""
    yield told["product"]
    for why in (account[end] for account in [told["account"]] if account for end in ENDS):
        yield from (why["experience"], *why["path"], *(one["experience"] for one in why["skipped"]))
    for group in told["groups"]:
        yield from (group["now"], group["after"], *group["accounts"])
    for catalogue in (one[end] for one in told["catalogues"].values() for end in ENDS):
        yield from catalogue["products"] if catalogue else ()


def _rank(group: tuple[GoverningEnds, list[str]]) -> list[object]:
    """Order groups by the experiences that govern them, the ungoverned first."""
    return [by_number(end or "") for end in group[0]]


@dataclass(frozen=True, slots=True)
class _BeforeAndAfter:
    """The organization as it is governed now and as it would be after the plan."""

    organization: Organization
    now: Governance
    after: Governance

    @classmethod
    def of(cls, planning: Planning) -> "_BeforeAndAfter":
        course = planning.course
        return cls(course.organization, course.was, course.will)

    def buyers(self, asked: str | None) -> Iterable[str]:
        """Return the open accounts, or only *asked*, if it is open."""
        self.organization.require(whole=True)
        accounts = self.organization.accounts
        return [one.id for one in ([accounts[asked]] if asked else accounts.values()) if one.open]

    def groups(self, asked: str | None) -> Mapping[GoverningEnds, list[str]]:
        """Group the open accounts by the experiences that govern them."""
        found: dict[GoverningEnds, list[str]] = {}
        for account in self.buyers(asked):
            found.setdefault((self.now.governing(account), self.after.governing(account)), []).append(account)
        return found

    def group(self, ends: GoverningEnds, accounts: list[str], product: str | None) -> EffectiveGroupJson:
        told: EffectiveGroupJson = {"now": ends[0], "after": ends[1], "accounts": sorted(accounts)}
        if product is None:
            return told
        may: MayBuyJson = {"now": _may(self.now, ends[0], product), "after": _may(self.after, ends[1], product)}
        return {**told, "may_buy": may}

    def account(self, account: str) -> EffectiveAccountJson:
        """Return why one account is governed as it is, and as it would be."""
        now, after = _decision(self.now, account), _decision(self.after, account)
        found = self.organization.accounts[account]
        return {"id": account, "open": found.open, "state": found.state.value, "now": now, "after": after}

    def catalogue(self, experience: str) -> CatalogueJson:
        """Return what an experience allows now and after the plan; None where it does not exist or is archived."""
        return {
            "now": _products(self.now.experiences, experience),
            "after": _products(self.after.experiences, experience),
        }


def _decision(governance: Governance, account: str) -> DecisionJson:
    decision = governance.decisions([account])[account]
    skipped: list[SkippedJson] = [{"experience": one.id, "status": one.status} for one in decision.skipped]
    return {"experience": decision.experience, "path": list(decision.path), "skipped": skipped}


def _may(governance: Governance, governing: str | None, product: str) -> bool:
    """Tell whether accounts may buy *product*: without an experience or a policy they may buy everything."""
    products = governance.experiences[governing].products if governing else None
    return products is None or product in products


def _products(experiences: Experiences, id_: str) -> ProductsJson | None:
    found: Experience | None = experiences.get(id_)
    if found is None or found.status == ARCHIVED:
        return None
    return {"everything": found.products is None, "products": sorted(found.products or ())}
