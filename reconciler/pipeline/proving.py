"""A plan proven before anybody sees it, and what it does to people: two answers from one replay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from reconciler.errors import PlanBug
from reconciler.fewest import fewest
from reconciler.governance import Experience, Experiences
from reconciler.impact import exposures, impact, in_turn
from reconciler.model import Organization, Plan, Proof, Request

from .evidence import EXPERIENCE, Matchings, Work, replay_of
from .loading import Repository
from .observing import NOWHERE, Seen


@dataclass(frozen=True, slots=True)
class Course:
    """Who governs whom on the way: *worlds* are the experiences before a plan and after each of its operations.

    A product is one there, whichever of its ids AWS tells. *left* are the principals that an earlier run took out of an
    experience, named as in the worlds, and has placed nowhere.
    """

    organization: Organization = NOWHERE
    worlds: tuple[Experiences, ...] = ({},)
    left: Mapping[str, str] = field(default_factory=dict)

    @property
    def before(self) -> Experiences:
        """Give the experiences as they were observed."""
        return self.worlds[0]

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

    @property
    def after(self) -> Experiences:
        """Give the experiences as they are wished."""
        return self.worlds[-1]


def proven(made: Plan, repository: Repository, seen: Seen, matchings: Matchings, planned: Work) -> Course:
    """Give the course that *made* takes.

    Raises PlanBug when its replay does not end as it was wished, when AWS would refuse some of it, or when it could do
    without some of it.
    """
    replay = replay_of(made.operations, repository, seen, matchings, planned)
    replayed = replay.run()
    if replayed.findings:
        raise PlanBug(replayed.findings, replay.as_json())
    worlds = with_products(replayed.worlds, repository.references.ids())
    departures = seen.observations[EXPERIENCE].left if EXPERIENCE in seen.observations else {}
    left = {principal: replay.ids.get(one.experience, one.experience) for principal, one in departures.items()}
    return Course(seen.organization, worlds, left)


def with_products(worlds: tuple[Experiences, ...], ids: Mapping[str, str]) -> tuple[Experiences, ...]:
    """Give *worlds* in which every product has one id, whichever AWS tells; what does not change stays the same."""
    if not ids:
        return worlds
    known = {id(one): _with_products(one, ids) for world in worlds for one in world.values()}
    told = {id(world): {name: known[id(one)] for name, one in world.items()} for world in worlds}
    return tuple(told[id(world)] for world in worlds)


def _with_products(one: Experience, ids: Mapping[str, str]) -> Experience:
    if not one.products or ids.keys().isdisjoint(one.products):
        return one
    return replace(one, products=frozenset(ids.get(product, product) for product in one.products))


def felt(made: Plan, course: Course) -> Plan:
    """Give *made* with what it does to accounts, who feel its operations in the order in which it was replayed."""
    operations = in_turn(course.organization, course.worlds, made.operations)
    accounts = impact(course.organization, course.had, course.after)
    return replace(
        made,
        operations=operations,
        impact=replace(accounts, lost_services=made.impact.lost_services),
        exposures=exposures(course.organization, course.worlds, operations),
    )


def proof(made: Plan, requests: Sequence[Request], course: Course, *, isolated: bool) -> Proof:
    """Say how many change sets *made* takes, and below how many nothing can go that does the same as safely."""
    ends = course.before, course.after
    return Proof(made.summary()["change_sets"], fewest(requests, course.organization, ends, isolated=isolated))
