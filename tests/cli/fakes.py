"""A program without AWS, a terminal without a screen, and plans for them."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from reconciler.cli.git.commit import Commit
from reconciler.cli.main import run
from reconciler.cli.program import Keep, Progress, Tell
from reconciler.cli.signals import listening
from reconciler.cli.terminal import Terminal
from reconciler.errors import ReconcilerError
from reconciler.explanations import Explanation
from reconciler.interruption import Interruption
from reconciler.model import (
    NO_BUDGET,
    Action,
    Address,
    Change,
    Group,
    Impact,
    Operation,
    Outcome,
    Plan,
    Precondition,
    Problem,
    Proof,
    Request,
    Rule,
    SetChange,
    Spent,
    Status,
    When,
)
from reconciler.model.problem import Severity, error, note, warning
from reconciler.pipeline import (
    Adopted,
    AdoptOptions,
    Divided,
    EndpointOptions,
    Federated,
    FederateOptions,
    FormattedFile,
    ImportedOrganization,
    LastEdits,
    Migrated,
    MigrateOptions,
    Planning,
    PlanOptions,
    Repository,
    Run,
    SampleFile,
    ServiceSurroundings,
)
from reconciler.ports import Clients
from reconciler.printed import VerificationJson
from reconciler.reading_progress import ReadingProgress
from reconciler.recipients import Message, Recipient
from reconciler.settings import Role, Settings
from reconciler.starter import NewRepository, Survey
from tests.verbs import VERB

FINANCE = Address("experience", "finance")
NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
NOTHING_TO_DO = Plan(created_at="2026-11-22T12:00:00Z", commit=None, options=PlanOptions().as_json())

SEEN: VerificationJson = {
    "format_version": "1.0",
    "service": "endpoint_service.api",
    "service_name": "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
    "observer": "444444444444",
    "region": "us-east-1",
    "at": "2026-11-22T12:00:00Z",
    "lines": [
        {"id": "visible", "title": "It is seen", "status": "green", "because": "it is there", "commands": []},
        {"id": "endpoint", "title": "It is tried", "status": "grey", "because": "not asked", "commands": ["try it"]},
    ],
    "problems": [],
}

EXPLANATIONS = (
    Explanation(
        code="near-miss",
        group="Experiences",
        severity=(Severity.ERROR,),
        summary="the creation would probably duplicate an unmanaged experience",
        means="AWS has an experience that looks like this one.",
        do="Add its `id`.",
        see="docs/contract.md 1.2",
    ),
    Explanation(code="stale", group="Runs", outcome=True, summary="changed since", means="It moved.", do="Plan again."),
)

_CHANGE = Change(
    address=FINANCE,
    action=Action.UPDATE,
    fields=(SetChange("products.allow", frozenset({"prod-new0000000001"}), frozenset(), 3),),
    remote_id="exp-finance1",
    reason="differs from AWS",
    source="desired_state/finance.yaml:1:1",
)
_OPERATION = Operation(
    id="op-1",
    after=(),
    account="111111111111",
    region="us-east-1",
    service="marketplace-catalog",
    action="StartChangeSet",
    parameters={
        "Catalog": "AWSMarketplace",
        "ChangeSet": [
            {
                "ChangeName": "A",
                "ChangeType": "AllowProductProcurement",
                "Entity": {"Type": "Experience@1.0", "Identifier": "exp-finance1@4"},
                "DetailsDocument": {"Products": [{"Ids": ["prod-new0000000001"]}]},
            }
        ],
    },
    requests=(
        Request(
            address=FINANCE,
            verb=VERB["AllowProductProcurement"],
            details={"Products": [{"Ids": ["prod-new0000000001"]}]},
            remote_id="exp-finance1",
        ),
    ),
)
_FELT_BY = Group(
    before="experience.finance",
    after="experience.finance",
    accounts=("333333333333",),
    gained=frozenset({"prod-new0000000001"}),
)
ONE_CHANGE = replace(
    NOTHING_TO_DO,
    changes=(_CHANGE,),
    operations=(_OPERATION,),
    names={"333333333333": "Ledger"},
    impact=Impact((_FELT_BY,)),
    proof=Proof(change_sets=1, lower_bound=1, chain=1),
    budget={**NO_BUDGET, "calls": {"StartChangeSet": 1}, "seconds_at_quota": 0.2, "expected_seconds": 31},
)
OTHER_CALLS = replace(
    ONE_CHANGE, operations=(replace(_OPERATION, parameters={"Catalog": "AWSMarketplace", "ChangeSet": []}),)
)
_LATER = deepcopy(_OPERATION.parameters)
_LATER["ChangeSet"][0]["Entity"]["Identifier"] = "exp-finance1@5"
ANOTHER_REVISION = replace(ONE_CHANGE, operations=(replace(_OPERATION, parameters=_LATER),))
EDITED_IN_AWS = replace(ONE_CHANGE, changes=(replace(_CHANGE, observed="sha256:" + "1" * 64),))
LEAVES_TWO = replace(
    ONE_CHANGE, preconditions=(Precondition(Rule.UNGOVERNED, When.AFTER, ("333333333333", "444444444444")),)
)
LEAVES_ONE_AWHILE = replace(
    ONE_CHANGE,
    preconditions=(Precondition(Rule.UNGOVERNED, When.ON_THE_WAY, ("333333333333",)),),
)
REFUSED = Problem(Severity.REFUSED, "max_removals", "too many", hint=f"--accept max_removals@{ONE_CHANGE.short_digest}")
LEFT_OUT = error("principal-held", "333333333333 is held by exp-handmade", address=FINANCE)
NOTHING_MANAGED = warning("nothing-managed", "nothing is managed: 'desired_state' holds no document")
ONLY_OBSERVED = note("observed-difference", "experience.legacy (mode: observe) differs from the repository in status")


def with_problem(plan: Plan, problem: Problem) -> Plan:
    """Return *plan* with one problem."""
    return replace(plan, problems=(problem,))


def outcome(status: Status = Status.SUCCEEDED, **more: Any) -> Outcome:  # noqa: ANN401 - any part of an outcome
    """Return the outcome of the only operation."""
    what = {"action": _OPERATION.action, "addresses": (FINANCE,)}
    return Outcome(operation="op-1", status=status, change_set_id="4v9example", **{**what, **more})


def event(name: str, *, done: int = 0, message: str = "") -> dict[str, Any]:
    """Return one event of the only operation."""
    return {
        "event": name,
        "operation": "op-1",
        "addresses": ["experience.finance"],
        "message": message,
        "done": done,
        "total": 1,
    }


SPENT = Spent({"DescribeChangeSet": 3, "ListEntities": 4, "StartChangeSet": 1}, seconds=33.0)


def finish(plan: Plan, *outcomes: Outcome, **more: Any) -> Run:  # noqa: ANN401 - any part of a run
    """Return a run of *plan* that has ended."""
    return Run(
        plan=plan,
        outcomes=outcomes,
        started_at="2026-11-22T12:00:00Z",
        ended_at="2026-11-22T12:00:09Z",
        **{"converged": True, "spent": SPENT, **more},
    )


def succeed(planning: Planning, tell: Progress) -> Run:
    """Return a run in which everything succeeded."""
    tell(event("started", message="change set 4v9example"))
    tell(event("polling", message="APPLYING"))
    tell(event("succeeded", done=1))
    return finish(planning.plan, outcome())


@dataclass
class FakeProgram:
    """A program with prepared results; *asked* has the calls of the commands, in order."""

    made: Plan = NOTHING_TO_DO
    problems: tuple[Problem, ...] = ()
    execution: Callable[[Planning, Progress], Run] = succeed
    failure: BaseException | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    asked: list[Any] = field(default_factory=list)
    planned: Repository | None = None
    interruption: Interruption = field(default_factory=Interruption)
    commit: Commit | None = None
    keep: Keep = lambda _run: None
    reads: list[ReadingProgress] = field(default_factory=list)
    files: tuple[FormattedFile, ...] = ()
    adopted: Adopted = field(default_factory=Adopted)
    surveyed: Survey = field(default_factory=Survey)
    delivered: list[tuple[str, Message]] = field(default_factory=list)
    deaf: Mapping[str, ReconcilerError] = field(default_factory=dict)
    verification: VerificationJson = field(default_factory=lambda: deepcopy(SEEN))

    def now(self) -> datetime:
        """Return a fixed time."""
        return NOON

    def spent(self) -> Spent:
        """Return what the prepared plan and run have spent."""
        return Spent({"ListEntities": 2}, seconds=1.5)

    def beside(self, roles: Sequence[Role | None], interruption: Interruption | None = None) -> Sequence["FakeProgram"]:
        """Return this program for each member of a fleet; they share its interruption."""
        self.asked.append(("beside", tuple(roles), interruption))
        return [self for _ in roles]

    def load(
        self,
        config: Path,
        paths: Sequence[Path] = (),
        beside: Sequence[Path] = (),
        *,
        today: date | None = None,
    ) -> Repository:
        """Return an empty repository with the prepared problems."""
        day = [str(today)] if today else []
        self.asked.append(("load", str(config), *map(str, (*paths, *beside)), *day))
        self._fail()
        return Repository(settings=Settings(file=str(config)), kinds={}, problems=self.problems)

    def within(self, target: Repository) -> "FakeProgram":
        """Return this program for a target."""
        self.asked.append(("within", target.target))
        return self

    def load_target(self, config: Path, name: str, *, today: date | None = None) -> Repository:
        """Return the repository as a target."""
        return replace(self.load(config, today=today), target=name)

    def load_divided(self, config: Path, *, today: date | None = None) -> Divided:
        """Return a repository without targets."""
        return Divided(self.load(config, today=today))

    def format_files(self, config: Path | None, paths: Sequence[Path] = ()) -> Iterator[FormattedFile]:
        """Return the prepared files."""
        self.asked.append(("format", str(config), *map(str, paths)))
        return iter(self.files)

    def plan(
        self, repository: Repository, options: PlanOptions, commit: str | None, tell: Tell, read: ReadingProgress
    ) -> Planning:
        """Return the prepared plan."""
        self.reads.append(read)
        self.asked.append(("plan", options, commit))
        self.planned = repository
        tell("waiting for nothing")
        made = replace(self.made, commit=commit, options=options.as_json())
        return Planning(plan=made, repository=repository, options=options)

    def attributed(self, planning: Planning, _edits: LastEdits) -> Planning:
        """Return the plan as it is."""
        return planning

    def surroundings(self, _planning: Planning) -> Mapping[Address, ServiceSurroundings]:
        """Return that nothing was read."""
        return {}

    def apply(self, planning: Planning, tell: Progress, keep: Keep, read: ReadingProgress) -> Run:
        """Return the prepared run."""
        self.asked.append("apply")
        self.keep = keep
        self.reads.append(read)
        return self.execution(planning, tell)

    def adopt(self, _repository: Repository, address: Address, remote_id: str, read: ReadingProgress) -> str:
        """Return YAML."""
        self.reads.append(read)
        return f"kind: {address.kind}\nname: {address.name}\nid: {remote_id}\n"

    def adopt_all(self, _repository: Repository, options: AdoptOptions, tell: Tell, read: ReadingProgress) -> Adopted:
        """Return the prepared documents."""
        self.reads.append(read)
        self.asked.append(("adopt_all", options))
        tell("waiting for nothing")
        return self.adopted

    def verify(
        self,
        _planning: Planning,
        service: str,
        options: EndpointOptions,
        agree: Callable[[Sequence[str]], None],
        tell: Tell,
    ) -> VerificationJson:
        """Ask for consent to an endpoint, tell that it waits, and return the prepared verification."""
        self.asked.append(("verify", service, options))
        if options.subnets:
            agree(["It costs money."])
            tell("it waits to be accepted")
        return self.verification

    def migrate(
        self,
        _repository: Repository,
        files: Callable[[Clients], Sequence[SampleFile]],
        options: MigrateOptions,
        _tell: Tell,
        read: ReadingProgress,
    ) -> Migrated:
        """Return the prepared documents and a page."""
        self.reads.append(read)
        self.asked.append(("migrate", files, options))
        return Migrated(self.adopted, "# From AWS's sample\n", {"applied": 1})

    def federate(self, options: FederateOptions, _tell: Tell, read: ReadingProgress) -> Federated:
        """Return two prepared files."""
        self.reads.append(read)
        self.asked.append(("federate", options))
        one = ImportedOrganization("management", "o-abcdef1234", self.adopted)
        return Federated({"fleet.yaml": "version: 1\n", "migration.md": "# From AWS's sample\n"}, (one,))

    def deliver(self, recipient: Recipient, message: Message, _settings: Settings | None) -> None:
        """Keep the message, unless the recipient is *deaf*: then raise its error."""
        if str(recipient) in self.deaf:
            raise self.deaf[str(recipient)]
        self.delivered.append((str(recipient), message))

    def schemas(self) -> Mapping[str, Mapping[str, Any]]:
        """Return the schemas of one kind, of any kind and of settings."""
        return {"product": {"type": "object"}, "document": {"title": "any"}, "settings": {}}

    def survey(self) -> Survey:
        """Return the prepared survey."""
        self.asked.append("survey")
        return self.surveyed

    def starter_files(self, about: NewRepository) -> Mapping[str, str]:
        """Return two files, the second of which is the settings."""
        self.asked.append(about)
        return {"desired_state/README.md": "# Desired state\n", "reconciler.yaml": "version: 1\n"}

    def explanations(self) -> Mapping[str, Explanation]:
        """Return the explanations of two codes."""
        return {one.code: one for one in EXPLANATIONS}

    def serve(self, port: int, seed: Path | None, ready: Callable[[Mapping[str, str]], None]) -> None:
        """Raise KeyboardInterrupt at once."""
        self.asked.append(("serve", port, seed))
        ready({"AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"})
        raise KeyboardInterrupt

    def _fail(self) -> None:
        if self.failure:
            raise self.failure


@dataclass
class Vanishing(FakeProgram):
    """A program that deletes the folder of an output before it reads."""

    def load(
        self,
        config: Path,
        paths: Sequence[Path] = (),
        beside: Sequence[Path] = (),
        *,
        today: date | None = None,
    ) -> Repository:
        """Delete the folder, then read."""
        Path("gone").rmdir()
        return super().load(config, paths, beside, today=today)


class Screen(io.StringIO):
    """A stream that can be a terminal and has an encoding."""

    def __init__(self, text: str = "", *, tty: bool = False, encoding: str = "utf-8") -> None:
        """Begin with *text*, which can be read."""
        super().__init__(text)
        self._tty, self._encoding = tty, encoding

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """Return the encoding of the stream."""
        return self._encoding

    def isatty(self) -> bool:
        """Tell whether the stream is a terminal."""
        return self._tty


@dataclass(frozen=True)
class Said:
    """The output and the exit code of a command line."""

    code: int
    out: str
    err: str


def applied(program: FakeProgram) -> bool:
    """Tell whether the plan was applied."""
    return "apply" in program.asked


def command(line: str, program: FakeProgram | None = None, *, tty: bool = False, answer: str = "") -> Said:
    """Run one command line of words without blanks; *answer* is the reply to questions. Signals interrupt *program*."""
    out, err = Screen(tty=tty), Screen(tty=tty)
    terminal = Terminal(Screen(answer, tty=tty), out, err, {"TERM": "xterm"})
    program = program or FakeProgram()
    with listening() as program.interruption:
        code = run(line.split(), terminal, program, interruption=program.interruption)
    return Said(code, out.getvalue(), err.getvalue())
