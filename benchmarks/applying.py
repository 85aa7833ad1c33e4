"""`python -m benchmarks.applying`: how long an apply takes, when it sees that change sets end, and at how many calls.

Change sets are carried out by a catalogue on a virtual clock, which keeps AWS's rates and takes a moment for each call.
Edits of endpoint services are timed in real time, since they are sent side by side.
"""

import json
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import median
from threading import Lock, current_thread, local, main_thread
from time import monotonic, sleep
from typing import Any, cast

from reconciler.aws.buckets import Bucket
from reconciler.aws.rates import Rate
from reconciler.execute import Baseline, Conduct, Execution, Freshness, Ledger, Stamp
from reconciler.kind import remotes
from reconciler.kinds import all_kinds
from reconciler.kinds.endpoint_service.verbs import VERBS as SERVICE_VERBS
from reconciler.kinds.experience.verbs import VERBS as EXPERIENCE_VERBS
from reconciler.limits import LIST_CHANGE_SETS_PAGE, OPEN_CHANGE_SETS, REQUESTS_PER_SECOND
from reconciler.model import Address, Operation, Request, Verb
from reconciler.parallel import THREADS
from reconciler.ports import Catalog, ChangeSet, ChangeSetSummary, Clients, Edited, SellerClients, StartedChangeSet
from reconciler.spelling import moment

from .figures import Figure, table

LATENCY = 0.05
"""Seconds of a call of the Catalog API."""
EDIT = 0.3
"""Seconds of a call of EC2."""
START = datetime(2026, 11, 22, 10, tzinfo=UTC)
EARLIER = ((1, 10), (1, 30), (1, 60), (10, 10), (10, 30), (10, 60), (60, 10), (60, 30), (60, 60))
"""How many isolated change sets are applied, and the seconds that each of them takes."""


class Clock:
    """A clock that moves only when a call is made or the run waits.

    Calls of other threads are made side by side: each thread has its own time, which begins when the main thread begins
    to wait, and the main thread goes on at the latest of them.
    """

    def __init__(self) -> None:
        self._main = self._latest = 0.0
        self._other = local()

    @property
    def at(self) -> float:
        """Return the seconds since the start."""
        if current_thread() is main_thread():
            self._main = max(self._main, self._latest)
            return self._main
        return max(self._main, getattr(self._other, "at", 0.0))

    def now(self) -> datetime:
        """Return the time of day."""
        return START + timedelta(seconds=self.at)

    def monotonic(self) -> float:
        """Return the seconds since the start."""
        return self.at

    def sleep(self, seconds: float) -> None:
        """Move on at once."""
        at = self.at + max(0.0, seconds)
        if current_thread() is main_thread():
            self._main = at
        else:
            self._other.at = at
            self._latest = max(self._latest, at)


class Wall:
    """The clock of this machine."""

    def now(self) -> datetime:
        """Return the time of day."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds of a clock that never goes back."""
        return monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        sleep(seconds)


