"""What drift found in one member of a fleet, as those see it who are told."""

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, cast

from reconciler.cli.fleet.task import Done
from reconciler.cli.notifying.message import token_of, warns_beside
from reconciler.cli.program import Program
from reconciler.cli.unplanned import unmade
from reconciler.errors import ExitCode, ReconcilerError
from reconciler.printed import PlanJson

_ERROR: Final = "error: "
_NOT_RUN: Final = "this member was not run"
_TELLS_NOBODY: Final = frozenset({ExitCode.USAGE, ExitCode.INTERRUPTED})
"""Exit codes of members that nobody is told of, as without a fleet: whoever has typed the command sees them."""


@dataclass(frozen=True)
class MemberFinding:
    """The drift of *member*, whose settings are *config*, in the repository *place*; None if nobody is told of it.

    A member without an answer of its own has a plan that could not be made.
    """

    member: str
    config: Path
    place: str
    code: int | None
    plan: PlanJson | None

    @cached_property
    def token(self) -> str:
        """Return what stands for all that is told of the member."""
        return token_of(self.plan, self.place, self.member) if self.plan else ""

    @property
    def is_clean(self) -> bool:
        """Tell whether AWS is as the documents say."""
        return bool(self.plan and self.plan["digest"] and self.code == ExitCode.DONE)

    @property
    def is_news(self) -> bool:
        """Tell whether there is something to tell of the member: drift, a warning beside it, or that it is unknown."""
        return bool(self.plan and (not self.is_clean or warns_beside(self.plan)))


def finding(done: Done, place: str, program: Program, arguments: Namespace) -> MemberFinding:
    """Return what drift found in one member, as it has ended."""
    member = done.task.member
    return MemberFinding(member.name, member.config, place, done.code, _plan(done, program, arguments))


def _plan(done: Done, program: Program, arguments: Namespace) -> PlanJson | None:
    if done.answer:
        return cast("PlanJson", done.answer)
    if done.code in _TELLS_NOBODY:
        return None
    return unmade(ReconcilerError(_why(done.told.splitlines())), program, arguments)


def _why(told: Sequence[str]) -> str:
    """Return why there is no answer, by what the member has said on stderr."""
    found = next((line for line in told if line.startswith(_ERROR)), next(iter(told), _NOT_RUN))
    return found.removeprefix(_ERROR)
