"""The course that a plan takes, and what it does to people: who governs whom before it, after it and on the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from reconciler.governance import Experience, Experiences, Governance, govern
from reconciler.model import NOWHERE, Organization, Plan

from .exposure import on_the_way
from .groups import between
from .subtree import Subtree
from .succession import in_succession


@dataclass(frozen=True)
class Course:
    """Who governs whom on the way: *worlds* are the experiences before a plan and after each of its operations.

    A product is one there, whichever of its ids AWS tells. *left* are the principals that an earlier run took out of an
    experience, named as in the worlds, and has placed nowhere. What was found once is remembered.
    """

    organization: Organization = NOWHERE
    worlds: tuple[Experiences, ...] = ({},)
    left: Mapping[str, str] = field(default_factory=dict)

    @property
    def before(self) -> Experiences:
        """Return the experiences as they were observed."""
        return self.worlds[0]

    @property
    def after(self) -> Experiences:
        """Return the experiences as they are wished."""
        return self.worlds[-1]

    @cached_property
    def was(self) -> Governance:
        """Return who governed whom before."""
        return govern(self.organization, self.before)

    @cached_property
    def will(self) -> Governance:
        """Return who shall govern whom."""
        return self.was if self.after is self.before else govern(self.organization, self.after)

    @cached_property
    def subtree(self) -> Subtree:
        """Return the organisation, to be asked who is below whom."""
        return Subtree(self.organization)

    @property
    def had(self) -> Experiences:
        """Return the experiences as they were before an earlier run: what is lost is counted from there.

        Only what this plan places was on its way to where it places it; to the others it does nothing.
        """
        found = dict(self.before)
        placed = {principal for one in self.after.values() for principal in one.principals}
        for principal, name in self.left.items():
            if name in found and principal in placed:
                found[name] = replace(found[name], principals=found[name].principals | {principal})
        return found

    def felt(self, made: Plan) -> Plan:
        """Return *made* with what it does to accounts, who feel its operations in the order in which it was replayed.

        One that changes no experience is felt by none.
        """
        if all(world is self.before for world in self.worlds):
            return made
        operations = in_succession(self.organization, self.worlds, made.operations)
        had = govern(self.organization, self.had) if self.left else self.was
        return replace(
            made,
            operations=operations,
            impact=replace(between(had, self.will), lost_services=made.impact.lost_services),
            exposures=on_the_way((self.was, self.will), self.worlds, operations, self.subtree),
        )

    def covered(self, made: Plan) -> Sequence[str]:
        """Return the open accounts that are governed before *made* and at every step of it."""
        passing = (one.accounts for one in made.exposures if one.governed_by is None)
        bare = {*made.impact.ungoverned, *(account for accounts in passing for account in accounts)}
        accounts = self.organization.accounts.values()
        return [one.id for one in accounts if one.open and one.id not in bare and self.was.governing(one.id)]


def with_products(worlds: Sequence[Experiences], ids: Mapping[str, str]) -> tuple[Experiences, ...]:
    """Return *worlds* in which every product has one id, whichever AWS tells; what does not change stays the same."""
    if not ids:
        return tuple(worlds)
    known = {id(one): _with_products(one, ids) for world in worlds for one in world.values()}
    told = {id(world): {name: known[id(one)] for name, one in world.items()} for world in worlds}
    return tuple(told[id(world)] for world in worlds)


def _with_products(one: Experience, ids: Mapping[str, str]) -> Experience:
    if not one.products or ids.keys().isdisjoint(one.products):
        return one
    return replace(one, products=frozenset(ids.get(product, product) for product in one.products))
