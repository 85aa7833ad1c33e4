"""The errors of the YAML parser as findings in plain words: where the error begins, and what is probably meant."""

import re
from typing import Any, Final

from yaml import MarkedYAMLError

from reconciler.model import mark
from reconciler.spelling import quoted

from .finding import Finding, mark_at

_BEGINS_EARLIER: Final = frozenset({"while scanning a quoted scalar", "while scanning a simple key"})
"""Contexts of errors whose beginning is a better place to report than the place where the parser stops."""

_CONFLICT: Final = re.compile(r"^<{7} .*$", re.MULTILINE)

_ESCAPES: Final = r"in double quotes write \\ for a backslash, or use single quotes"

_WORDS: Final = {
    "mapping values are not allowed in this context": (
        "a ':' is not expected here",
        "check the indentation; text that holds ': ' needs quotes",
    ),
    "could not find expected ':'": (
        "a ':' is missing after this key",
        "write KEY: VALUE with a blank after the ':'; text of several lines needs a | and its own indentation",
    ),
    "did not find expected key": (
        "a key is expected here",
        "check the indentation of this line and the quotes before it",
    ),
    "did not find expected '-' indicator": (
        "an entry of the list is expected here",
        "entries of one list stand in one column, each behind a '-'",
    ),
    "did not find expected node content": ("a value is expected here", "check brackets, commas and quotes"),
    "did not find expected ',' or ']'": (
        "a ',' or ']' is expected here",
        "put a comma between the entries of a list and close it with ]",
    ),
    "did not find expected ',' or '}'": (
        "a ',' or '}' is expected here",
        "put a comma between the fields of a mapping and close it with }",
    ),
    "did not find expected <document start>": (
        "the document has ended, but something follows",
        "check the brackets and quotes above; --- begins another document",
    ),
    "found unexpected end of stream": ("these quotes are never closed", "close them"),
    "found unexpected document indicator": ("these quotes are not closed before the document ends", "close them"),
    "block sequence entries are not allowed in this context": (
        "a list cannot begin here",
        "begin it on a line of its own below its key, or write it in brackets",
    ),
    "found unknown escape character": (
        "this escape is not known",
        _ESCAPES,
    ),
    "found a tab character that violates indentation": ("a tab cannot indent", "indent with spaces"),
    "found unknown directive name": ("this directive is not known", "leave the line out"),
    "found duplicate %YAML directive": ("the version of YAML is given twice", "leave the %YAML lines out"),
    "found incompatible YAML document": ("this version of YAML is not known", "leave the %YAML line out"),
    "found undefined tag handle": ("YAML tags are not supported", "leave out the word that begins with !"),
    "did not find expected comment or line break": ("a line break is expected here", "begin the text on the next line"),
    "found an indentation indicator equal to 0": ("a line break is expected here", "begin the text on the next line"),
    "did not find expected hexdecimal number": ("this escape is not complete", _ESCAPES),
    "found invalid Unicode character escape code": ("this escape is no character", "write the character itself"),
}


def merge_conflicts(text: str) -> tuple[Finding, ...]:
    """Find git's conflict markers: the parser's own error about them would not help the user."""
    hint = "keep one of the versions, and delete the lines of <<<<<<<, ======= and >>>>>>>"
    return tuple(
        Finding(mark_at(text, match.start()), "merge-conflict", "a merge conflict is not resolved", hint)
        for match in _CONFLICT.finditer(text)
    )


def explain(broken: MarkedYAMLError, text: str) -> Finding:
    """Return the finding for the parser's error *broken* in *text*: where it begins, and what to do."""
    at: Any = broken.context_mark if broken.context in _BEGINS_EARLIER else broken.problem_mark
    lines = text.splitlines()
    line = lines[at.line] if at.line < len(lines) else ""
    message, hint = _words(broken, line[at.column : at.column + 1])
    if at.line >= len(lines) or (line.startswith("---") and at.column == 0):
        hint = "something above is not finished: check its brackets and quotes"
    return Finding(mark(at.line + 1, at.column + 1), "not-yaml", message, hint)


def _words(broken: MarkedYAMLError, character: str) -> tuple[str, str]:
    if broken.problem == "found character that cannot start any token":
        if character == "\t":
            return "a tab cannot indent", "indent with spaces"
        return f"text cannot begin with {quoted(character)}", "put the text in quotes"
    if broken.context in {"while scanning an alias", "while scanning an anchor"}:
        return f"text cannot begin with {'*' if broken.context.endswith('alias') else '&'}", "put the text in quotes"
    return _WORDS.get(str(broken.problem), (f"not YAML: {broken.problem}", "check indentation, brackets and quotes"))
