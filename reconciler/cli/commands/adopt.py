"""`reconciler import`: the YAML that makes one object of AWS part of the repository."""

import re
from argparse import ArgumentTypeError, Namespace
from pathlib import Path

from reconciler.cli.parser import Parser
from reconciler.cli.program import Program
from reconciler.cli.terminal import Terminal

_ADDRESS = re.compile(r"[a-z_]+\.[a-z0-9][a-z0-9_-]{0,62}")

EXAMPLES = (
    ("reconciler import experience.finance --id exp-1234example", "print the document of an experience"),
    ("reconciler import endpoint_service.api --id vpce-svc-0123456789abcdef0", "print the documents of a service"),
)
EXITS = {
    0: "",
    1: "failed",
    3: "",
    4: "the address or the id is stated already, or a check of the account failed",
    7: "",
    64: "",
    130: "",
}
"""The exit codes, with what they mean here; without words, they mean what they mean everywhere."""


def options(parser: Parser) -> None:
    """Add the address that the object gets, and its id in AWS."""
    parser.add_argument(
        "address",
        metavar="ADDRESS",
        type=_address,
        help="address that the object gets: KIND.NAME, such as experience.finance",
    )
    parser.add_argument("--id", metavar="ID", required=True, help="id of the object in AWS, such as exp-1234example")


def _address(text: str) -> str:
    """Check one `KIND.NAME`."""
    if not _ADDRESS.fullmatch(text):
        raise ArgumentTypeError(f"'{text}' is not KIND.NAME, such as experience.finance")
    return text


def run(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Print the YAML."""
    from reconciler.cli.reading import reading
    from reconciler.cli.repository import find_config
    from reconciler.errors import ExitCode
    from reconciler.model import Address

    repository = program.load(find_config(arguments.config, Path.cwd()))
    with reading(terminal) as shown:
        written = program.adopt(repository, Address(*arguments.address.split(".")), arguments.id, shown.progress)
    terminal.answer_text(written)
    return ExitCode.DONE
