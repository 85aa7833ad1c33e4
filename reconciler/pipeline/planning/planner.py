"""The plan: from the desired state and a snapshot of AWS to operations, with their impact and proof. Never writes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from reconciler.impact import Course
from reconciler.kind import Matching, PlanningContext
from reconciler.model import Address, Change, Observed, Plan, Problem, Severity, Spent
from reconciler.pipeline.loading import Repository
from reconciler.pipeline.metering import Meter
from reconciler.pipeline.observing import BesideObjects, Snapshot, observe
from reconciler.pipeline.proving import Evidence
from reconciler.pipeline.relying import OrganizationReading
from reconciler.pipeline.standing import opening_of
from reconciler.pipeline.subscribing import Delivered, OfferingRead, check_offering, deliveries, read_offerings
from reconciler.ports import Clients, Clock
from reconciler.selectors import outside

from .checking import check_acceptances, check_errors, check_selectors
from .choosing import Choice, choice_of
from .comparing import Differences, compare
from .drafting import drafted
from .ending import endings_told, refused_endings
from .judging import DraftedPlan
from .options import PlanOptions
from .subscribed import subscribed

PRINCIPALS = "principals"
"""The path of the list of principals that an experience governs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """A plan with everything that it was made from, which execution needs.

    *observed* are the live objects by address. *observations* are everything that each kind has read, by kind, at
    *read_at* by AWS's clock. *evidence* is what the plan was made from. *reminders* are the problems of the plan that
    users have to solve elsewhere. *course* has the experiences before the plan and after each of its steps. *reading*
    is what reading AWS has spent. *held* are the objects whose written endings the plan leaves out. *sales* are what
    was sold of the offerings that services deliver.
    """

    plan: Plan
    repository: Repository
    options: PlanOptions
    observed: Mapping[Address, Observed[Any]] = field(default_factory=dict)
    observations: Mapping[str, Any] = field(default_factory=dict)
    evidence: Evidence | None = None
    reminders: tuple[Problem, ...] = ()
    course: Course = field(default_factory=Course)
    read_at: str | None = None
    reading: Spent = field(default_factory=Spent)
    held: frozenset[Address] = frozenset()
    sales: tuple[OfferingRead, ...] = ()


def plan(
    repository: Repository,
    clients: Clients,
    options: PlanOptions,
    *,
    clock: Clock,
    commit: str | None,
    tell: Callable[[str], None] = lambda _message: None,
) -> Planning:
    """Plan what makes AWS equal to *repository*.

    1. Check that the repository has no errors and that each selector selects something.
    2. Observe: read the marketplace and the sellers in parallel, as far as the settings name them.
    3. Match: each kind finds the live object of each of its documents.
    4. Settle and diff: complete each desired spec with what AWS will hold, and compare it with the live spec.
    5. Request and batch: each kind turns its changes into requests; these are packed into the fewest calls.
    6. Prove: replay the calls on the snapshot. The replay must end as desired, and AWS must refuse no call.
    7. Impact: find which accounts gain, lose or are exposed. Calls wait for each other where their order
       decides what governs an account. Of several packings, the one with the shortest chain is taken that exposes no
       account for long (`choosing`).
    8. Account: compute the lower bound, the cost of safe order, the world, the names of all ids, and the budget.
    9. Guard: refuse what must not happen without acceptance. Written endings that a rule refuses are left out, and
       the rest is planned, unless that is refused, too (`ending`).
    10. Tell who is connected or named by a document and not subscribed to the offering of the service.

    Of the organization, only what these steps ask for and is not *known* is read (`OrganizationReading`).

    Raises InvalidInput if the repository has errors, Refused for a wrong account or organization, Unreadable if AWS
    cannot be read completely, UsageError for a selector that selects nothing, PlanBug if the replay of the plan fails.
    """
    check_errors(repository)
    check_acceptances(options.accept)
    check_selectors(repository, options.select, options.exclude)
    meter, everywhere = Meter.start(clients, clock), not (options.select or options.exclude)
    offered = _offered(repository, options) if _reads_sales(repository, options) else ()
    left_out = outside(repository.wish, options.select, options.exclude)
    opening = opening_of(repository.remotes, repository.wish, left_out, no_removals=options.no_removals)
    organization = None if options.by_hand or options.sellers_only else options.organization
    beside = BesideObjects(organization, partial(read_offerings, offered), opening)
    snapshot = observe(repository, clients, clock, tell, whole=everywhere, beside=beside)
    reading, tree = meter.read(), OrganizationReading(snapshot.organization, clients, clock)
    ground = _Ground(repository, options, snapshot, tree, reading, commit, clock.now())
    made = ground.planning(options.held)
    stays = refused_endings(made.plan)
    rest = without_endings(ground.planning(options.held | stays.keys()), stays) if stays else None
    clients.progress.conclude()
    made = rest or made
    return replace(made, plan=subscribed(made.plan, repository, snapshot.sales, ground.now))


