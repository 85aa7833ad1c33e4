"""The requests that publish the record of a private name, remove it, and start its verification. Pure.

The order: the old record goes before the name does, since afterwards AWS tells nobody which value was this service's;
so a run that is killed in between leaves no record of ours. The new record comes after the name, and the verification
is started after the record (facts: private-dns 1.1, 2.3).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from reconciler.kind import Planned
from reconciler.limits import CATALOG_REGION
from reconciler.model import Action, Request, RequestKey, Verb
from reconciler.regions import COMMERCIAL, partition_of

from .publication import LATER, ZONE, Publication, live_name
from .record_changes import to_be_made, with_value, without
from .verbs import CREATE, MODIFY, RECORDS, VERIFY

REMOVAL, ADDITION = 0, 1
"""The parts of the calls that change the records of one service."""
STATE = "private_dns_state"


class Making(Protocol):
    """Makes a request about the service."""

    def __call__(self, verb: Verb, details: Mapping[str, Any], part: int = 0) -> Request:
        """Return one verb on the service."""
        ...


@dataclass(frozen=True, slots=True)
class RecordRequests:
    """The requests about the record of one service; *make* makes a request about it."""

    planned: Planned
    make: Making

    def removals(self) -> Iterator[Request]:
        """Return the call that takes the value of the live name out of its record set."""
        live, publication = live_name(self.planned.pair.observed), self._publication
        if live and publication and publication.records and self.planned.change.members(ZONE).removed:
            yield self._in_zone(without(publication.held, publication.records, live[0].value), REMOVAL)

    def additions(self) -> Iterator[Request]:
        """Return the call that publishes the record of the desired name, and the one that starts its verification."""
        added = tuple(self._added())
        yield from added
        if self.planned.change.value(STATE):
            before = {*(one.key for one in added), *self._named_by()}
            yield replace(self.make(VERIFY, {}), after=frozenset(before))

    def _added(self) -> Iterator[Request]:
        live, publication = live_name(self.planned.pair.observed), self._publication
        for member in sorted(self.planned.change.members(ZONE).added):
            zone, _, name = member.partition(" ")
            if LATER in name:
                (made_by,) = self._named_by()
                yield self._in_zone(to_be_made(zone, name.replace(LATER, "{}"), made_by), ADDITION)
            elif live and publication:
                yield self._in_zone(with_value(zone, name, publication.records, live[0].value), ADDITION)

    def _named_by(self) -> Iterator[RequestKey]:
        """Return the call that gives the service its name, if the plan makes one."""
        change = self.planned.change
        if change.action is Action.CREATE:
            yield RequestKey(change.address, CREATE.name)
        elif change.value("private_dns_name"):
            yield RequestKey(change.address, MODIFY.name)

    def _in_zone(self, details: Mapping[str, Any], part: int) -> Request:
        """Return a call to Route 53, which is one service for all regions of a partition."""
        made = self.make(RECORDS, details, part)
        region = CATALOG_REGION if partition_of(made.region) == COMMERCIAL else made.region
        account = self._publication.account if self._publication else ""
        return replace(made, sent_to=(account, region))

    @property
    def _publication(self) -> Publication | None:
        found: Publication | None = self.planned.pair.desired.facts.get("publication")
        return found
