"""Questions at a terminal, each with the answer that Enter stands for."""

from collections.abc import Callable
from typing import TypeVar

from reconciler.errors import UsageError
from reconciler.folding import folded

from .terminal import Terminal

T = TypeVar("T")
NOTHING = "none"
"""The answer by which a user states nothing where Enter would state something."""


class Questions:
    """Asks a user, or takes what Enter would give where nobody is to be asked."""

    def __init__(self, terminal: Terminal, *, asking: bool) -> None:
        self._terminal = terminal
        self._asking = asking

    def ask(self, question: str, usual: str, read: Callable[[str], T]) -> T | None:
        """Return the answer as *read* understands it, by default of the text *usual*; None for `none` or nothing.

        An answer that *read* refuses is asked for again.
        """
        while True:
            given = self._terminal.ask(f"{question} [{usual or NOTHING}]:") if self._asking else ""
            text = given or usual
            if not text or text == NOTHING:
                return None
            try:
                return read(text)
            except UsageError as wrong:
                if not given:
                    raise
                told = f"  {wrong.message}: {wrong.hint}"
                self._terminal.complain(*folded([told], self._terminal.error_style.width))

    def agreed(self, question: str) -> bool:
        """Tell whether the user agrees; the end of the input is no consent, and neither is Enter."""
        return not self._asking or self._terminal.ask(f"{question} Only 'yes' will be accepted:") == "yes"
