"""`reconciler schema`: what editors and other programs need to know about documents."""

from argparse import Namespace

from reconciler.cli.parser import Parser, refuse_unknown
from reconciler.cli.program import Program
from reconciler.cli.terminal import Terminal


def options(parser: Parser) -> None:
    """Take the kind; without one, every schema is printed by its kind."""
    parser.add_argument("kind", metavar="KIND", nargs="?", help="e.g. experience; default: all, by kind")


def run(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Print one schema, or all of them."""
    from reconciler.errors import ExitCode
    from reconciler.render import to_json

    schemas = program.schemas()
    if arguments.kind is None:
        terminal.answer_text(to_json(schemas))
    elif arguments.kind in schemas:
        terminal.answer_text(to_json(schemas[arguments.kind]))
    else:
        refuse_unknown("kind", arguments.kind, schemas, f"one of {', '.join(schemas)}")
    return ExitCode.DONE
