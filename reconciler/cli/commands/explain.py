"""`reconciler explain`: the meaning of the code of a problem or a rule, and what to do."""

from argparse import Namespace

from reconciler.cli.parser import Parser, refuse
from reconciler.cli.program import Program
from reconciler.cli.terminal import Terminal

EXAMPLES = (
    ("reconciler explain near-miss", "explain one code"),
    ("reconciler explain", "list all codes"),
)
EXITS = {0: "", 64: ""}
"""The exit codes, with what they mean here; without words, they mean what they mean everywhere."""


def options(parser: Parser) -> None:
    """Add the code; without a code, all are listed."""
    what = "code in the brackets of a problem, such as near-miss or max_removals (default: list all codes)"
    parser.add_argument("code", metavar="CODE", nargs="?", help=what)


def run(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Print one explanation, or one line for each code."""
    from reconciler.errors import ExitCode
    from reconciler.render import code_lines, explanation_lines
    from reconciler.spelling import quoted
    from reconciler.suggestions import did_you_mean

    code, explanations = arguments.code, program.explanations()
    style, width = terminal.answer_style, terminal.width
    if code is None:
        terminal.answer(code_lines(explanations.values(), style, width))
        return ExitCode.DONE
    if code not in explanations:
        hint = "'reconciler explain' lists the codes of reconciler; a code with capital letters is AWS's own"
        refuse(f"unknown code {quoted(code)}", did_you_mean(code, explanations) or hint)
    terminal.answer(explanation_lines(explanations[code], style, width))
    return ExitCode.DONE
