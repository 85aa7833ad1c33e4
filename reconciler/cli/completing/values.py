"""The values that an argument of the command line can have, as far as they are known offline."""

from argparse import Action
from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from typing import NamedTuple

import reconciler
from reconciler.cli.commands.connections import DECISIONS

from .stated import offerings, stated

_KINDS = Path(reconciler.__file__).parent / "kinds"


class Candidate(NamedTuple):
    """A word that can stand at the cursor, and what it means in one line.

    The user goes on typing behind a word that ends in `=`, `.`, `@`, `:` or `/`, so the scripts add no blank there.
    """

    word: str
    meaning: str = ""


class Context(NamedTuple):
    """What values depend on: the word so far, the value of `--config`, and the working directory."""

    word: str
    config: str | None
    here: Path

    def names(self) -> dict[str, list[str]]:
        """Return the names that documents state, by kind."""
        return stated(self.config, self.here)


def _chosen(argument: Action, _: Context) -> Iterator[Candidate]:
    """Return the words of an argument that takes one of a few."""
    return map(Candidate, getattr(argument.type, "words", ()))


def _formats(argument: Action, _: Context) -> Iterator[Candidate]:
    """Return each format, for stdout and for a file."""
    for name in getattr(argument.type, "formats", ()):
        yield Candidate(name, "on stdout")
        yield Candidate(f"{name}=", "to a file")


def _selectors(_: Action, context: Context) -> Iterator[Candidate]:
    """Return the kinds of objects that documents state, or, behind a dot, the objects; the kind may be a glob."""
    pattern, dot, _rest = context.word.partition(".")
    names = context.names()
    for kind in filter(names.get, kinds_in_aws()):
        if not dot:
            yield Candidate(kind, f"each {kind}")
            yield Candidate(f"{kind}.", f"one {kind}")
        elif fnmatchcase(kind, pattern):
            yield from (Candidate(f"{pattern}.{name}") for name in names[kind])


def _new_addresses(_: Action, context: Context) -> Iterator[Candidate]:
    """Return the beginning of an address of each kind that can be imported; the name has to be a new one."""
    if "." not in context.word:
        yield from (Candidate(f"{kind}.", "a new name follows") for kind in kinds_in_aws())


def _names_of(kind: str, _: Action, context: Context) -> Iterator[Candidate]:
    return map(Candidate, context.names().get(kind, ()))


def _offerings(_: Action, context: Context) -> Iterator[Candidate]:
    """Return the offerings that sellers state."""
    return map(Candidate, offerings(context.config, context.here))


def _customers(argument: Action, context: Context) -> Iterator[Candidate]:
    """Return the names of customers' documents and of principals, each once."""
    found = [one for kind in ("allowed_principals", "principal") for one in _names_of(kind, argument, context)]
    yield from dict.fromkeys(found)


def _services(argument: Action, context: Context) -> Iterator[Candidate]:
    """Return the services that documents state, and the words that decide on endpoints, which only AWS knows."""
    yield from _names_of("endpoint_service", argument, context)
    yield from (Candidate(word, f"{word} endpoints by hand") for word in DECISIONS)


def _codes(*_: object) -> Iterator[Candidate]:
    """Return each code that can be explained."""
    from reconciler.explanations import read_explanations

    of_kinds = (file for kind in kinds() if (file := _KINDS / kind / "problems.toml").is_file())
    return (Candidate(one.code, one.summary) for one in read_explanations(of_kinds).values())


def _rules(*_: object) -> Iterator[Candidate]:
    """Return each rule that can be accepted; only a plan has the digest that follows."""
    from reconciler.model import ACCEPTABLE

    return (Candidate(f"{rule}@", "the first 8 characters of the digest follow") for rule in ACCEPTABLE)


def _schemas(*_: object) -> Iterator[Candidate]:
    """Return the name of each published schema."""
    from reconciler.printed import printed_schemas

    return map(Candidate, (*kinds(), "document", "settings", "fleet", *printed_schemas()))


def _workers(*_: object) -> Iterator[Candidate]:
    """Return the beginnings of what carries out a fleet; only the user knows how many, or where the scheduler is."""
    yield Candidate("threads:", "threads of this process; their number follows")
    yield Candidate("processes:", "processes of this machine; their number follows")
    yield Candidate("dask://", "workers of a dask cluster; HOST:PORT of its scheduler follows")


def _nothing(*_: object) -> Iterator[Candidate]:
    """Return nothing: the value is the user's, or only AWS or a plan has it."""
    return iter(())


FILE, FORMAT, CHOICE = "FILE", "F[=FILE]", "WHEN"
VALUES: Mapping[str, Callable[[Action, Context], Iterable[Candidate]]] = {
    FILE: _nothing,
    FORMAT: _formats,
    CHOICE: _chosen,
    "S": _selectors,
    "ADDRESS": _new_addresses,
    "SERVICE": _services,
    "ENDPOINT": _nothing,
    "CODE": _codes,
    "RULE@DIGEST": _rules,
    "KIND": _schemas,
    "--account": partial(_names_of, "principal"),
    "OFFERING": _offerings,
    "CUSTOMER": _customers,
    "--product": partial(_names_of, "product"),
    "ID": _nothing,
    "SUBNET,…": _nothing,
    "GROUP,…": _nothing,
    "ACCOUNT": _nothing,
    "MEMBER_ACCOUNT": _nothing,
    "ROLE": _nothing,
    "OWNER/REPO": _nothing,
    "NAME=ACCOUNT:REGION,…": _nothing,
    "DIGEST": _nothing,
    "DATE": _nothing,
    "ARN|URL": _nothing,
    "DIR|s3://BUCKET": _nothing,
    "N": _nothing,
    "HOW": _workers,
}
"""The values of arguments, by the name that the help has for the value, or by the option."""

_FILES = ("FILE", "PLANFILE", "PATH", "DIR", "REPORT")


def value_of(argument: Action) -> str:
    """Return the key of `VALUES` for *argument*."""
    name = str(argument.metavar)
    if hasattr(argument.type, "words"):
        return CHOICE
    if name in _FILES:
        return FILE
    return next((option for option in argument.option_strings if option in VALUES), name)


def kinds() -> list[str]:
    """Return the kinds, found by folder as the program finds them, but without loading them."""
    return sorted(path.parent.name for path in _KINDS.glob("*/__init__.py"))


def kinds_in_aws() -> list[str]:
    """Return the kinds whose objects live in AWS: those that observe them."""
    return [kind for kind in kinds() if (_KINDS / kind / "observe.py").is_file()]
