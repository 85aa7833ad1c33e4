"""`reconciler checklist`: what endpoint services still need for AWS Marketplace. Never writes to AWS."""

import json
from argparse import Namespace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reconciler.cli.formats import FORMATS, SHOWN, add_format
from reconciler.cli.parser import Parser
from reconciler.cli.planning import make_plan
from reconciler.cli.program import Program
from reconciler.cli.terminal import Terminal

if TYPE_CHECKING:
    from reconciler.pipeline import VerifyReport

EXAMPLES = (
    ("reconciler checklist api-us --verified seen.json", "take into account what verify saw from another account"),
    ("reconciler checklist --submission", "write what to send to AWS Marketplace"),
)
EXITS = {0: "", 1: "failed", 2: "an item is red", 3: "", 4: "", 7: "", 64: "", 130: ""}
"""The exit codes, with what they mean here; without words, they mean what they mean everywhere."""


def options(parser: Parser) -> None:
    """Add the service, what is written, the report of verify, and the format of the answer."""
    add = parser.add_argument
    what = "check only this service: its name or address in the repository, its id, or its service name"
    add("service", metavar="SERVICE", nargs="?", help=what)
    add("--submission", action="store_true", help="write what AWS Marketplace asks for, once nothing required is red")
    add("--verified", metavar="REPORT", help="the JSON that verify wrote: what another account saw")
    add_format(parser, SHOWN)


def run(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Plan the endpoint services, read what is around them, and show the items; end with 2 if one is red."""
    from reconciler.cli.codes import checklist_code
    from reconciler.cli.outputs import read_outputs, write_outputs
    from reconciler.cli.renderings import marker, renderings
    from reconciler.cli.unplanned import answering
    from reconciler.errors import ExitCode
    from reconciler.pipeline import checklist, submission
    from reconciler.render import (
        checklist_html,
        checklist_lines,
        checklist_markdown,
        submission_lines,
        submission_markdown,
    )

    known = FORMATS if arguments.submission else SHOWN
    outputs = read_outputs(arguments.format, arguments.config, known=known)
    report = read_verified(arguments.verified)
    mark = marker("checklist", arguments.config)
    vars(arguments).update(select=["endpoint_service"], sales=False, sellers_only=True)
    with answering(arguments, program, terminal, outputs, mark):
        planning = make_plan(arguments, program, terminal)
    around = program.surroundings(planning)
    if arguments.submission:
        letter = submission(planning, around, service=arguments.service, report=report)
        written = partial(submission_markdown, marker=mark)
        write_outputs(terminal, outputs, letter, renderings(program, submission_lines, written))
        return ExitCode.DONE
    answer = checklist(planning, around, service=arguments.service, report=report)
    comment = partial(checklist_markdown, marker=mark)
    write_outputs(terminal, outputs, answer, renderings(program, checklist_lines, comment, checklist_html))
    return checklist_code(planning.plan.as_json(), answer)


def read_verified(name: str | None) -> "VerifyReport | None":
    """Read the report in the file *name*; None without one. Raises UsageError and InvalidInput."""
    from reconciler.errors import InvalidInput, UsageError
    from reconciler.pipeline import read_report

    if name is None:
        return None
    try:
        return read_report(json.loads(Path(name).read_text("utf-8")), name)
    except OSError as error:
        raise UsageError(f"cannot read {name}: {error.strerror}", "name the file that verify wrote") from error
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"{name} is not JSON: {error}") from error
