"""Options and steps that the planning commands share."""

import re
from argparse import ArgumentTypeError, Namespace
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from .parser import Parser
from .program import Program
from .terminal import Terminal

if TYPE_CHECKING:
    from argparse import _ArgumentGroup

    from reconciler.model import Spent
    from reconciler.pipeline import Planning, PlanOptions

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_ACCEPTANCE = re.compile(r"[a-z][a-z_-]*@[0-9a-f]{8}")


def add_selectors(parser: Parser, verb: str = "plan") -> "_ArgumentGroup":
    """Add the options that select objects; *verb* is what the command does with them. Return their group."""
    group = parser.add_argument_group("selection")
    add = group.add_argument
    selector = "KIND, KIND.NAME or a glob; repeatable"
    add("--select", metavar="S", action="append", default=[], help=f"{verb} only these objects: {selector}")
    add("--exclude", metavar="S", action="append", default=[], help=f"{verb} all but these objects: {selector}")
    return group


def add_selection(parser: Parser) -> None:
    """Add the options that select the objects and changes of a plan."""
    add = add_selectors(parser).add_argument
    add("--no-removals", action="store_true", help="only add and change: end no object and remove no member")
    add("--reject-connections", action="store_true", help="cut the live connections that no grant admits")


def add_acceptance(
    parser: "Parser | _ArgumentGroup", what: str = "accept a refused rule for one plan, as plan prints it; repeatable"
) -> None:
    """Add the option that accepts a refused rule; *what* is its help."""
    add = parser.add_argument
    add("--accept", metavar="RULE@DIGEST", action="append", default=[], type=_acceptance, help=what)


def add_at(parser: Parser) -> None:
    """Add the option that plans as on another day."""
    what = "plan as on another day (UTC), YYYY-MM-DD: what expires by then; such a plan is never applied"
    parser.add_argument("--at", metavar="DATE", type=_day, help=what)


def _day(text: str) -> date:
    """Check a day of the calendar."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError as error:
        raise ArgumentTypeError(f"'{text}' is not a date: write it as YYYY-MM-DD") from error


def add_full(parser: Parser) -> None:
    """Add the option that shows long lists in full."""
    parser.add_argument("--full", action="store_true", help="show long lists in full")


def apply_command(arguments: Namespace, file: Path | None = None) -> list[str]:
    """Return the parts of the command that applies what *arguments* plan, each part written for the shell.

    A plan in a *file* has in it the options with which it was made; what is accepted beside the file is not in it. A
    target is applied alone from the folder of saved plans.
    """
    given = vars(arguments)
    if given.get("target") and not file:
        file = Path("FOLDER", f"{given['target']}.json")
    config = [f"--config {quote(arguments.config)}"] if arguments.config else []
    accepted = [f"--accept {quote(one)}" for one in given.get("accept", ())]
    if file:
        return ["reconciler apply", *config, quote(str(file)), *([] if "out" in given else accepted)]
    chosen = [f"--{name} {quote(one)}" for name in ("select", "exclude") for one in given.get(name, ())] + accepted
    flags = [f"--{name.replace('_', '-')}" for name in ("no_removals", "reject_connections") if given.get(name)]
    return ["reconciler apply", *config, *chosen, *flags]


def _acceptance(text: str) -> str:
    """Check one `RULE@DIGEST`."""
    if not _ACCEPTANCE.fullmatch(text):
        raise ArgumentTypeError(f"'{text}' is not RULE@DIGEST, such as max_removals@1a2b3c4d: copy it from the plan")
    return text


def digest(text: str) -> str:
    """Check the digest of a plan."""
    if not _DIGEST.fullmatch(text):
        raise ArgumentTypeError(f"'{text}' is not the digest of a plan: paste the 'digest' of its JSON, sha256:…")
    return text


def make_plan(
    arguments: Namespace, program: Program, terminal: Terminal, *, whole_organization: bool = False
) -> "Planning":
    """Read the repository and plan it; a repository with errors is not compared with AWS.

    *whole_organization* reads more of the organization than the plan relies on. Raises what `pipeline.load` and
    `pipeline.plan` raise.
    """
    from reconciler.errors import InvalidInput
    from reconciler.model import note
    from reconciler.pipeline import sources_of

    from .git.commit import Commit, find_commit
    from .reading import reading
    from .repository import find_config

    config = find_config(arguments.config, Path.cwd())
    day: date | None = vars(arguments).get("at")
    target: str | None = vars(arguments).get("target")
    repository = program.load_target(config, target, today=day) if target else program.load(config, today=day)
    vars(arguments)["target"] = repository.target
    if repository.errors:
        raise InvalidInput("the desired state has errors, so nothing was planned", repository.errors)
    known = program.commit or (Commit(repository.commit) if repository.commit else None)
    commit = known or find_commit(sources_of(config), program.environment)
    terminal.add(*filter(None, [commit.aside]))
    repository = replace(repository, problems=(*repository.problems, *commit.problems))
    if day:
        told = note("planned-as-on", f"planned as on {day} (UTC); such a plan is never applied")
        repository = replace(repository, problems=(*repository.problems, told))
    options = replace(options_of(arguments), whole_organization=whole_organization)
    with reading(terminal) as shown:
        planning = program.plan(repository, options, commit.sha, shown.tell, shown.progress)
    terminal.add(calls_of("reading AWS", planning.reading))
    return planning


def calls_of(what: str, reading: "Spent") -> str:
    """Say how many API calls *what* took."""
    from reconciler.render.words import count

    calls = count(sum(reading.calls.values()), "API call")
    return f"{what} took {calls}" + (f", {reading.throttled} of them throttled" if reading.throttled else "")


def options_of(arguments: Namespace) -> "PlanOptions":
    """Return the plan options of the command line; options that a command lacks have their defaults.

    A command that shows nothing of subscriptions sets `sales` to False, and one that shows nothing of the marketplace
    sets `sellers_only`.
    """
    from reconciler.model import Acceptance
    from reconciler.pipeline import PlanOptions

    given = vars(arguments)
    return PlanOptions(
        select=tuple(given.get("select", ())),
        exclude=tuple(given.get("exclude", ())),
        no_removals=given.get("no_removals", False),
        reject_connections=given.get("reject_connections", False),
        accept=tuple(map(Acceptance.read, given.get("accept", ()))),
        at=given.get("at"),
        acceptances=given.get("acceptances"),
        sales=given.get("sales", True),
        offering=given.get("offering"),
        by_hand=given.get("by_hand"),
        sellers_only=given.get("sellers_only", False),
    )
