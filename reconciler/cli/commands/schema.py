"""`reconciler schema`: the JSON Schemas of documents, settings and JSON, for editors and other programs."""

from argparse import Namespace

from reconciler.cli.parser import Parser, refuse
from reconciler.cli.program import Program
from reconciler.cli.terminal import Terminal

EXAMPLES = (
    ("reconciler schema > document.json", "the schema of documents, for an editor"),
    ("reconciler schema plan", "the schema of the JSON of a plan"),
)
EXITS = {0: "", 64: ""}
"""The exit codes, with what they mean here; without words, they mean what they mean everywhere."""


def options(parser: Parser) -> None:
    """Add the kind or another schema; without it, the schema is that of documents of any kind."""
    what = "a kind such as experience, settings for reconciler.yaml, or plan, drift, report, effective or validate for "
    what += "JSON (default: documents of any kind)"
    parser.add_argument("kind", metavar="KIND", nargs="?", help=what)


def run(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Print one schema."""
    from reconciler.documents import DOCUMENT
    from reconciler.errors import ExitCode
    from reconciler.render import to_json
    from reconciler.spelling import quoted
    from reconciler.suggestions import did_you_mean

    name, schemas = arguments.kind or DOCUMENT, program.schemas()
    if name not in schemas:
        refuse(f"unknown kind {quoted(name)}", did_you_mean(name, schemas) or f"one of {', '.join(schemas)}")
    terminal.answer_text(to_json(schemas[name]))
    return ExitCode.DONE
