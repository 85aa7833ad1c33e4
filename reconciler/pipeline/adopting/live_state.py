"""What AWS has for an import, matched with the documents of the repository."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from reconciler.errors import InvalidInput, UsageError
from reconciler.kind import Matching, PlanningContext
from reconciler.model import Address, Observed, Problem
from reconciler.pipeline.loading import Repository
from reconciler.pipeline.observing import Snapshot, observe
from reconciler.ports import Clients, Clock


@dataclass(frozen=True, slots=True)
class LiveState:
    """What was read of AWS for an import: a *snapshot*, and how each kind matched it with the documents.

    *beside* are objects by kind and id that no plan lists as unmanaged, and that are imported all the same. *notes* say
    why one of them is not, and *unread* has the problem of one that could not be read.
    """

    repository: Repository
    snapshot: Snapshot
    matchings: Mapping[str, Matching]
    beside: Mapping[str, Mapping[str, Observed[Any]]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    unread: tuple[Problem, ...] = ()

    def objects(self, kind: str) -> Mapping[str, Observed[Any]]:
        """Return the live objects of *kind* by id, also those that documents manage; none if it cannot be imported."""
        adoption = self.repository.remotes[kind].adoption
        return adoption.live(self.snapshot.observations[kind]) if adoption else {}

    def managed(self, kind: str) -> Mapping[str, Address]:
        """Return the address of the document of each live object of *kind* that has one, by the id of the object."""
        pairs = self.matchings[kind].pairs
        return {pair.observed.remote_id: pair.desired.address for pair in pairs if pair.observed}


def read_live_state(
    repository: Repository, clients: Clients, clock: Clock, tell: Callable[[str], None], *, names: bool
) -> LiveState:
    """Read everything that may be imported; with *names*, the organization is needed for its names.

    The reading has only paused then: who calls it concludes it, or reads more.

    Raises InvalidInput if the repository has errors, UsageError if it has no organization that names could be of,
    Refused for a wrong account or organization, Unreadable if AWS cannot be read completely.
    """
    if repository.errors:
        raise InvalidInput("the desired state has errors, so nothing was imported", repository.errors)
    if names and not repository.settings.marketplace:
        hint = "import without --names, or add marketplace: with an account"
        raise UsageError(f"--names needs the organization: {repository.settings.file} has no marketplace", hint)
    snapshot = observe(repository, clients, clock, tell, whole=True)
    return LiveState(repository, snapshot, _matched(repository, snapshot))


def _matched(repository: Repository, snapshot: Snapshot) -> Mapping[str, Matching]:
    context = PlanningContext(organization=snapshot.organization, references=repository.references)
    return {
        name: repository.remotes[name].match(repository.wish, observation, context)
        for name, observation in snapshot.observations.items()
    }
