"""Names of objects: `^[a-z0-9][a-z0-9_-]{0,62}$`, except texts that could be an id (contract 1.2)."""

import re
from typing import Final

NAME_PATTERN: Final = "^[a-z0-9][a-z0-9_-]{0,62}$"

_NAME: Final = re.compile(NAME_PATTERN.strip("^$"))
_LITERAL: Final = re.compile(
    r"[0-9]{12}"
    r"|(?:o|ou|prod|prodview)-.*|arn:.*|\*|.*\.amazonaws\.com"
    r"|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{11,12}",
    re.DOTALL,
)


def looks_literal(text: str) -> bool:
    """Tell whether *text* is or resembles an id: names and ids stand in the same lists, so a name must not."""
    return _LITERAL.fullmatch(text) is not None


def is_name(text: str) -> bool:
    """Tell whether *text* has the form of a name. It may still look like an id."""
    return _NAME.fullmatch(text) is not None
