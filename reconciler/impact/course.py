"""The course of a plan: the experiences before it and after each operation, with the impact and the exposures.

Example: `ou-1` moves from experience a to b by op-1 and op-2. The course has three states: a holds `ou-1`, no
experience holds it, b holds it. The impact compares the first and the last. The exposures are found in the second.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from reconciler.governance import Experience, Experiences, Governance, govern
from reconciler.model import NOWHERE, Organization, Plan

from .exposure import find_exposures
from .groups import between
from .subtree import Subtree
from .succession import in_succession
from .touch import touched


@dataclass(frozen=True)
class Course:
    """The course of one plan: *states* are the experiences before the plan and after each of its operations.

    A product has the same id in all of them. *left* are principals that an earlier run took out of an experience and
    that no experience holds, each with the id of the experience that it left. Results are cached.
    """

    organization: Organization = NOWHERE
    states: tuple[Experiences, ...] = ({},)
    left: Mapping[str, str] = field(default_factory=dict)

    @property
    def before(self) -> Experiences:
        """Return the experiences as they were observed."""
        return self.states[0]

    @property
    def after(self) -> Experiences:
        """Return the experiences as they are after the plan."""
        return self.states[-1]

    @cached_property
    def was(self) -> Governance:
        """Return the governance before the plan."""
        return govern(self.organization, self.before)

    @cached_property
    def will(self) -> Governance:
        """Return the governance after the plan."""
        return self.was if self.after is self.before else govern(self.organization, self.after)

    @cached_property
    def subtree(self) -> Subtree:
        """Return the organization as a `Subtree`."""
        return Subtree(self.organization)

    @property
    def had(self) -> Experiences:
        """Return the experiences before an earlier run that did not complete: losses are counted from there.

        Only the principals of *left* that this plan places count: it does nothing to the others.
        """
        found = dict(self.before)
        placed = {principal for one in self.after.values() for principal in one.principals}
        for principal, name in self.left.items():
            if name in found and principal in placed:
                found[name] = replace(found[name], principals=found[name].principals | {principal})
        return found

    @cached_property
    def counted_from(self) -> Governance:
        """Return the governance that gains and losses are counted from: that of `had`."""
        return govern(self.organization, self.had) if self.left else self.was

    @cached_property
    def touched(self) -> frozenset[str]:
        """Return the principals below which accounts may be governed otherwise at some moment of the plan."""
        return touched((self.had, *self.states))

    def felt(self, made: Plan) -> Plan:
        """Return *made* with its impact and exposures; its operations wait for each other as `in_succession` says.

        A plan that changes no experience is returned unchanged.
        """
        if all(state is self.before for state in self.states):
            return made
        self.organization.require(self.touched, self.touched)
        operations = in_succession(self.organization, self.states, made.operations)
        return replace(
            made,
            operations=operations,
            impact=replace(between(self.counted_from, self.will), lost_services=made.impact.lost_services),
            exposures=find_exposures((self.was, self.will), self.states, operations, self.subtree),
        )

    def covered(self, made: Plan) -> Sequence[str]:
        """Return the open accounts that are governed before *made* and after each of its operations.

        Accounts that the plan does not touch are left out.
        """
        passing = (one.accounts for one in made.exposures if one.governed_by is None)
        bare = {*made.impact.ungoverned, *(account for accounts in passing for account in accounts)}
        accounts = self.organization.below(self.touched)
        return [one.id for one in accounts if one.id not in bare and self.was.governing(one.id)]


def with_products(states: Sequence[Experiences], ids: Mapping[str, str]) -> tuple[Experiences, ...]:
    """Return *states* with each alias of a product replaced by its id; experiences without aliases stay the same."""
    if not ids:
        return tuple(states)
    known = {id(one): _with_products(one, ids) for state in states for one in state.values()}
    told = {id(state): {name: known[id(one)] for name, one in state.items()} for state in states}
    return tuple(told[id(state)] for state in states)


def _with_products(one: Experience, ids: Mapping[str, str]) -> Experience:
    if not one.products or ids.keys().isdisjoint(one.products):
        return one
    return replace(one, products=frozenset(ids.get(product, product) for product in one.products))
