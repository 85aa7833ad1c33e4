"""`plan`, `drift`, `validate` and `apply` with a fleet: `--config fleet.yaml`, or a repository and `--on`."""

import shlex
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Final

from reconciler.cli.formats import ALL_FORMATS, CHECKED, FORMATS, SHOWN
from reconciler.cli.outputs import read_outputs
from reconciler.cli.repository import find_config
from reconciler.cli.terminal import Terminal
from reconciler.errors import ExitCode, InvalidInput, UsageError
from reconciler.fleet import OWN, Member
from reconciler.model import Problem
from reconciler.pipeline import fleet_code, is_fleet, read_fleet

from .answering import DRIFT
from .choosing import Chosen, chosen, of_saved
from .dividing import Division, divide
from .folder import SavedPlans, check_new, read_folder
from .run import FleetRun

if TYPE_CHECKING:
    from reconciler.cli.program import Program

    from .telling.announcement import FleetAnnouncement

_FORMATS: Final = {"plan": ALL_FORMATS, "validate": CHECKED, "drift": SHOWN, "apply": FORMATS}
"""The formats of a fleet's answer by command: those of one repository."""
_OWN: Final = frozenset({"config", "color", "verbose", "quiet", "format", "select", "exclude", "on"})
"""Options that the fleet itself obeys."""
_TOGETHER: Final = frozenset(
    {"detailed_exitcode", "out", "report", "yes", "file", "expect", "notify", "told", "metrics"}
)
"""Options of some commands that concern all members together."""


def run_all(command: ModuleType, arguments: Namespace, program: "Program", terminal: Terminal) -> int:
    """Run *command* in all members that are chosen, and write one answer. Raises UsageError and InvalidInput."""
    name = command.__name__.rpartition(".")[2]
    passed: Sequence[str] | None = getattr(command, "FLEET", None)
    if passed is None:
        raise UsageError(f"{arguments.config} is a fleet, and {name} works in one repository", _hint(arguments))
    _check(name, arguments, passed)
    outputs = read_outputs(arguments.format, None, known=_FORMATS[name])
    words = [*_words(arguments, passed)]
    make = partial(FleetRun, arguments, program, terminal, outputs)
    if name != DRIFT:
        saved = _saved(arguments)
        return _carry_out(name, _begun(make, *_found(name, arguments, program, saved)), words, saved)
    from reconciler.cli.notifying.announcing import announcing

    from .telling.announcement import FleetAnnouncement

    announcement = FleetAnnouncement(arguments, program, terminal)
    with announcing(announcement, terminal, outputs):
        found, members = _found(name, arguments, program)
        run = _begun(make, found, members, announcement.begin(members, found))
        del found  # the documents of all targets: each that is chosen waits with its own
        announcement.code = _answer(name, run, [name, *words], announcement)
    return announcement.code


def _found(
    name: str, arguments: Namespace, program: "Program", saved: SavedPlans | None = None
) -> tuple[Division, Sequence[Chosen]]:
    """Return all members, and those that run. Raises UsageError if there are none."""
    found = divide(_members(arguments), program, vars(arguments).get("at"), commits=name != "validate")
    members = of_saved(found, saved) if saved else _chosen(found, arguments)
    for folder in _folders(arguments):
        check_new(folder, [one.member.name for one in members])
    return found, members


def _begun(
    make: Callable[..., FleetRun], found: Division, members: Sequence[Chosen], more: Sequence[Problem] = ()
) -> FleetRun:
    """Return the run of *members*, which also has the problems *more*."""
    return make(members, len(found.every) - len(members), (*found.problems, *more), found.whole)


def _carry_out(name: str, run: FleetRun, words: list[str], saved: SavedPlans | None) -> ExitCode:
    if name != "apply":
        return _answer(name, run, [name, *words])
    from .applying import apply_all

    return apply_all(run, words, saved)


def _members(arguments: Namespace) -> Sequence[Member]:
    """Return the members of fleet.yaml; a repository is a fleet of its targets."""
    config = find_config(arguments.config, Path.cwd())
    return read_fleet(config).members if is_fleet(config) else (Member(OWN, config, prefix=""),)


def _chosen(found: Division, arguments: Namespace) -> Sequence[Chosen]:
    members = chosen(found, vars(arguments).get("select", ()), vars(arguments).get("exclude", ()))
    if not members:
        raise UsageError("no member is left, so nothing was done", "check --select and --exclude")
    return members


def _saved(arguments: Namespace) -> SavedPlans | None:
    """Return the saved plans of the folder that the command line names, if it names one. Raises UsageError."""
    given = vars(arguments)
    if not given.get("file"):
        return None
    if any(given[option] for option in ("select", "exclude", "no_removals", "reject_connections")):
        raise UsageError("options that choose cannot be given with a folder of plans", "the plans say what is planned")
    return read_folder(given["file"])


def _answer(name: str, run: FleetRun, words: list[str], announcement: "FleetAnnouncement | None" = None) -> ExitCode:
    """Carry out a command that only reads in all members, and write the answer; *announcement* hears of it first."""
    words += ["--detailed-exitcode"] if name == "plan" else []
    done = run.crew.carry_out(run.tasks(run.members, words), writes=False)
    answers = run.answers(name, done)
    counted = name == DRIFT or bool(vars(run.arguments).get("detailed_exitcode"))
    code = fleet_code(answers.answer, changes_count=counted)
    if announcement:
        announcement.found(done, code)
    run.write(answers, vars(run.arguments).get("out"))
    return code


def _folders(arguments: Namespace) -> Iterator[Path]:
    """Return the folders that the command writes."""
    return (folder for folder in (vars(arguments).get(name) for name in ("out", "report")) if folder)


def _check(name: str, arguments: Namespace, passed: Sequence[str]) -> None:
    """Raise UsageError for an option that is of one repository only."""
    ours = {*_OWN, *passed, *_TOGETHER}
    for option, value in vars(arguments).items():
        if option not in ours and value not in (None, False, [], 0):
            written = "PATH" if option == "paths" else f"--{option.replace('_', '-')}"
            raise UsageError(f"{name} {written} is for one repository, not for a fleet", _hint(arguments))


def _hint(arguments: Namespace) -> str:
    if not (arguments.config and is_fleet(Path(arguments.config))):
        return "leave out --on: with it, the repository is a fleet of its targets"
    try:
        member = read_fleet(Path(arguments.config)).members[0]
    except InvalidInput:
        return f"name the settings of one member of {arguments.config}"
    return f"name the settings of one member: --config {shlex.quote(str(member.config))}"


def _words(arguments: Namespace, passed: Sequence[str]) -> Iterator[str]:
    """Return the options that are passed on to each member."""
    for option in passed:
        value = vars(arguments).get(option)
        written = f"--{option.replace('_', '-')}"
        if value is True:
            yield written
        elif value not in (None, False):
            yield from (written, str(value))