@dataclass
class SlowCatalog:
    """A catalogue whose change sets take *seconds* each, and whose calls take *latency*.

    *calls* counts the calls by operation; *seen* has, for each change set, the seconds from its end to the answer that
    shows it; *peak* is the greatest number of open change sets.
    """

    clock: Clock
    seconds: float
    latency: float = LATENCY
    began: dict[str, float] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    seen: dict[str, float] = field(default_factory=dict)
    peak: int = 0
    rates: dict[str, Rate] = field(default_factory=dict)
    lock: Any = field(default_factory=Lock)

    def _call(self, operation: str) -> None:
        with self.lock:
            rate = self.rates.setdefault(operation, Rate(REQUESTS_PER_SECOND[operation]))
            self.clock.sleep(rate.reserve(self.clock.at) + self.latency)
            self.calls[operation] = self.calls.get(operation, 0) + 1

    def _open(self) -> list[str]:
        return [one for one, began in tuple(self.began.items()) if began + self.seconds > self.clock.at]

    def _times(self, id_: str) -> tuple[str, str | None]:
        began = self.began[id_]
        over = began + self.seconds
        return moment(START + timedelta(seconds=began)), (
            moment(START + timedelta(seconds=over)) if over <= self.clock.at else None
        )

    def start_change_set(self, changes: object, *, name: str, tags: object, token: str) -> StartedChangeSet:
        """Start a change set."""
        del changes, tags
        self._call("StartChangeSet")
        with self.lock:
            id_ = f"cs-{len(self.began)}"
            self.began[id_], self.names[id_] = self.clock.at, name
        self.peak = max(self.peak, len(self._open()))
        if self.peak > OPEN_CHANGE_SETS:
            raise AssertionError(token)
        return StartedChangeSet(id_)

    def list_change_sets(
        self,
        *,
        status: Collection[str] = (),
        names: Collection[str] = (),
        ended_after: str = "",
        newest: int | None = None,
    ) -> tuple[ChangeSetSummary, ...]:
        """List change sets, a call for each page."""
        running = set(self._open())
        states = {one: "APPLYING" if one in running else "SUCCEEDED" for one in reversed(self.began)}
        listed = [
            one
            for one, state in states.items()
            if (not names or self.names[one] in names)
            and (not status or state in status)
            and (not ended_after or (self._times(one)[1] or "") > ended_after)
        ][:newest]
        for _ in range(max(1, -(-len(listed) // LIST_CHANGE_SETS_PAGE))):
            self._call("ListChangeSets")
        return tuple(ChangeSetSummary(one, self.names[one], states[one], (), *self._times(one)) for one in listed)

    def describe_change_set(self, change_set_id: str) -> ChangeSet:
        """Describe a change set, and note when its end was seen."""
        self._call("DescribeChangeSet")
        started, ended = self._times(change_set_id)
        if ended:
            self.seen.setdefault(change_set_id, self.clock.at - self.began[change_set_id] - self.seconds)
        status = "SUCCEEDED" if ended else "APPLYING"
        return ChangeSet(
            id=change_set_id, name=self.names[change_set_id], status=status, started_at=started, ended_at=ended
        )

    def time(self) -> str:
        """Return AWS's time."""
        return moment(self.clock.now())


def update(number: int, waits: Iterable[int] = ()) -> Operation:
    """Return a change set that changes the title of one experience."""
    address, verb = Address("experience", f"e{number}"), _verb(EXPERIENCE_VERBS, "UpdateExperience")
    request = Request(
        address=address, verb=verb, details={"Description": "New"}, remote_id=f"exp-{number}", revision="1"
    )
    change = {
        "ChangeType": verb.name,
        "ChangeName": "A",
        "Entity": {"Type": "Experience@1.0", "Identifier": f"exp-{number}@1"},
        "DetailsDocument": request.details,
    }
    return Operation(
        id=f"op-{number}",
        after=tuple(f"op-{one}" for one in waits),
        account="111111111111",
        region="us-east-1",
        service="marketplace-catalog",
        action="StartChangeSet",
        parameters={"Catalog": "AWSMarketplace", "ChangeSet": [change]},
        requests=(request,),
    )


def _verb(verbs: Iterable[Verb], name: str) -> Verb:
    return next(one for one in verbs if one.name == name)


def carry_out(operations: list[Operation], clients: Clients, clock: Any) -> Execution:  # noqa: ANN401 - either clock
    """Carry out *operations* and require that all succeed."""
    ledger = Ledger.of(remotes(all_kinds()), operations, {})
    for operation in operations:
        for request in operation.requests:
            ledger.remote_ids[request.address] = request.remote_id or ""
            ledger.revisions[request.address] = "1"
            ledger.expected[request.address] = {}
    freshness = Freshness(clients, Baseline(at=moment(START), began=moment(START)), ledger)
    at_once = 1 if isinstance(clock, Clock) else THREADS  # on a virtual clock, calls cannot overlap
    conduct = Conduct(clock=clock, jitter=lambda: 0.5, tell=lambda _event: None, at_once=at_once)
    execution = Execution(operations, freshness, Stamp("sha256:" + "0" * 64, None, lambda: "token"), conduct)
    outcomes = execution.run()
    if any(outcome.status != "succeeded" for outcome in outcomes):
        raise AssertionError(next(outcome for outcome in outcomes if outcome.status != "succeeded"))
    return execution


def apply_sets(operations: list[Operation], seconds: float, latency: float = LATENCY) -> SlowCatalog:
    """Apply change sets that take *seconds* each; the clock of the catalogue tells how long that took."""
    catalog = SlowCatalog(Clock(), seconds, latency)
    clients = Clients(catalog=cast("Catalog", catalog), organizations=cast("Any", None), identity=cast("Any", None))
    carry_out(operations, clients, catalog.clock)
    return catalog


@dataclass
class SlowServices:
    """Endpoint services that take their time for each call and keep EC2's bucket."""

    bucket: Bucket = field(default_factory=lambda: Bucket(50, 5.0))

    def edit(self, verb: Verb, parameters: Mapping[str, Any]) -> Edited:
        """Wait for a token, and then for the answer."""
        del verb, parameters
        sleep(self.bucket.reserve(monotonic()) + EDIT)
        return Edited()


def edit_services(number: int) -> float:
    """Return the seconds that edits of *number* different services take."""
    services, verb = SlowServices(), _verb(SERVICE_VERBS, "ModifyVpcEndpointServicePermissions")
    edits = []
    for n in range(number):
        details = {"AddAllowedPrincipals": ["arn:aws:iam::333333333333:root"]}
        address = Address("endpoint_service", f"s{n}")
        request = Request(
            address=address, verb=verb, details=details, remote_id=f"vpce-svc-{n}", seller="saas", region="us-east-1"
        )
        edits.append(
            Operation(
                id=f"op-{n}",
                after=(),
                account="888888888888",
                region="us-east-1",
                service="ec2",
                action=verb.name,
                parameters={"ServiceId": f"vpce-svc-{n}", **details},
                requests=(request,),
            )
        )
    saas = SellerClients(identity=cast("Any", None), regions={}, calls=lambda _service, _region: cast("Any", services))
    none = cast("Any", None)
    began = monotonic()
    carry_out(edits, Clients(catalog=none, organizations=none, identity=none, sellers={"saas": saas}), Wall())
    return monotonic() - began


def applying_figures() -> Iterator[Figure]:
    """Yield the figures of applies."""
    for number, seconds in EARLIER:
        catalog = apply_sets([update(n) for n in range(number)], seconds)
        late, name = list(catalog.seen.values()), f"{number} isolated sets of {seconds} s"
        floor = (number - 1) / REQUESTS_PER_SECOND["StartChangeSet"] + seconds
        yield Figure(name=f"{name}: apply", value=catalog.clock.at, unit="s", note=f"the quotas need {floor:.1f} s")
        yield Figure(name=f"{name}: end seen, median", value=median(late), unit="s", aim=2.0)
        yield Figure(name=f"{name}: end seen, latest", value=max(late), unit="s", aim=4.0)
        looks = sum(catalog.calls.get(one, 0) for one in ("ListChangeSets", "DescribeChangeSet"))
        note = ", ".join(f"{count} {call}" for call, count in sorted(catalog.calls.items())) + f", peak {catalog.peak}"
        yield Figure(name=f"{name}: calls to look", value=looks, unit="", note=note)
    yield Figure(
        name="100 edits of services at 300 ms", value=edit_services(100), unit="s", note="the bucket needs 10 s"
    )


if __name__ == "__main__":
    figures = list(applying_figures())
    print(json.dumps([one.as_json() for one in figures]) if "--json" in sys.argv else "\n".join(table(figures)))
