"""The process on a worker that carries out groups, one after the other, of one run.

It reads groups and answers from stdin, and says on stdout, one JSON a line, what begins and how each task has ended. A
task begins only after the answer `yes`. When stdin is closed, the worker has ended, and the process ends at once:
nobody is left who would know of what it does.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from threading import Thread
from typing import IO, TYPE_CHECKING, Final

from reconciler.cli.fleet.kept import KeptTexts
from reconciler.cli.fleet.task import Done, MemberTask, carry_out, written
from reconciler.cli.signals import listening
from reconciler.interruption import Interruption

from .sent_group import SentGroup, line, read_group

if TYPE_CHECKING:
    from reconciler.cli.program import Program

YES, NO = b"yes\n", b"no\n"
LENGTH: Final = 8
"""How many bytes before a group say how long it is."""


class Conversation:
    """What this process and the worker say to each other."""

    def __init__(self, heard: IO[bytes], out: IO[bytes]) -> None:
        """Take the pipes from and to the worker, and listen from then on."""
        self._out = out
        self._groups: SimpleQueue[bytes] = SimpleQueue()
        self._answers: SimpleQueue[bytes] = SimpleQueue()
        Thread(target=self._listen, args=(heard,), daemon=True).start()

    def group(self) -> SentGroup:
        """Return the next group."""
        return read_group(self._groups.get())

    def may_begin(self, position: int) -> bool:
        """Ask whether the task at *position* may begin: it does so once, wherever it was sent."""
        try:
            self.say({"begin": position})
            return self._answers.get() == YES
        except KeyboardInterrupt:
            return False

    def say(self, message: Mapping[str, object]) -> None:
        """Say one thing."""
        self._out.write(line(message))
        self._out.flush()

    def _listen(self, heard: IO[bytes]) -> None:
        """Hear groups, which a length precedes, and answers; end with the worker."""
        while word := heard.readline():
            if word in {YES, NO}:
                self._answers.put(word)
            else:
                self._groups.put(heard.read(int(word)))
        os._exit(1)


def main() -> None:
    """Carry out the groups on stdin until it is closed or a signal comes; what anything prints goes to stderr."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    talk = Conversation(os.fdopen(0, "rb"), out)
    with listening() as interruption:
        while not interruption.asked:
            group = talk.group()
            with TemporaryDirectory() as folder:
                _carry_out(group, Path(os.path.realpath(folder)), interruption, talk)
                os.chdir("/")
            talk.say({"ended": True})
    os._exit(0)


def _carry_out(group: SentGroup, folder: Path, interruption: Interruption, talk: Conversation) -> None:
    from reconciler.cli.installed import Installed

    os.chdir(group.files.lay_out(folder))
    here = Installed(os.environ, interruption)
    programs = here.beside([task.member.role for task in group.tasks], interruption)
    for position, done in _each(group, folder, programs, talk.may_begin):
        talk.say({"position": position, **written(done)})


def _each(
    group: SentGroup, folder: Path, programs: "Sequence[Program]", may_begin: Callable[[int], bool]
) -> Iterator[tuple[int, Done]]:
    """Carry out the tasks that may begin. An interrupted group says of all others that they were not begun."""
    for position, (task, commit, program) in enumerate(zip(group.tasks, group.commits, programs, strict=True)):
        if not program.interruption.asked and may_begin(position):
            program.commit = commit
            yield position, _as_on_the_client(carry_out(_moved(task, group, folder), program), group, folder)
        elif program.interruption.asked:
            yield position, Done(task, None)


def _moved(task: MemberTask, group: SentGroup, folder: Path) -> MemberTask:
    """Return *task* with absolute paths below *folder*; relative ones are right as they are."""
    top = f"{group.files.top.rstrip('/')}/"
    moved = {word: str(folder / word.removeprefix(top)) for word in task.words if word.startswith(top)}
    config = str(task.member.config)
    member = replace(task.member, config=folder / config.removeprefix(top)) if config.startswith(top) else task.member
    return replace(task, member=member, words=tuple(moved.get(word, word) for word in task.words))


def _as_on_the_client(done: Done, group: SentGroup, folder: Path) -> Done:
    """Return *done* with the paths that the client has: those that are absolute lead into *folder* here."""
    here, there = f"{folder}/", f"{group.files.top.rstrip('/')}/"
    texts = KeptTexts({name: text.replace(here, there) for name, text in done.texts.items()})
    return replace(done, texts=texts, told=done.told.replace(here, there))


if __name__ == "__main__":
    main()
