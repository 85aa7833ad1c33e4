"""argv to a verb and its arguments: global options before and after the verb, nothing imported but the verb chosen."""

from argparse import SUPPRESS, Namespace
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import NamedTuple

from reconciler import __version__

from .parser import Parser, Say, one_of, refuse, refuse_unknown

EXIT_CODES = {
    0: "done; nothing to do",
    1: "failed",
    2: "there are changes (plan --detailed-exitcode) or drift (drift)",
    3: "desired state or settings invalid",
    4: "refused by a guard",
    5: "the saved plan is stale",
    6: "applied in part: something failed or was skipped; what remains is told, and whether a new run can finish it",
    7: "AWS could not be read completely: never reported as no changes",
    64: "usage",
    130: "interrupted",
}
"""Contract 3, in words; kept beside the help so that asking for it loads nothing else."""


class Verb(NamedTuple):
    """One command: the module of `verbs` that has its `options` and `run`, and what it does."""

    module: str
    summary: str


VERBS = {
    "validate": Verb("validate", "check the repository offline, without credentials"),
    "plan": Verb("plan", "show what would change; never writes to AWS"),
    "apply": Verb("apply", "plan, show, ask and execute"),
    "import": Verb("adopt", "print the YAML that adopts one live object"),
    "show": Verb("show", "show a saved plan"),
    "drift": Verb("drift", "show how AWS differs from the repository"),
    "effective": Verb("effective", "show which experience governs whom, and what that lets buy"),
    "schema": Verb("schema", "print the JSON Schema of documents or of the settings"),
    "twin": Verb("twin", "run the embedded AWS, for one command or for any AWS client"),
}

_WITH_VALUE = {"--config", "--color"}
_PROG = "reconciler"
_USAGE = "reconciler [--config FILE] [--color auto|always|never] [-v|-q] COMMAND …"
_ABOUT = "Keeps AWS Private Marketplace and AWS PrivateLink endpoint services equal to what a git repository says."


def understand(argv: Sequence[str]) -> tuple[ModuleType, Namespace]:
    """Give the module of the verb that *argv* names, and its arguments.

    Raises UsageError for a command line that makes no sense, and Answered for one that asks for help or the version.
    """
    before, rest = _split(argv)
    known = _global_parser().understand(before, Namespace(config=None, color="auto", verbose=False, quiet=False))
    if not rest:
        refuse("a command is missing", f"one of {', '.join(VERBS)}; '{_PROG} --help' says what they do")
    module = _verb(rest[0])
    parser = Parser(f"{_PROG} {rest[0]}", VERBS[rest[0]].summary[0].upper() + VERBS[rest[0]].summary[1:] + ".")
    module.options(parser)
    _add_globals(parser)
    arguments = parser.understand(rest[1:], known)
    if arguments.verbose and arguments.quiet:
        parser.error("-v and -q exclude each other")
    return module, arguments


def _split(argv: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Part *argv* before its verb: the first word that is neither an option nor the value of one."""
    at = 0
    while at < len(argv) and argv[at].startswith("-"):
        at += 2 if argv[at] in _WITH_VALUE else 1
    return argv[:at], argv[at:]


def _verb(word: str) -> ModuleType:
    """Import the module of one verb."""
    if word not in VERBS:
        refuse_unknown("command", word, VERBS, _PROG)
    return import_module(f"{__package__}.verbs.{VERBS[word].module}")


def _global_parser() -> Parser:
    """Make the parser of what stands before the verb; its help is the help of the whole program."""
    verbs = "\n".join(f"  {name:<12}{verb.summary}" for name, verb in VERBS.items())
    codes = "\n".join(f"  {code:<12}{meaning}" for code, meaning in EXIT_CODES.items())
    more = f"'{_PROG} COMMAND --help' shows the options of one command."
    parser = Parser(_PROG, _ABOUT, f"commands:\n{verbs}\n\nexit codes:\n{codes}\n\n{more}", _USAGE)
    parser.add_argument("--version", action=Say, const=f"{_PROG} {__version__}\n", help="show the version and exit")
    _add_globals(parser)
    return parser


def _add_globals(parser: Parser) -> None:
    """Add what may stand before and after the verb; what is left out keeps the value that it has."""
    add = parser.add_argument_group("everywhere").add_argument
    add(
        "--config",
        metavar="FILE",
        default=SUPPRESS,
        help="settings; default: reconciler.yaml here or in a folder above",
    )
    color = one_of("auto", "always", "never")
    add("--color", metavar="WHEN", type=color, default=SUPPRESS, help="auto (default), always or never")
    add("-v", "--verbose", action="store_true", default=SUPPRESS, help="say more, and where a bug is")
    add("-q", "--quiet", action="store_true", default=SUPPRESS, help="answers and errors only, no progress")
