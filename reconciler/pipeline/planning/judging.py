"""A drafted plan with its impact, its proof, its budget and the rules that refuse it. Pure.

Example: a draft moves `ou-1` from experience a to b by op-1 and op-2. The judged plan says which accounts below `ou-1`
gain and lose what, that two change sets are the fewest, how long they take, and which rule has to be accepted.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from reconciler.acceptances import in_force
from reconciler.guard import accepted_rules, guard, idle_acceptances, preconditions
from reconciler.impact import Course
from reconciler.model import Acceptance, Idle, Organization, Plan, Spent
from reconciler.pipeline.proving import Evidence, costed, proof
from reconciler.pipeline.relying import detours
from reconciler.spelling import moment

from .budget import budget
from .choosing import Choice
from .comparing import Differences, without_removals
from .faster import faster
from .mentioned import names_mentioned
from .world import world_of


@dataclass(frozen=True, kw_only=True)
class DraftedPlan:
    """A plan that was made from *evidence*, at a time, with a *choice* of its operations.

    *differences* are what it was made for.

    *no_removals* says that some of them were left out on purpose. *accept* are rules that a user accepts.
    *on* is the day that decides which lines of `accepted` count.
    """

    choice: Choice
    evidence: Evidence
    differences: Differences
    at: datetime
    accept: tuple[Acceptance, ...] = ()
    no_removals: bool = False
    on: date | None = None

    def judged(self, organization: Organization, reading: Spent) -> tuple[Plan, Course]:
        """Return the plan with everything that follows from the best choice of its operations, and its course.

        *reading* is what reading AWS has spent. Raises NotRead for a part of the organization that is needed, too.
        """
        guards = self.evidence.repository.settings.guards
        best = self.choice.best(organization)
        course = best.course
        made = _accounted(best.made, self.evidence, course)
        left_out = without_removals(self.differences) if self.no_removals else ()
        notes = (*self.differences.notes, *left_out, *detours(course.organization))
        made = replace(
            made,
            created_at=moment(self.at),
            read={"organization": course.organization.extent_told},
            budget=budget(made.operations, reading),
            preconditions=preconditions(made, guards),
            problems=(*made.problems, *notes),
        )
        made = replace(made, problems=(*made.problems, *faster(made, self.evidence, course.organization)))
        given = (*self.accept, *in_force(self.evidence.repository.settings.accepted, self.on or self.at.date()))
        return self._ruled(made, given, course), course

    def _ruled(self, made: Plan, given: Iterable[Acceptance], course: Course) -> Plan:
        given, guards = tuple(given), self.evidence.repository.settings.guards
        refusals = guard(made, guards, given, course.subtree.accounts_below, self.differences.wholes)
        accepted = accepted_rules(refusals)
        idle = idle_acceptances(made, given, accepted)
        if self.evidence.repository.target:  # a line of `accepted` may be for the plan of another target
            idle = (one for one in idle if one.code != Idle.STALE)
        return made.ruled(accepted, *refusals, *idle)


def _accounted(made: Plan, evidence: Evidence, course: Course) -> Plan:
    """Return *made* with its proof, the cost of safe order, its world, and the names of its ids."""
    repository, references = evidence.repository, evidence.repository.references
    made = replace(made, proof=proof(made, evidence, course))
    made = replace(costed(made, evidence.in_sets, evidence.terms), world=world_of(evidence, course))
    sellers = {seller.account: seller.name for seller in repository.settings.sellers}
    titles = [matching.names for matching in evidence.matchings.values()]
    names = course.organization.names()
    mentioned = names_mentioned(made, [references.labels(), sellers, names, *titles, references.titles()])
    return replace(made, names=mentioned)
