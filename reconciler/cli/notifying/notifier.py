"""Recipients told one after the other: one that cannot be told does not keep the others from being told."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from reconciler.cli.errors import tell
from reconciler.cli.program import Program
from reconciler.cli.terminal import Terminal
from reconciler.errors import ReconcilerError
from reconciler.model import Problem
from reconciler.model import error as as_error
from reconciler.recipients import Message, Recipient
from reconciler.render import problem_lines
from reconciler.render.page import Page
from reconciler.settings import Settings

from .told import Told, ToldBook


class Notifier:
    """Tells *recipients*, each the same thing only once if *file* remembers what they were told."""

    def __init__(
        self, recipients: Sequence[Recipient], settings: Settings | None, book: ToldBook, file: Path | None = None
    ) -> None:
        """Take what *file* holds as *book*; *settings* is None where reconciler.yaml could not be read."""
        self._recipients = recipients
        self._settings = settings
        self._book = book
        self._file = file

    def tell(self, message: Message, program: Program, terminal: Terminal) -> int:
        """Send *message* to whom it is new, and return how many recipients could not be told or remembered."""
        return sum(not self._tell(one, message, program, terminal) for one in self._recipients)

    def forget(self, terminal: Terminal, token: str) -> int:
        """Forget all but *token*, since there is no drift any more; return 1 if *file* could not be written."""
        kept = self._book.alone.only(token)
        return 0 if kept == self._book.alone else int(not self._remember(kept, terminal))

    def _tell(self, recipient: Recipient, message: Message, program: Program, terminal: Terminal) -> bool:
        """Tell one recipient. Return False if it could not be told, or if that could not be remembered."""
        if self._book.alone.knows(recipient, message.token):
            terminal.say(f"{recipient} knows this already")
            return True
        try:
            program.deliver(recipient, message, self._settings)
        except ReconcilerError as error:
            complain(untold(str(recipient), error), terminal)
            return False
        terminal.say(f"told {recipient}")
        return self._remember(self._book.alone.after(recipient, message.token), terminal)

    def _remember(self, told: Told, terminal: Terminal) -> bool:
        """Write *told* to the file, if there is one. Return False if it cannot be written."""
        self._book = replace(self._book, alone=told)
        return remembered(self._book, self._file, terminal)


def remembered(book: ToldBook, file: Path | None, terminal: Terminal) -> bool:
    """Write *book* to *file*, if there is one. Return False, and say why, if it cannot be written."""
    try:
        if file:
            book.write(file)
    except ReconcilerError as error:
        tell(error, terminal)
        return False
    return True


def untold(who: str, error: ReconcilerError) -> Problem:
    """Return the problem that *who* could not be told."""
    hint = error.hint or "it is tried again by the next run that finds drift"
    return as_error("not-delivered", f"{who} was not told: {error.message}", "", hint)


def complain(problem: Problem, terminal: Terminal) -> None:
    """Show *problem* on stderr."""
    page = Page(terminal.error_style, full=True)
    terminal.complain(*page.messages(problem_lines(page, [problem.as_json()])))
