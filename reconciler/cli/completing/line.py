r"""The text of a bash command line up to the cursor -> its words without quotes. Pure.

bash splits words at `=` and `:`, too, and keeps the quotes. Example: `reconciler plan --format json=my\ fi` has the
words `plan`, `--format` and, at the cursor, `json=my fi`.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_CURSOR = "\0"
"""Marks the end of the text: a shell's text cannot contain it."""

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<operator> [0-9]*[<>]+[&|]? | &>{1,2} | [;|&()]+ )
      | (?P<word> (?: \\. | '[^']*(?:'|$) | "(?:\\.|[^"\\])*(?:"|$) | [^\s;|&()<>'"\\] )+ )
    )""",
    re.VERBOSE | re.DOTALL,
)
_QUOTED = re.compile(r"""\\(.)|'([^']*)'?|"((?:\\.|[^"\\])*)"?""", re.DOTALL)
_ESCAPED = re.compile(r"""\\([$`"\\\0])""")


class CommandLine(NamedTuple):
    """A command line up to the cursor: the *words* after the program's name, and the *word* that ends at the cursor.

    *redirected* tells that the word is the file of a redirection, as in `reconciler plan > fi`.
    """

    words: tuple[str, ...]
    word: str
    redirected: bool = False


def bash_line(text: str) -> CommandLine:
    """Return the command line *text*, from the program's name to the cursor; open quotes are allowed."""
    words: list[str] = []
    redirected = False
    for token in _TOKEN.finditer(text + _CURSOR):
        if token["operator"]:
            redirected = not {"<", ">"}.isdisjoint(token["operator"])
            words = words if redirected else []
        elif redirected and not token["word"].endswith(_CURSOR):
            redirected = False
        else:
            words.append(unquoted(token["word"]))
    return CommandLine(tuple(words[1:-1]), words[-1].removesuffix(_CURSOR) if words else "", redirected)


def unquoted(word: str) -> str:
    """Return *word* without quotes and backslashes. Variables and commands stay as they are written."""
    return _QUOTED.sub(lambda quoted: "".join(_texts(quoted)), word)


def _texts(quoted: re.Match[str]) -> Iterator[str]:
    escaped, single, double = quoted.groups()
    yield from filter(None, (escaped, single))
    if double:
        yield _ESCAPED.sub(r"\1", double)
