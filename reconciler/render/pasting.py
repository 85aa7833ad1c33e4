r"""A command line that a user pastes into a shell, in as many lines as the width asks for.

Example: the line that accepts two rules of a plan file, in 60 columns:

    reconciler apply plan.json \
      --accept max_connected_removed@1a2b3c4d \
      --accept ungoverned@1a2b3c4d
"""

from collections.abc import Sequence

APPLY = ("reconciler apply",)
"""The parts of the command that applies a plan of the whole repository."""
_INDENT = "    "
_MORE = "      "
_ON = " \\"


def pasted(parts: Sequence[str], width: int) -> list[str]:
    """Return the command of *parts* indented, in lines of at most *width* columns; only a part may be longer.

    A part is not broken: it is the command, or an option with its value, written for the shell. Each line but the last
    ends with a backslash, so that all of them are one command.
    """
    lines = [_INDENT + parts[0]]
    for part in parts[1:]:
        if len(lines[-1]) + 1 + len(part) + len(_ON) <= width:
            lines[-1] += f" {part}"
        else:
            lines.append(_MORE + part)
    return [f"{line}{_ON}" for line in lines[:-1]] + lines[-1:]
