"""A plan proven before anybody sees it, and what it does to people: two answers from one replay.

Experiences are what governs accounts, so they alone are replayed; what else a plan does is felt by nobody's catalogue.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reconciler.batch import lower_bound
from reconciler.diff import stated
from reconciler.errors import PlanBug
from reconciler.governance import Experiences
from reconciler.impact import exposures, impact
from reconciler.kind import Planned
from reconciler.model import Observed, Operation, Organization, Pair, Plan, Proof, Request, Wish
from reconciler.replay import Replay

from .loading import Repository
from .observing import NOWHERE, Seen

EXPERIENCE = "experience"

Live = Mapping[str, Observed[Any]]
"""Every experience that AWS has, by id."""


Pairs = Sequence[Pair[Any]]


@dataclass(frozen=True, slots=True)
class Course:
    """Who governs whom on the way: *worlds* are the experiences before a plan and after each of its operations."""

    organization: Organization = NOWHERE
    worlds: tuple[Experiences, ...] = ({},)

    @property
    def before(self) -> Experiences:
        """Give the experiences as they were observed."""
        return self.worlds[0]

    @property
    def after(self) -> Experiences:
        """Give the experiences as they are wished."""
        return self.worlds[-1]


def proven(made: Plan, repository: Repository, seen: Seen, pairs: Pairs, planned: Sequence[Planned]) -> Course:
    """Give the course that *made* takes; *pairs* and *planned* are of experiences.

    Raises PlanBug when its replay does not end as it was wished, when AWS would refuse some of it, or when it could do
    without some of it.
    """
    replay = replay_of(made.operations, repository, seen.observations[EXPERIENCE].live, pairs, planned)
    replayed = replay.run()
    if replayed.findings:
        raise PlanBug(replayed.findings, replay.as_json())
    return Course(seen.organization, replayed.worlds)


def felt(made: Plan, course: Course) -> Plan:
    """Give *made* with what it does to accounts."""
    return replace(
        made,
        impact=impact(course.organization, course.before, course.after),
        exposures=exposures(course.organization, course.worlds, made.operations),
    )


def replay_of(
    operations: Sequence[Operation], repository: Repository, live: Live, pairs: Pairs, planned: Sequence[Planned]
) -> Replay:
    """Put together what replaying takes: the world that was planned on, the wish, and the calls as they are told."""
    settle = repository.remotes[EXPERIENCE].settle
    names = addresses(repository.wish, live, pairs)
    return Replay(
        before={names.get(id_, id_): stated(observed.spec) for id_, observed in live.items()},
        wish={str(one.change.address): stated(settle(one.pair.desired, one.pair.observed)) for one in planned},
        ids=names,
        operations=[operation.as_json() for operation in operations],
    )


def addresses(wish: Wish, live: Live, pairs: Pairs) -> Mapping[str, str]:
    """Give the address of every live experience that a document names, also of those that the plan leaves out."""
    found = {pair.observed.remote_id: str(pair.desired.address) for pair in pairs if pair.observed}
    titles: dict[str, list[str]] = {}
    for id_, observed in live.items():
        titles.setdefault(observed.spec.title, []).append(id_)
    planned = {pair.desired.address for pair in pairs}
    for address, desired in wish.items():
        if address.kind == EXPERIENCE and address not in planned:
            named = [desired.pin] if desired.pin else titles.get(desired.spec.title, [])
            found.update((id_, str(address)) for id_ in named if len(named) == 1 and id_ not in found)
    return found


def proof(made: Plan, requests: Sequence[Request], *, isolated: bool) -> Proof:
    """Say how many change sets *made* takes, and how few could do."""
    return Proof(made.summary()["change_sets"], lower_bound(requests, isolated=isolated))
