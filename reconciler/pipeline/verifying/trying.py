"""A test endpoint from its creation to its end (facts: privatelink 1.8, 2.5).

It has a lease (`leases`) from its first moment on, so that whatever happens to this run, the next one can remove it. A
first interruption ends the wait, and the endpoint is removed; a second one leaves it to the next run.
"""

from collections.abc import Callable
from dataclasses import dataclass
from shlex import quote
from typing import Final

from reconciler.errors import CallFailed, ReconcilerError, Throttled
from reconciler.ports import Consumer, ConsumerEndpoint, ConsumerSubnet, WantedEndpoint
from reconciler.privatelink_limits import WAITING_CONNECTION

from .commands import NextCommands
from .leases import ENDED, TAG, Lease
from .line import Line, Notes, green, grey, red
from .means import Means
from .subject import Subject

WAIT: Final = 600.0
"""Seconds until a test endpoint has to be available: time for a person to accept it."""
PAUSE: Final = 5.0
"""Seconds between two looks at it, as Terraform makes them."""
USE: Final = WAIT + 600.0
"""Seconds of a lease: the wait, looking and removing, and clocks that differ."""
ATTEMPTS: Final = 3
_OVER: Final = frozenset({"rejected", "failed", "expired", *ENDED})
"""States from which an endpoint never becomes available."""
_DENIED: Final = frozenset({"UnauthorizedOperation", "AccessDenied", "AccessDeniedException"})

Look = Callable[[ConsumerEndpoint], None]
"""Looks at an endpoint that is available, and adds lines."""


@dataclass
class EndpointTrial:
    """One test endpoint in *subnets*, with *groups* or else the VPC's default security group."""

    notes: Notes
    consumer: Consumer
    subject: Subject
    means: Means
    subnets: tuple[ConsumerSubnet, ...]
    groups: tuple[str, ...]
    commands: NextCommands
    made: str | None = None
    doubtful: bool = False

    def __post_init__(self) -> None:
        """Begin the lease."""
        self.lease = Lease.begun(self.means.token(), self.means.clock.now(), USE)

    def run(self, look: Look) -> None:
        """Create the endpoint, wait until it is available, let *look* look at it, and remove it.

        Raises KeyboardInterrupt after the removal if the user asked to stop.
        """
        stop = self.means.interruption
        with stop.deferred(lambda: True, lambda: None):
            try:
                found = self._available() if self._created() else None
                if found:
                    look(found)
            finally:
                self._remove()
        if stop.asked:
            self.means.tell("Interrupted: " + self.notes.because("removed"))
            raise KeyboardInterrupt

    def _created(self) -> bool:
        """Create the endpoint; a temporary failure is tried again with the same token, which creates it once."""
        try:
            self.made = self._patiently(lambda: self.consumer.create(self._wanted()))
        except CallFailed as failure:
            self.doubtful = isinstance(failure, Throttled)
            self.notes.add(self._failed(failure))
            return False
        return True

    def _failed(self, failure: CallFailed) -> Line:
        """Say why there is no endpoint; where the call was denied or not answered, nothing is known of the service."""
        said = f"could not be created: {failure.code}: {failure}"
        known = not isinstance(failure, Throttled) and failure.code not in _DENIED
        if not known:
            self.notes.missing(failure)
        return red("endpoint", said) if known else grey("endpoint", said)

    def _wanted(self) -> WantedEndpoint:
        return WantedEndpoint(
            service_name=self.subject.name,
            service_region=self.subject.region if self.subject.away else None,
            vpc=self.subnets[0].vpc,
            subnets=tuple(one.id for one in self.subnets),
            security_groups=self.groups,
            tags={TAG: str(self.lease)},
            token=self.lease.run,
        )

    def _available(self) -> ConsumerEndpoint | None:
        """Wait until the endpoint is available, and return it; None with a line that says why it is not."""
        clock, began = self.means.clock, self.means.clock.monotonic()
        told = False
        while True:
            found = self.notes.read(["endpoint"], lambda: (self._seen(),))
            if found is None:
                return None
            state = found[0].state if found[0] else "not shown yet"
            waited = clock.monotonic() - began
            if found[0] and state == "available":
                self.notes.add(green("endpoint", f"{self.made} was available after {waited:.0f} s"))
                return found[0]
            line = self._given_up(state, waited)
            if line:
                self.notes.add(line)
                return None
            if state == WAITING_CONNECTION and not told:
                told = True
                self.means.tell(f"{self.made} waits to be accepted, for {WAIT / 60:.0f} minutes: {self._accept}")
            clock.sleep(PAUSE)

    def _seen(self) -> ConsumerEndpoint | None:
        return self.consumer.endpoint(self.made) if self.made else None

    def _given_up(self, state: str, waited: float) -> Line | None:
        """Return why there is no reason to wait any longer, if so."""
        if state in _OVER:
            return red("endpoint", f"{self.made} is {state} after {waited:.0f} s")
        if self.means.interruption.asked:
            return grey("endpoint", f"interrupted while {self.made} was {state}")
        if waited < WAIT:
            return None
        if state == WAITING_CONNECTION:
            said = f"nobody accepted {self.made} within {WAIT / 60:.0f} minutes; run it again, and accept it meanwhile"
            return grey("endpoint", said, self._accept)
        return red("endpoint", f"{self.made} was still {state} after {WAIT / 60:.0f} minutes")

    @property
    def _accept(self) -> str:
        return self.commands.accept(self.made or "ENDPOINT")

    def _remove(self) -> None:
        """Remove the endpoint, also one that a call without answer may have created."""
        if self.made is None and not self.doubtful:
            self.notes.add(grey("removed", "there was none to remove"))
            return
        try:
            ids = [self.made] if self.made else [one.id for one in self.consumer.endpoints(TAG) if self._ours(one)]
            for one in ids:
                self._patiently(lambda one=one: self.consumer.delete(one))  # type: ignore[misc]
            self.notes.add(self._gone(ids))
        except ReconcilerError as failure:
            self.notes.add(self._left(f"{failure}"))

    def _ours(self, endpoint: ConsumerEndpoint) -> bool:
        return endpoint.tags.get(TAG) == str(self.lease)

    def _gone(self, ids: list[str]) -> Line:
        """Say what was removed; an endpoint that does not show yet is left to the next run."""
        if not ids:
            return grey(
                "removed", "AWS shows none; if it was created nevertheless, the next verify --endpoint removes it"
            )
        there = [one for one in map(self.consumer.endpoint, ids) if one and one.state not in ENDED]
        return self._left("AWS took the call, and still shows it") if there else green("removed", ", ".join(ids))

    def _left(self, why: str) -> Line:
        """Say that the endpoint may still be there, and what removes it."""
        what = self.made or "a test endpoint"
        region = quote(self.subject.here)
        command = f"aws ec2 delete-vpc-endpoints --region {region} --vpc-endpoint-ids {self.made}" if self.made else ""
        said = f"{what} may still be there, and costs money: {why}; the next verify --endpoint removes it"
        return red("removed", said, *filter(None, [command]))

    def _patiently(self, call: Callable[[], str | None]) -> str | None:
        """Make a call that writes, and make it again after a temporary failure, unless the user asked to stop."""
        for attempt in range(1, ATTEMPTS + 1):
            self.means.interruption.consider()
            try:
                return call()
            except Throttled:
                if attempt == ATTEMPTS or self.means.interruption.asked:
                    raise
                self.means.clock.sleep(PAUSE * attempt)
        raise AssertionError("the last attempt returns or raises")
