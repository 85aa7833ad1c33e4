"""What a process leaves about its tasks, so that a process that is lost takes no more than one of them with it."""

import json
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from .roll import Roll
from .task import Done, MemberTask, read_done, written


class GroupFolder:
    """What a process leaves in a *folder* about its tasks: which ones have begun, and how each has ended."""

    def __init__(self, folder: Path) -> None:
        """Take a folder of its own for each group."""
        self._folder = folder

    def begin(self, task: MemberTask) -> None:
        """Note that a task begins."""
        self._file(task).touch()

    def end(self, done: Done) -> None:
        """Note how a task has ended; a process that is killed meanwhile leaves nothing that could be read."""
        file = self._file(done.task)
        file.with_suffix(".part").write_text(json.dumps(written(done)), "utf-8")
        file.with_suffix(".part").rename(file.with_suffix(".end"))

    def has_begun(self, task: MemberTask) -> bool:
        """Tell whether a task has begun."""
        return self._file(task).exists()

    def unended(self, group: Sequence[MemberTask]) -> tuple[MemberTask, ...]:
        """Return the tasks that have not ended."""
        return tuple(task for task in group if not self._file(task).with_suffix(".end").exists())

    def pass_on(self, group: Sequence[MemberTask], told: set[str], roll: Roll) -> None:
        """Tell *roll* which tasks of *group* go on, and how those have ended that are not *told*; they are then."""
        unended = frozenset(self.unended(group))
        for task in group:
            if task in unended:
                if self.has_begun(task):
                    roll.begin(task)
            elif task.member.name not in told:
                told.add(task.member.name)
                roll.end(read_done(task, json.loads(self._file(task).with_suffix(".end").read_text("utf-8"))))

    def _file(self, task: MemberTask) -> Path:
        return self._folder / f"{quote(task.member.name, safe='').replace('.', '%2E')}.begun"
