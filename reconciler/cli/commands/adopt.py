"""`reconciler import`: the YAML that makes one object of AWS, or everything, part of the repository."""

import re
from argparse import ArgumentTypeError, Namespace
from pathlib import Path

from reconciler.cli.parser import Parser, refuse
from reconciler.cli.program import Program
from reconciler.cli.terminal import Terminal

_ADDRESS = re.compile(r"[a-z_]+\.[a-z0-9][a-z0-9_-]{0,62}")

EXAMPLES = (
    ("reconciler import --all --names", "write everything that no document manages into desired_state"),
    ("reconciler import experience.finance --id exp-1234example", "print the document of an experience"),
)
EXITS = {
    0: "",
    1: "failed",
    3: "",
    4: "the address or the id is stated already, or a check of the account failed",
    6: "not all was imported; the answer says what was not, and why",
    7: "",
    64: "",
    130: "",
}
"""The exit codes, with what they mean here; without words, they mean what they mean everywhere."""


def options(parser: Parser) -> None:
    """Add the address that one object gets and its id in AWS, or what of everything is imported, and to where."""
    parser.add_argument(
        "address",
        metavar="ADDRESS",
        nargs="?",
        type=_address,
        help="address that the object gets: KIND.NAME, such as experience.finance",
    )
    parser.add_argument("--id", metavar="ID", help="id of the object in AWS, such as exp-1234example")
    add = parser.add_argument_group("everything, or what AWS's sample has made").add_argument
    add("--all", action="store_true", help="write everything that no document manages into files, all or nothing")
    what = (
        "write the experiences of AWS's sample private-marketplace-automation, and migration.md about its files; from "
    )
    add("--from-aws-sample", metavar="DIR|s3://BUCKET", help=f"{what}its bucket, or a folder with a copy of it")
    add("--strict", action="store_true", help="write nothing if a file of the sample cannot be read")
    selector = "KIND, KIND.NAME or a glob; repeatable"
    add("--select", metavar="S", action="append", default=[], help=f"only objects that get these addresses: {selector}")
    add("--out", metavar="DIR", help="folder to write into (default: desired_state of the settings)")
    add("--names", action="store_true", help="name accounts and units as the organization does")


def _address(text: str) -> str:
    """Check one `KIND.NAME`."""
    if not _ADDRESS.fullmatch(text):
        raise ArgumentTypeError(f"'{text}' is not KIND.NAME, such as experience.finance")
    return text


def run(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Print the YAML of one object, or write that of everything."""
    from reconciler.cli.repository import find_config

    _check(arguments)
    config = find_config(arguments.config, Path.cwd())
    if arguments.from_aws_sample:
        from reconciler.cli.migrating import import_sample

        return import_sample(arguments, program, terminal, config)
    if arguments.all:
        from reconciler.cli.importing import import_all

        return import_all(arguments, program, terminal, config)
    return _import_one(arguments, program, terminal, config)


def _import_one(arguments: Namespace, program: Program, terminal: Terminal, config: Path) -> int:
    from reconciler.cli.reading import reading
    from reconciler.errors import ExitCode
    from reconciler.model import Address

    repository = program.load(config)
    with reading(terminal) as shown:
        written = program.adopt(repository, Address(*arguments.address.split(".")), arguments.id, shown.progress)
    terminal.answer_text(written)
    return ExitCode.DONE


def _check(arguments: Namespace) -> None:
    """Refuse options that do not belong together."""
    one, many = arguments.address or arguments.id, arguments.all or arguments.from_aws_sample
    if arguments.all and arguments.from_aws_sample:
        refuse("--all and --from-aws-sample are two imports", "run one after the other")
    if many and one:
        option = "--all" if arguments.all else "--from-aws-sample"
        refuse(f"{option} is not for one object", f"leave out ADDRESS and --id, or {option}")
    if arguments.select and not arguments.all:
        refuse("--select belongs to --all", "write reconciler import --all …")
    if arguments.strict and not arguments.from_aws_sample:
        refuse("--strict belongs to --from-aws-sample", "write reconciler import --from-aws-sample …")
    if not many and (arguments.out or arguments.names):
        refuse("--out and --names belong to --all and --from-aws-sample", "write reconciler import --all …")
    if not many and not (arguments.address and arguments.id):
        missing = "--id" if arguments.address else "ADDRESS" if arguments.id else "ADDRESS, --id (or --all)"
        refuse(f"the following arguments are required: {missing}", "'reconciler import --help' lists the options")
