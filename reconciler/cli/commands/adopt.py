"""`reconciler import`: the YAML that makes one object of AWS, or everything, part of the repository."""

import re
from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from reconciler.cli.parser import Parser, refuse
from reconciler.cli.program import Program
from reconciler.cli.terminal import Terminal

_ADDRESS = re.compile(r"[a-z_]+\.[a-z0-9][a-z0-9_-]{0,62}")
_ACCOUNT = re.compile(r"[0-9]{12}")
_ROLE = re.compile(r"(?:[\w+=,.@-]+/)*[\w+=,.@-]{1,64}", re.ASCII)
"""The name of a role, behind its path if it has one (IAM API, `CreateRole`)."""
_WHOLE = ("--all", "--from-aws-sample", "--from-cross-org")
_OWNERS = {
    "--select": ("--all",),
    "--strict": ("--from-aws-sample", "--from-cross-org"),
    "--management-experience": ("--from-cross-org",),
    "--role": ("--from-cross-org",),
    "--out": _WHOLE,
    "--names": _WHOLE,
}
"""The imports that each option belongs to."""

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
    add = parser.add_argument_group("everything, or what AWS's samples have made").add_argument
    add("--all", action="store_true", help="write everything that no document manages into files, all or nothing")
    what = (
        "write the experiences of AWS's sample private-marketplace-automation, and migration.md about its files; from "
    )
    add("--from-aws-sample", metavar="DIR|s3://BUCKET", help=f"{what}its bucket, or a folder with a copy of it")
    add(
        "--strict", action="store_true", help="write nothing if a file of a sample, or a list, leaves something unclear"
    )
    selector = "KIND, KIND.NAME or a glob; repeatable"
    add("--select", metavar="S", action="append", default=[], help=f"only objects that get these addresses: {selector}")
    add("--out", metavar="DIR", help="folder to write into (default: desired_state of the settings)")
    _across(add)
    add("--names", action="store_true", help="name accounts and units as the organization does")


def _across(add: Callable[..., Any]) -> None:
    """Add the options of an import of several organizations."""
    what = "write a new repository with the organization of the credentials and those of member accounts, which AWS's "
    what += "sample pmp-cross-org-support keeps in step with it; an account administers Private Marketplace there"
    add("--from-cross-org", metavar="MEMBER_ACCOUNT", nargs="+", type=_account, help=what)
    one = "id of the experience that the members follow (default: the only one that is not archived)"
    add("--management-experience", metavar="ID", help=one)
    role = "role that is assumed in each member account (default: reconciler-plan)"
    add("--role", metavar="ROLE", type=_role, help=role)


def _account(text: str) -> str:
    """Check one account id."""
    if not _ACCOUNT.fullmatch(text):
        raise ArgumentTypeError(f"'{text}' is not an account id of 12 digits")
    return text


def _role(text: str) -> str:
    """Check the name of a role, with its path."""
    if not _ROLE.fullmatch(text):
        raise ArgumentTypeError(f"'{text}' is not the name of a role: write reconciler-plan, or path/reconciler-plan")
    return text


def _address(text: str) -> str:
    """Check one `KIND.NAME`."""
    if not _ADDRESS.fullmatch(text):
        raise ArgumentTypeError(f"'{text}' is not KIND.NAME, such as experience.finance")
    return text


def run(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Print the YAML of one object, or write that of everything."""
    from reconciler.cli.repository import find_config

    _check(arguments)
    if arguments.from_cross_org:
        from reconciler.cli.federating import import_federation

        return import_federation(arguments, program, terminal)
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
    whole = [option for option in _WHOLE if _given(arguments, option)]
    one = arguments.address or arguments.id
    if whole[1:]:
        refuse(f"{whole[0]} and {whole[1]} are two imports", "run one after the other")
    if whole and one:
        refuse(f"{whole[0]} is not for one object", f"leave out ADDRESS and --id, or {whole[0]}")
    for option, owners in _OWNERS.items():
        if _given(arguments, option) and not {*whole} & {*owners}:
            refuse(f"{option} belongs to {_and(owners)}", f"write reconciler import {owners[0]} …")
    if arguments.from_cross_org and arguments.config:
        hint = "leave out --config; --out names the folder of the new repository"
        refuse("--from-cross-org writes new settings, and reads none", hint)
    _check_members(arguments.from_cross_org or ())
    if not whole and not (arguments.address and arguments.id):
        missing = "--id" if arguments.address else "ADDRESS" if arguments.id else "ADDRESS, --id (or --all)"
        refuse(f"the following arguments are required: {missing}", "'reconciler import --help' lists the options")


def _and(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _given(arguments: Namespace, option: str) -> bool:
    return bool(vars(arguments)[option.removeprefix("--").replace("-", "_")])


def _check_members(accounts: Sequence[str]) -> None:
    """Refuse an account that is named twice."""
    for account in accounts:
        if accounts.count(account) > 1:
            refuse(f"--from-cross-org names {account} twice", "name each account once")
