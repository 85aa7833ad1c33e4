"""Every file of the sample with its finding, and every experience of the sample with what is odd about it. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reconciler.model import Observed, stated
from reconciler.spelling import by_number, quoted

from .failures import failures
from .judging import JudgedFile, SampleFinding, in_no_file, judged
from .owners import EndedSets, Live, SampleOwners
from .sample import Sample, UnreadFile, in_order
from .sample_command import Remark, SampleCommand
from .sample_status import RUNNING, SampleStatus


@dataclass(frozen=True, slots=True)
class ComparedExperience:
    """A live experience of the sample: its title, its short names, and what is odd about it."""

    id: str
    title: str
    shorts: tuple[str, ...]
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class SampleComparison:
    """The sample compared with AWS: *files* by name, *experiences* in the order of their short names."""

    files: tuple[JudgedFile, ...] = ()
    experiences: tuple[ComparedExperience, ...] = ()

    def count(self) -> Mapping[SampleFinding, int]:
        """Return how many files have each finding, without those that no file has."""
        found = [one.finding for one in self.files]
        return {one: found.count(one) for one in SampleFinding if one in found}


def compared(sample: Sample, found: SampleOwners, live: Live, ended: EndedSets) -> SampleComparison:
    """Compare *sample* with the *live* experiences, of which it has *found* its own."""
    files: list[JudgedFile] = []
    experiences = []
    for id_, shorts in found.shorts().items():
        commands = in_order(one for short in shorts for one in sample.commands.get(short, ()))
        statuses = [sample.statuses[short] for short in shorts]
        failed = failures(commands, statuses, [one for one in sample.errors if one.key.short in shorts])
        files += judged(commands, failed, stated(live[id_].spec))
        files += (_status(one, ended) for one in statuses)
        unread = any(one.key.short in shorts for one in sample.unread)
        experiences.append(_experience(live[id_], shorts, commands, live, unread=unread))
    files += _without_experience(sample, found)
    files += (_unread(one, found) for one in sample.unread)
    files += (_error(one.file, sample, one.key.short) for one in sample.errors)
    files += (JudgedFile(name, SampleFinding.NEVER, (Remark(key.why),)) for name, key in sample.others.items())
    return SampleComparison(tuple(sorted(files, key=lambda one: by_number(one.file))), tuple(experiences))


def _status(status: SampleStatus, ended: EndedSets) -> JudgedFile:
    """Return the finding of the status file of a live experience."""
    remarks = []
    if status.blank:
        remarks.append(Remark(f"the id {quoted(status.stated)} begins or ends with a blank", status.place))
    if status.state == RUNNING:
        summary = ended.get(status.change_set or "")
        end = f"ended: {summary.status}" if summary else "is not listed by AWS any more"
        remarks.append(Remark(f"it says In Progress, and the change set {end}"))
    return JudgedFile(status.file, SampleFinding.EVIDENCE, tuple(remarks))


def _error(file: str, sample: Sample, short: str) -> JudgedFile:
    """Return the finding of an error file."""
    known = short in sample.commands or short in sample.statuses
    return JudgedFile(
        file, SampleFinding.EVIDENCE, () if known else (Remark("it is about no other file that is left"),)
    )


def _unread(one: UnreadFile, found: SampleOwners) -> JudgedFile:
    """Return the finding of a file that cannot be read: the sample's functions stop at it, too."""
    reasons = (Remark(one.why, one.place), *found.without.get(one.key.short, ()))
    return JudgedFile(one.file, SampleFinding.NOT_PARSEABLE, reasons)


def _without_experience(sample: Sample, found: SampleOwners) -> Iterator[JudgedFile]:
    """Return the findings of commands and statuses whose experience AWS does not have."""
    for short, reasons in found.without.items():
        never = short not in sample.statuses
        for command in sample.commands.get(short, ()):
            finding = SampleFinding.NEVER if never else SampleFinding.CONTRADICTED
            yield JudgedFile(command.file, finding, (*command.faults, *reasons, *command.remarks))
        if short in sample.statuses:
            finding = SampleFinding.CONTRADICTED if short in found.unknown else SampleFinding.EVIDENCE
            yield JudgedFile(sample.statuses[short].file, finding, reasons)


def _experience(
    one: Observed[Any], shorts: Sequence[str], commands: Sequence[SampleCommand], live: Live, *, unread: bool
) -> ComparedExperience:
    """Say what is odd about one experience; *unread* tells whether it has files that cannot be read."""
    fields = stated(one.spec)
    title = fields.get("title") or ""
    remarks = [*_of_title(one.remote_id, title, commands, live)]
    if len(shorts) > 1:
        remarks.append(Remark(f"{len(shorts)} short names have it: {', '.join(map(quoted, shorts))}"))
    if fields.get("status") != "enabled":
        remarks.append(Remark(f"it is {fields.get('status') or 'not enabled'}, so it governs nobody"))
    if commands:
        remarks += in_no_file(commands, fields)
    elif not unread:
        remarks.append(Remark("no command file of it is left: it was adopted and never changed, or its files are gone"))
    return ComparedExperience(one.remote_id, title, tuple(shorts), tuple(remarks))


def _of_title(id_: str, title: str, commands: Sequence[SampleCommand], live: Live) -> Iterator[Remark]:
    """Say what is odd about the title: the sample never renamed an experience."""
    last = next((one for one in reversed(commands) if one.title), None)
    if last and last.title != title:
        yield Remark(f"the last Name is {quoted(last.title)}, the title in AWS {quoted(title)}", last.file)
    if title != title.strip():
        yield Remark(f"its title {quoted(title)} begins or ends with a blank: trim it in the document to rename it")
    for other in sorted(live):
        if other != id_ and stated(live[other].spec).get("title") == title:
            yield Remark(f"{other} has the same title")
