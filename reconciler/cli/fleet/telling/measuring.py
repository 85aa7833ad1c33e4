"""The metrics of a fleet: how each of its members ended, and all together."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from reconciler.cli.files import write_whole
from reconciler.cli.fleet.choosing import Chosen
from reconciler.errors import ExitCode
from reconciler.kind import remotes
from reconciler.kinds import all_kinds
from reconciler.pipeline import MEMBER_STATES, worst_code
from reconciler.render import MeasuredMember, RunEnd, fleet_metrics

from .finding import MemberFinding
from .places import Places

_STATES: Final = tuple(dict.fromkeys(MEMBER_STATES.values()))


def unread(members: Sequence[Chosen], code: ExitCode, places: Places) -> list[MemberFinding]:
    """Return what is known of *members* if the run has ended with *code* before they had answers."""
    return [
        MemberFinding(one.member.name, one.member.config, places.of(one.member.config), code, None) for one in members
    ]


def write_metrics(
    file: Path,
    repository: str,
    ending: RunEnd,
    findings: Sequence[MemberFinding],
    untold: Mapping[str, int],
    left_out: int,
) -> None:
    """Write the metrics of a run to *file*; *untold* counts the recipients that were not told of a member.

    Raises ReconcilerError if they cannot be written.
    """
    members = [*_measured(findings, untold, ending.at)]
    text = fleet_metrics(repository, ending, members, states=_STATES, kinds=remotes(all_kinds()), left_out=left_out)
    write_whole(file, text)


def _measured(findings: Sequence[MemberFinding], untold: Mapping[str, int], at: datetime) -> Iterator[MeasuredMember]:
    for one in findings:
        missed = untold.get(one.member, 0)
        code = worst_code([one.code, *([ExitCode.FAILED] if missed else [])])
        yield MeasuredMember(one.member, one.place, MEMBER_STATES[one.code], one.plan, RunEnd(code, at, missed))
