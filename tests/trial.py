"""Whole runs: a repository of YAML text is planned and applied on the twin by the real program, on a fake clock."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, cast

from botocore.config import Config

from reconciler.aws.caller import Caller
from reconciler.aws.calls import CallList
from reconciler.aws.log import Log
from reconciler.aws.service import Service
from reconciler.aws.session import assembled, watched_session
from reconciler.aws.traffic import Traffic
from reconciler.interruption import Interruption
from reconciler.kinds import all_kinds
from reconciler.model import Outcome
from reconciler.pipeline import Conduct, Planning, PlanOptions, Repository, Run, apply, load, plan
from reconciler.ports import Catalog, Clients, StartedChangeSet
from reconciler.twin.catalog.inspection import InspectedExperience
from reconciler.twin.seed import Seed, parse
from reconciler.twin.twin import Twin
from tests.reserved import reserved_port
from tests.verbs import VERB

MANAGEMENT, DELEGATE, MEMBER, CLOSED = "111111111111", "222222222222", "333333333333", "444444444444"
ADS, ORGANIZATION, FINANCE = "555555555555", "o-abcdef1234", "ou-abcd-finance1"
COMMIT = "0123456789abcdef0123456789abcdef01234567"

WORLD: dict[str, Any] = {
    "version": 1,
    "organization": {
        "id": ORGANIZATION,
        "root": "r-abcd",
        "management_account": {"id": MANAGEMENT, "name": "Management"},
        "accounts": [{"id": DELEGATE, "name": "Procurement"}, {"id": ADS, "name": "Ads"}],
        "units": [
            {
                "id": FINANCE,
                "name": "Finance",
                "accounts": [{"id": MEMBER, "name": "Reporting"}, {"id": CLOSED, "name": "Gone", "closed": True}],
            },
        ],
    },
    "private_marketplace": {"delegated_administrators": [DELEGATE]},
}


def world(*experiences: Mapping[str, Any], **stated: Any) -> Seed:  # noqa: ANN401 - JSON
    """Return a seed of the organization with *experiences*; *stated* replaces parts of it."""
    return parse({**WORLD, "experiences": list(experiences), **stated})


def experience(name: str, **stated: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return an enabled experience `exp-NAME` with a policy under which users cannot request products."""
    slug = name.lower().replace(" ", "-")
    return {"id": f"exp-{slug}", "name": name, "status": "Enabled", "policy": {"requests": "Deny"}, **stated}


