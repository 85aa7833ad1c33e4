"""Tasks, with the files that they read, as a group that can be sent."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from reconciler.cli.fleet.task import Done, MemberTask
from reconciler.cli.git.commit import Commit, find_commit
from reconciler.errors import ReconcilerError
from reconciler.pipeline import sources_of

from .collecting import FileCollector
from .sent_group import SentGroup

_COMMITTED: Final = frozenset({"plan", "drift", "apply"})
"""Commands whose answer names the commit of the documents."""
_SHOW: Final = "show"


def packed(group: Sequence[MemberTask], environment: Mapping[str, str]) -> tuple[SentGroup, list[Done]]:
    """Return the tasks that can be sent, and how the others have ended: their files cannot be read.

    The commit is asked for here, with the *environment* of this machine: no worker has the work tree.
    """
    files, failed = FileCollector(Path.cwd()), list[Done]()
    sent: list[tuple[MemberTask, Commit | None]] = []
    for task in group:
        try:
            _collect(task, files)
            sent.append((task, _commit(task, environment)))
        except ReconcilerError as error:
            failed.append(Done(task, error.exit_code, told=_told(error)))
    return SentGroup(tuple(task for task, _ in sent), tuple(commit for _, commit in sent), files.collected()), failed


def _told(error: ReconcilerError) -> str:
    return f"error: {error.message}\n" + (f"  hint: {error.hint}\n" if error.hint else "")


def _collect(task: MemberTask, files: FileCollector) -> None:
    """Collect what *task* reads: no document of a target, which was read here, and of a plan that is only shown."""
    for file in task.inputs:
        files.add_input(file)
    files.add_settings(task.member.config)
    if not task.target and task.words[0] != _SHOW:
        files.add_documents(task.member.config)


def _commit(task: MemberTask, environment: Mapping[str, str]) -> Commit | None:
    if task.target:
        return Commit(task.target.commit)
    return find_commit(sources_of(task.member.config), environment) if task.words[0] in _COMMITTED else None
