"""argv to a command and its arguments. Global options stand before or after it; only its module is imported."""

from argparse import SUPPRESS, Namespace
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import NamedTuple

from reconciler import __version__

from .parser import Answered, OneOf, Parser, Say, refuse, refuse_unknown

EXIT_CODES = {
    0: "done, or nothing to do",
    1: "failed, or the question of apply was answered with no",
    2: "changes (plan --detailed-exitcode) or drift (drift)",
    3: "the desired state or the settings are invalid",
    4: "refused by a guard, or by a check of the account or the organization",
    5: "the saved plan is stale; nothing was applied",
    6: "applied in part: something failed or was skipped; the answer names what remains and what to do",
    7: "AWS could not be read completely; never reported as no changes",
    64: "usage error",
    130: "interrupted",
}
"""Contract 3 in words; it stands here so that the help loads no other module."""


class Command(NamedTuple):
    """One command: its module in `commands`, with `options` and `run`, and a summary."""

    module: str
    summary: str


COMMANDS = {
    "init": Command("init", "write the files of a new repository"),
    "validate": Command("validate", "check the repository offline, without credentials"),
    "fmt": Command("fmt", "write documents in their canonical form, comments kept"),
    "plan": Command("plan", "show what apply would change, without writing to AWS"),
    "apply": Command("apply", "plan, show the plan, ask, and carry it out"),
    "import": Command("adopt", "write the YAML that adopts objects of AWS: one, or all"),
    "show": Command("show", "show a saved plan"),
    "drift": Command("drift", "show how AWS differs from the repository"),
    "effective": Command("effective", "show which experience governs each account, and what it can buy"),
    "connections": Command("connections", "list who is connected to endpoint services, or accept and reject endpoints"),
    "subscribers": Command("subscribers", "compare who is subscribed with who may connect and who is connected"),
    "checklist": Command("checklist", "tick AWS Marketplace's checklists for endpoint services"),
    "sheet": Command("sheet", "show what a customer needs to connect to endpoint services"),
    "verify": Command("verify", "look at an endpoint service from another account, as a customer sees it"),
    "explain": Command("explain", "say what the code of a problem or a rule means, and what to do"),
    "completion": Command("completion", "print the script that completes command lines in bash, zsh or fish"),
    "schema": Command("schema", "print the JSON Schema of documents, settings or answers"),
    "twin": Command("twin", "run the embedded AWS, for one command or for any AWS client"),
}

_USAGE_ERROR = 64
_WITH_VALUE = {"--config", "--color"}
_PROG = "reconciler"
_USAGE = "reconciler [--config FILE] [--color auto|always|never] [-v|-vv|-q] COMMAND …"
_ABOUT = "Keeps AWS Private Marketplace and AWS PrivateLink endpoint services equal to what a git repository says."


def understand(argv: Sequence[str]) -> tuple[ModuleType, Namespace]:
    """Return the module of the command that *argv* names, and its arguments.

    Raises UsageError for a wrong command line, and Answered for one that asks for help or the version, or is empty.
    """
    before, rest = split(argv)
    known = global_parser().understand(before, Namespace(config=None, color="auto", verbose=0, quiet=False))
    if not argv:
        raise Answered(global_parser(), _USAGE_ERROR)
    if not rest:
        refuse("a command is missing", f"use one of {', '.join(COMMANDS)}; '{_PROG} --help' describes them")
    module, parser = command_parser(rest[0])
    arguments = parser.understand(rest[1:], known)
    if arguments.verbose and arguments.quiet:
        parser.error("-v and -q cannot be combined")
    return module, arguments


def command_parser(word: str) -> tuple[ModuleType, Parser]:
    """Return the module of the command *word*, and the parser of its arguments. Raises UsageError for no command."""
    module = _command(word)
    summary = COMMANDS[word].summary
    parser = Parser(f"{_PROG} {word}", summary[0].upper() + summary[1:] + ".")
    module.options(parser)
    _add_globals(parser)
    parser.epilog = "\n\n".join(filter(None, [_examples(module), _exits(module), parser.epilog]))
    return module, parser


def _examples(module: ModuleType) -> str:
    """Return the examples of a command, each with what it does."""
    return "\n".join(["examples:", *(f"  # {does}\n  {line}" for line, does in module.EXAMPLES)])


def _exits(module: ModuleType) -> str:
    """Return the exit codes of a command with their meanings."""
    return "\n".join(
        ["exit codes:", *(f"  {code:<12}{meant or EXIT_CODES[code]}" for code, meant in module.EXITS.items())]
    )


def split(argv: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Split *argv* before the command: the first word that is neither an option nor the value of an option."""
    at = 0
    while at < len(argv) and argv[at].startswith("-"):
        at += 2 if argv[at] in _WITH_VALUE else 1
    return argv[:at], argv[at:]


def _command(word: str) -> ModuleType:
    """Import the module of one command."""
    if word not in COMMANDS:
        refuse_unknown("command", word, COMMANDS, _PROG)
    return import_module(f"{__package__}.commands.{COMMANDS[word].module}")


def global_parser() -> Parser:
    """Return the parser of the options before the command; its help is that of the whole program."""
    commands = "\n".join(f"  {name:<12}{one.summary}" for name, one in COMMANDS.items())
    codes = "\n".join(f"  {code:<12}{meaning}" for code, meaning in EXIT_CODES.items())
    more = f"'{_PROG} COMMAND --help' shows the options of one command."
    parser = Parser(_PROG, _ABOUT, f"commands:\n{commands}\n\nexit codes:\n{codes}\n\n{more}", _USAGE)
    parser.add_argument("--version", action=Say, const=f"{_PROG} {__version__}\n", help="show the version and exit")
    _add_globals(parser)
    return parser


def _add_globals(parser: Parser) -> None:
    """Add the options that stand before or after the command; an option that is not given keeps its value."""
    add = parser.add_argument_group("global options").add_argument
    add(
        "--config",
        metavar="FILE",
        default=SUPPRESS,
        help="settings file (default: the nearest reconciler.yaml, here or in a folder above)",
    )
    color = OneOf("auto", "always", "never")
    add("--color", metavar="WHEN", type=color, default=SUPPRESS, help="use colour: auto (default), always or never")
    verbose = "show each API call with its time and request id, and the traceback of a bug; -vv: retries and waits, too"
    add("-v", "--verbose", action="count", default=SUPPRESS, help=verbose)
    add("-q", "--quiet", action="store_true", default=SUPPRESS, help="show answers and errors only, no progress")
