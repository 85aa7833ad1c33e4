"""Which commands of the sample failed, as far as its files tell. Pure.

A status is about the last change set only, and an error file does not say which command it is about: its changes do.
Example: of three commands, an error file has the changes of the third one, and the status says `Failed`. Then the third
one failed, and the replay leaves it out.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from .sample_command import Remark, SampleCommand
from .sample_status import FAILED, SampleError, SampleStatus, asked_by

Failures = Mapping[str, tuple[Remark, ...]]
"""Why commands failed, by their files."""


def failures(
    commands: Sequence[SampleCommand], statuses: Sequence[SampleStatus], errors: Sequence[SampleError]
) -> Failures:
    """Return which of the *commands* of one experience failed; they are in their order.

    *statuses* are those of the experience, more than one if several short names have it.
    """
    told: dict[str, list[Remark]] = {}
    for command in commands:
        told.setdefault(command.file, []).extend(_alone(command, commands, statuses))
    explained = set[tuple[str, str | None]]()
    for error in errors:
        if blamed := _blamed(error, commands, statuses):
            said = "; ".join(error.told) or "it does not say why"
            told[blamed.file].append(Remark(f"its change set failed as a whole: {said}", error.file))
            explained.add((error.key.short, error.change_set))
    for status in statuses:
        left = [one for one in _of(commands, status) if not told[one.file]]
        if left and status.state == FAILED and (status.key.short, status.change_set) not in explained:
            told[left[-1].file].append(Remark(f"{status.file} says that the last change set failed{_said(status)}"))
    return {file: tuple(reasons) for file, reasons in told.items() if reasons}


def _said(status: SampleStatus) -> str:
    return f": {status.error}" if status.error else ""


def _of(commands: Sequence[SampleCommand], status: SampleStatus) -> Sequence[SampleCommand]:
    return [one for one in commands if one.key.short == status.key.short]


def _last(commands: Sequence[SampleCommand], status: SampleStatus) -> SampleCommand | None:
    own = _of(commands, status)
    return own[-1] if own else None


def _alone(
    command: SampleCommand, commands: Sequence[SampleCommand], statuses: Sequence[SampleStatus]
) -> Iterator[Remark]:
    """Return why a command failed, whatever AWS had."""
    yield from command.faults
    status = next((one for one in statuses if one.key.short == command.key.short), None)
    if status and status.blank:
        yield Remark("the id in its status begins or ends with a blank, so AWS refused its change set", status.place)
    created = status is not None and status.change_set is not None and command is _of(commands, status)[0]
    if not command.asked and not created:
        yield Remark("it asks for nothing, and AWS refused its change set without changes")


def _blamed(
    error: SampleError, commands: Sequence[SampleCommand], statuses: Sequence[SampleStatus]
) -> SampleCommand | None:
    """Return the command whose change set *error* is about, None if no upload that is left can be it."""
    alike = [one for one in commands if one.key.short == error.key.short and asked_by(one.asked) == error.asked]
    before = [one for one in alike if one.modified is None or one.modified <= _moment(error)]
    if not before:
        return None
    return None if _uploaded_again(before[-1], error, commands, statuses) else before[-1]


def _uploaded_again(
    command: SampleCommand, error: SampleError, commands: Sequence[SampleCommand], statuses: Sequence[SampleStatus]
) -> bool:
    """Tell whether the last change set is another one than that of *error*, and succeeded for the same *command*.

    Where the times of uploads are not known, the last command is the one that a status is about.
    """
    status = next((one for one in statuses if one.key.short == error.key.short), None)
    if status is None or command.modified is not None or command is not _last(commands, status):
        return False
    return status.state != FAILED and status.change_set != error.change_set


def _moment(error: SampleError) -> datetime:
    """Return when the error file was written: the clock of the sample's function is UTC."""
    try:
        return datetime.strptime(error.key.at, "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return datetime.max.replace(tzinfo=UTC)