def change(name: str, verb: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """Return a change of the experience `exp-NAME`, as another user would send it."""
    entity = {"Type": "Experience@1.0", "Identifier": name}
    return {"ChangeType": verb, "Entity": entity, "DetailsDocument": dict(details)}


class Time:
    """A clock that moves only when a caller sleeps.

    *slept* lists the pauses, *waking* what happens after the next ones.
    """

    def __init__(self) -> None:
        self.at = 0.0
        self.slept: list[float] = []
        self.waking: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """Return the time of day."""
        return datetime(2026, 11, 22, 10, tzinfo=UTC) + timedelta(seconds=self.at)

    def monotonic(self) -> float:
        """Return the time slept so far."""
        return self.at

    def seconds(self) -> float:
        """Return seconds since 1970, as the twin counts."""
        return self.now().timestamp()

    def sleep(self, seconds: float) -> None:
        """Move on at once."""
        self.slept.append(seconds)
        self.at += seconds
        if self.waking:
            self.waking.pop(0)()


class Unhurried(Time):
    """The clock of the clients: enough time passes between two calls that none is delayed."""

    def monotonic(self) -> float:
        """Return a time long after the last one."""
        self.at += 1000.0
        return self.at


@cache
def port() -> int:
    """Return a free port, the same for the whole test run, so that clients outlive their twins."""
    return reserved_port()


@cache
def _watched(account: str, *, writes: bool) -> tuple[Any, Traffic]:
    """Return a session and what counts its calls."""
    calls, traffic = CallList.of(VERB.values(), writing=writes), Traffic(Unhurried(), Log())
    session = watched_session(calls=calls, clock=Unhurried(), traffic=traffic)
    session.set_credentials(f"AKIATWIN{account}", "twin")
    return session, traffic


@cache
def _client(service: str, account: str, *, writes: bool, attempts: int) -> Any:  # noqa: ANN401 - botocore has no types
    config = Config(retries={"mode": "standard", "total_max_attempts": attempts})
    url = f"http://127.0.0.1:{port()}"
    session, _ = _watched(account, writes=writes)
    return session.create_client(service, region_name="us-east-1", endpoint_url=url, config=config)


def clients(account: str = MANAGEMENT, *, writes: bool, attempts: int = 1) -> Clients:
    """Return fresh ports for the twin over clients that are made once; they try a call once unless told otherwise."""
    made = assembled(
        lambda name: Service(_client(name, account, writes=writes, attempts=attempts), name, Caller("buyer")),
        pause=Time().sleep,
    )
    return replace(made, spent=_watched(account, writes=writes)[1].spent)


class Noting:
    """A catalogue that records the token of each StartChangeSet."""

    def __init__(self, catalog: Catalog, noted: list[str]) -> None:
        self._catalog, self._noted = catalog, noted

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - everything else goes through
        return getattr(self._catalog, name)

    def start_change_set(
        self,
        changes: Collection[Mapping[str, Any]],
        *,
        token: str,
        **stamped: Any,  # noqa: ANN401 - as the port takes them
    ) -> StartedChangeSet:
        """Record the token and start the set."""
        self._noted.append(token)
        return self._catalog.start_change_set(changes, token=token, **stamped)


@dataclass
class Trial:
    """A repository and its twin. *events* are those of the last apply.

    *posted* are the tokens of all StartChangeSet that were sent, *tokens* those that EC2 may be sent. *wrap* may put
    something between an apply and AWS; *listener* is called with every event of an apply.
    *keep* gets what an interrupted apply has done so far. *at_once* is how many calls that write are sent side by side.
    """

    twin: Twin
    clock: Time
    folder: Path
    account: str = MANAGEMENT
    jitter: float = 0.0
    attempts: int = 1
    at_once: int = 1
    commit: str | None = COMMIT
    wrap: Callable[[Clients], Clients] = lambda writing: writing
    events: list[Mapping[str, Any]] = field(default_factory=list)
    listener: Callable[[Mapping[str, Any]], None] = lambda _event: None
    posted: list[str] = field(default_factory=list)
    keep: Callable[[Run], None] = lambda _run: None
    interruption: Interruption = field(default_factory=Interruption)
    tokens: Iterator[str] = field(default_factory=lambda: (f"token-{number}" for number in count(1)))

    def settings(self, text: str = "") -> None:
        """Write reconciler.yaml with the organization, the account and *text*."""
        head = f"version: 1\norganization: {ORGANIZATION}\nmarketplace: {{account: '{self.account}'}}\n"
        (self.folder / "reconciler.yaml").write_text(head + text)

    def wish(self, text: str, file: str = "wish.yaml") -> None:
        """Write a file of documents; an empty text is valid."""
        path = self.folder / "desired_state" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text) if text else path.unlink(missing_ok=True)

    def load(self) -> Repository:
        """Read the repository, which must have no errors."""
        if not (self.folder / "reconciler.yaml").exists():
            self.settings()
        repository = load(self.folder / "reconciler.yaml", all_kinds(), today=self.clock.now().date())
        assert repository.errors == ()
        return repository

    def plan(self, **options: Any) -> Planning:  # noqa: ANN401 - the fields of PlanOptions
        """Plan with clients that refuse to write."""
        reading = clients(self.account, writes=False)
        return plan(self.load(), reading, PlanOptions(**options), clock=self.clock, commit=self.commit)

    def apply(self, planning: Planning | None = None) -> Run:
        """Carry out *planning*, or else a new plan."""
        planning = planning or self.plan()
        self.events.clear()
        self.interruption = Interruption()

        def told(event: Mapping[str, Any]) -> None:
            self.events.append(event)
            self.listener(event)

        writing = self.wrap(clients(self.account, writes=True, attempts=self.attempts))
        noted = replace(writing, catalog=cast("Catalog", Noting(writing.catalog, self.posted)))
        stop, at_once = self.interruption, self.at_once
        conduct = Conduct(clock=self.clock, jitter=lambda: self.jitter, tell=told, interruption=stop, at_once=at_once)
        return apply(planning, noted, conduct, token=lambda: next(self.tokens), keep=self.keep)

    def interrupt(self) -> None:
        """Press Ctrl-C."""
        self.interruption.ask()

    def converge(self, *, again: bool = False) -> Run:
        """Plan and apply; require that everything succeeded and converged.

        With *again*, that the next plan is empty.
        """
        run = self.apply()
        assert [outcome.as_json() for outcome in run.outcomes if outcome.status != "succeeded"] == []
        assert (run.converged, run.remaining, run.problems) == (True, (), ())
        assert not again or self.plan().plan.operations == ()
        return run

    def named(self, name: str) -> InspectedExperience:
        """Return the one experience of that name."""
        (found,) = (item for item in self.twin.experiences().values() if item.name == name)
        return found

    def written(self) -> dict[str, int]:
        """Return the number of calls of each operation that wrote since the twin was reset."""
        return dict(self.twin.calls.writes())


def hurry(trial: Trial) -> None:
    """Let ten more minutes pass at each retry and each look."""

    def heard(event: Mapping[str, Any]) -> None:
        trial.clock.at += 600 if event["event"] in {"retrying", "polling"} else 0

    trial.listener = heard


def edit_in_time(trial: Trial, *changes: Mapping[str, Any], name: str = "by hand") -> str:
    """Start a slow change set as another user would; return its id."""
    parameters = {"Catalog": "AWSMarketplace", "ChangeSet": list(changes), "ChangeSetName": name}
    started: str = trial.twin.catalog_of(trial.account).call("StartChangeSet", parameters)["ChangeSetId"]
    return started


def verbs(planning: Planning) -> list[list[tuple[str, str]]]:
    """Return the verb and the object of each request of a plan, by operation, sorted."""
    return [
        sorted((request.verb.name, request.address.name) for request in operation.requests)
        for operation in planning.plan.operations
    ]


def errors(outcome: Outcome) -> list[tuple[str, str, str | None]]:
    """Return an outcome's errors: code, message, address."""
    return [(error.code, error.message, error.address) for error in outcome.errors]


@contextmanager
def on_twin(folder: Path) -> Iterator[Trial]:
    """Yield a repository on an in-process twin, which starts with the organization and no experience."""
    clock = Time()
    with Twin(world(), clock=clock.seconds).start(port()) as twin:
        yield Trial(twin, clock, folder)
