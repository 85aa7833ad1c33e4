"""Marks in the sentences of a page: what is a name, what an id. The scripts make elements of them.

The marks are characters that `clean` escapes, so a name from AWS or a file cannot hold one.
"""

from functools import partial
from typing import Final

from reconciler.render.words import clean

NAME: Final = "\u2068"
"""Begins a name, whose direction of writing is its own (Unicode: FIRST STRONG ISOLATE)."""
CODE: Final = "\u2066"
"""Begins an id, an address or a value (LEFT-TO-RIGHT ISOLATE)."""
END: Final = "\u2069"
"""Ends either (POP DIRECTIONAL ISOLATE)."""
MARKS: Final = frozenset((NAME, CODE, END))


def _between(mark: str, text: str) -> str:
    return f"{mark}{clean(text)}{END}"


named = partial(_between, NAME)
coded = partial(_between, CODE)


def bare(text: str) -> str:
    """Return *text* without marks, as a terminal shows it."""
    return "".join(character for character in text if character not in MARKS)
