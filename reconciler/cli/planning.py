"""Options and steps that plan, apply and drift share."""

import re
from argparse import ArgumentTypeError, Namespace
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from .parser import Parser
from .program import Program
from .terminal import Terminal

if TYPE_CHECKING:
    from reconciler.pipeline import Planning, PlanOptions

_ACCEPTANCE = re.compile(r"[a-z][a-z_-]*@[0-9a-f]{8}")


def add_selection(parser: Parser) -> None:
    """Add what says which objects are planned, and what for."""
    add = parser.add_argument_group("what is planned").add_argument
    selector = "KIND, KIND.NAME or a glob; may be repeated"
    add("--select", metavar="S", action="append", default=[], help=f"only these objects: {selector}")
    add("--exclude", metavar="S", action="append", default=[], help=f"all but these objects: {selector}")
    add("--no-removals", action="store_true", help="add and change, but end nothing and take nothing away")
    add("--reject-connections", action="store_true", help="cut live connections that no grant admits any more")


def add_acceptance(parser: Parser) -> None:
    """Add what acknowledges a refused rule."""
    what = "accept a refused rule of one plan, as plan prints it; may be repeated"
    add = parser.add_argument
    add("--accept", metavar="RULE@DIGEST", action="append", default=[], type=_acceptance, help=what)


def add_full(parser: Parser) -> None:
    """Add what lifts all limits of a text."""
    parser.add_argument("--full", action="store_true", help="leave nothing out of the text, however long")


def _acceptance(text: str) -> str:
    """Check one `RULE@DIGEST`."""
    if not _ACCEPTANCE.fullmatch(text):
        raise ArgumentTypeError(f"'{text}' is not RULE@DIGEST, e.g. max_removals@1a2b3c4d: paste it as plan prints it")
    return text


def make_plan(arguments: Namespace, program: Program, terminal: Terminal) -> "Planning":
    """Read the repository and plan it; AWS is not even asked when the repository has errors.

    Raises what `pipeline.load` and `pipeline.plan` raise.
    """
    from reconciler.errors import InvalidInput
    from reconciler.pipeline import sources_of

    from .commit import find_commit
    from .repository import find_config

    config = find_config(arguments.config, Path.cwd())
    repository = program.load(config)
    if repository.errors:
        raise InvalidInput("the desired state has errors, so nothing was planned", repository.errors)
    commit = find_commit(sources_of(config), program.environment)
    terminal.add(*filter(None, [commit.aside]))
    repository = replace(repository, problems=(*repository.problems, *commit.problems))
    return program.plan(repository, options_of(arguments), commit.sha, terminal.say)


def options_of(arguments: Namespace) -> "PlanOptions":
    """Say what the command line says about the plan; what a command has no option for is not asked."""
    from reconciler.guard import Acceptance
    from reconciler.pipeline import PlanOptions

    given = vars(arguments)
    return PlanOptions(
        select=tuple(given.get("select", ())),
        exclude=tuple(given.get("exclude", ())),
        no_removals=given.get("no_removals", False),
        reject_connections=given.get("reject_connections", False),
        accept=tuple(Acceptance(*text.split("@")) for text in given.get("accept", ())),
    )
