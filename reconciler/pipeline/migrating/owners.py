"""The live experience of each short name of the sample, and why some have none. Pure.

An id is taken only from a status file, or from the change set that a status names, and only if AWS has the experience.
Example: the status of MarketingUnit has the id ` exp-1`. AWS has exp-1: MarketingUnit is exp-1, and the blank is told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reconciler.model import Observed, stated
from reconciler.ports import ChangeSetSummary
from reconciler.spelling import quoted

from .sample import Sample
from .sample_command import Remark
from .sample_status import FAILED, RUNNING, SampleStatus

Live = Mapping[str, Observed[Any]]
"""The live experiences by id."""
EndedSets = Mapping[str, ChangeSetSummary]
"""Change sets that have ended, by id."""


@dataclass(frozen=True, slots=True)
class SampleOwners:
    """The id of the experience of each short name, and the reasons for those that have none (*without*).

    *unknown* are the status files whose id AWS does not have, by short name.
    """

    ids: Mapping[str, str] = field(default_factory=dict)
    without: Mapping[str, tuple[Remark, ...]] = field(default_factory=dict)
    unknown: Mapping[str, SampleStatus] = field(default_factory=dict)

    def shorts(self) -> Mapping[str, Sequence[str]]:
        """Return the short names of each experience that has one."""
        found: dict[str, list[str]] = {}
        for short, id_ in self.ids.items():
            found.setdefault(id_, []).append(short)
        return found


def owners(sample: Sample, live: Live, ended: EndedSets) -> SampleOwners:
    """Find the live experience of each short name of *sample*."""
    ids: dict[str, str] = {}
    without: dict[str, tuple[Remark, ...]] = {}
    unknown: dict[str, SampleStatus] = {}
    for short in sample.shorts():
        status = sample.statuses.get(short)
        if (id_ := _id_of(status, live, ended)) is not None:
            ids[short] = id_
            continue
        without[short] = (*_why(sample, short, ended), *_titled(sample, short, live))
        if status and status.id:
            unknown[short] = status
    return SampleOwners(ids, without, unknown)


def _id_of(status: SampleStatus | None, live: Live, ended: EndedSets) -> str | None:
    """Return the id of a live experience that *status* names, or that its change set has created."""
    if status is None:
        return None
    if status.id is not None:
        return status.id if status.id in live else None
    summary = ended.get(status.change_set or "")
    created = [one for one in summary.entities if one in live] if summary and summary.status == "SUCCEEDED" else []
    return created[0] if len(created) == 1 else None


def _why(sample: Sample, short: str, ended: EndedSets) -> Iterator[Remark]:
    """Say why *short* has no live experience."""
    name = f"STATUS_Experience_{short}"
    status = sample.statuses.get(short)
    if status is None:
        unread = any(one.file == name for one in sample.unread)
        said = f"{name} cannot be read" if unread else f"no {name}"
        yield Remark(f"{said}: no command of it has made or changed an experience, as far as the files tell")
    elif status.id is not None:
        yield Remark(f"AWS has no experience {quoted(status.id)}, which {name} names", status.place)
    elif status.state == FAILED:
        yield Remark(f"the creation failed{f': {status.error}' if status.error else ''}", status.place)
    elif status.state == RUNNING:
        yield Remark(f"{name} says In Progress, and {_end(status, ended)}", status.place)
    else:
        yield Remark(f"{name} has no id of an experience", status.place)


def _end(status: SampleStatus, ended: EndedSets) -> str:
    """Say how the change set of a status ended that the sample did not hear of."""
    found = ended.get(status.change_set or "")
    return f"its change set has ended: {found.status}" if found else "AWS does not list its change set any more"


def _titled(sample: Sample, short: str, live: Live) -> Iterator[Remark]:
    """Say which live experiences have the last Name of *short*: a creation may have failed halfway."""
    commands = [one.title for one in sample.commands.get(short, ()) if one.title]
    guessed = [one.title for one in sample.unread if one.key.short == short and one.title]
    for title in [*commands, *guessed][-1:]:
        alike = [id_ for id_, one in live.items() if (stated(one.spec).get("title") or "").strip() == title.strip()]
        if not alike:
            yield Remark(f"no live experience is called {quoted(title)}")
        for id_ in sorted(alike):
            yield Remark(f"{id_} is called {quoted(title)}: reconciler import experience.NAME --id {id_} adopts it")