def _reads_sales(repository: Repository, options: PlanOptions) -> bool:
    """Tell whether sales are read: an offering is sold in several regions, so no target alone can be compared."""
    return options.sales and not options.by_hand and repository.target is None


def _offered(repository: Repository, options: PlanOptions) -> Sequence[Delivered]:
    """Return the offerings whose sales are read. Raises UsageError for one that is asked for and does not exist."""
    left_out = outside(repository.wish, options.select, options.exclude)
    every = deliveries(repository.settings, repository.wish, left_out)
    if options.offering is None:
        return every
    check_offering(options.offering, every)
    return [one for one in every if one.offering.name == options.offering]


def without_endings(rest: Planning, stays: Mapping[Address, Sequence[Problem]]) -> Planning | None:
    """Return *rest*, made without endings that rules refuse, with a warning for each; None if it is refused, too."""
    if any(one.severity is Severity.REFUSED for one in rest.plan.problems):
        return None
    return replace(rest, plan=rest.plan.ruled(rest.plan.accepted, *endings_told(stays)))


@dataclass(frozen=True, slots=True)
class _Ground:
    """What all plans of one reading of AWS are made from."""

    repository: Repository
    options: PlanOptions
    snapshot: Snapshot
    tree: OrganizationReading
    reading: Spent
    commit: str | None
    now: datetime

    def planning(self, held: frozenset[Address] = frozenset()) -> Planning:
        """Plan; the written endings of the objects of *held* stay as they are."""
        repository, options, snapshot, tree = self.repository, self.options, self.snapshot, self.tree
        matchings = tree.answer(lambda known: _match(repository, replace(snapshot, organization=known), options, held))
        found = compare(repository.remotes, matchings)
        evidence, choice = tree.answer(
            lambda known: _evident(repository, replace(snapshot, organization=known), matchings, found)
        )
        draft = DraftedPlan(
            choice=replace(
                choice, made=replace(choice.made, commit=self.commit, options=options.as_json(repository.target))
            ),
            evidence=evidence,
            differences=found,
            at=self.now,
            accept=options.accept,
            no_removals=options.no_removals,
            on=options.at or self.now.date(),
        )
        made, course = tree.answer(lambda known: draft.judged(known, self.reading + tree.spent))
        return Planning(
            plan=made,
            repository=repository,
            options=options,
            observed=evidence.observed,
            observations=snapshot.observations,
            evidence=evidence,
            reminders=tuple(problem for matching in matchings.values() for problem in matching.reminders),
            course=course,
            read_at=snapshot.at,
            reading=self.reading + tree.spent,
            held=held,
            sales=snapshot.sales,
        )


def _match(
    repository: Repository, snapshot: Snapshot, options: PlanOptions, held: frozenset[Address]
) -> Mapping[str, Matching]:
    context = PlanningContext(
        organization=snapshot.organization,
        references=repository.references,
        outside=outside(repository.wish, options.select, options.exclude) | snapshot.unplanned,
        no_removals=options.no_removals,
        reject_connections=options.reject_connections and not options.no_removals,
        acceptances=options.acceptances,
        held=held,
        by_hand=options.by_hand,
    )
    return {
        name: repository.remotes[name].match(repository.wish, observation, context)
        for name, observation in snapshot.observations.items()
    }


def _evident(
    repository: Repository, snapshot: Snapshot, matchings: Mapping[str, Matching], found: Differences
) -> tuple[Evidence, Choice]:
    """Return what the plan is made from, and the choice of its operations; it is drafted without impact and proof."""
    named = [*moved(one.change for many in found.planned.values() for one in many)]
    buyer = repository.settings.marketplace
    snapshot.organization.require([*named, buyer.account] if buyer and found.planned else named)
    evidence = Evidence(
        repository=repository, snapshot=snapshot, matchings=matchings, planned=found.planned, settled=found.settled
    )
    return evidence, choice_of(drafted(evidence), evidence)


def moved(changes: Iterable[Change]) -> Iterator[str]:
    """Return the principals that join or leave an experience, or whose experience ends: a plan names them."""
    for change in changes:
        members = change.members(PRINCIPALS)
        yield from (*members.added, *members.removed, *change.stakes.principals)
