"""The members of a run: repositories, and the targets of those that are to be divided.

Example: the member sellers/big is divided, and has seller saas in eu-west-1 and us-east-1. Its targets are the members
`sellers/big/saas/eu-west-1` and `sellers/big/saas/us-east-1`. Its documents are read once, for both.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reconciler.cli.git.commit import Commit, find_commit
from reconciler.errors import InvalidInput
from reconciler.fleet import Member
from reconciler.model import Problem
from reconciler.pipeline import Repository, Sources

if TYPE_CHECKING:
    from datetime import date

    from reconciler.cli.program import Program
    from reconciler.pipeline import Divided


@dataclass(frozen=True, slots=True)
class Division:
    """All members of a run, in the order of the answer.

    *targets* has, by name, the part of a repository that a member is. *whole* are the names of repositories that were
    to be divided and have errors: they answer as a whole. *problems* are those that belong to no target. *kinds* are
    those whose objects live in AWS.
    """

    every: tuple[Member, ...]
    targets: Mapping[str, Repository] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    kinds: frozenset[str] = frozenset()


def divide(members: Iterable[Member], program: "Program", day: "date | None", *, commits: bool) -> Division:
    """Divide those of *members* that are to be divided, as on *day*; *commits* says whether plans name a commit.

    Raises InvalidInput if two members have the same name then.
    """
    every: list[Member] = []
    targets: dict[str, Repository] = {}
    whole: set[str] = set()
    problems: list[Problem] = []
    kinds: set[str] = set()
    for member in members:
        found = None if member.prefix is None else _divided(member, program, day)
        if found is None or not found.targets:
            every.append(member)
            whole |= set() if member.prefix is None else {member.name}
            continue
        commit = _commit(member, found.whole, program) if commits else Commit(None)
        named = {f"{member.prefix}{one.target}": replace(one, commit=commit.sha) for one in found.targets}
        every += [replace(member, name=name, prefix=None) for name in named]
        targets |= named
        problems += (*found.problems, *commit.problems)
        kinds |= found.whole.remotes.keys()
    _check_names(every)
    return Division(tuple(every), targets, frozenset(whole), tuple(problems), frozenset(kinds))


def _divided(member: Member, program: "Program", day: "date | None") -> "Divided | None":
    """Return the targets of *member*; None if its settings are not valid, which it says itself."""
    try:
        return program.load_divided(member.config, today=day)
    except InvalidInput:
        return None


def _commit(member: Member, whole: Repository, program: "Program") -> Commit:
    """Find the commit of all files of *member*, once for all of its targets."""
    return find_commit(Sources(member.config, whole.settings, here=Path.cwd()), program.environment)


def _check_names(members: Iterable[Member]) -> None:
    seen: set[str] = set()
    for member in members:
        if member.name in seen:
            hint = "give the seller another name, or move the folder"
            raise InvalidInput(f"two members of the fleet are called {member.name}", hint=hint)
        seen.add(member.name)
