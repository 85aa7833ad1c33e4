"""JSON with the places of its values, and where a text ceases to be JSON. Pure.

Example: of `{"Name": "A"}`, the value at `("Name",)` is at line 1, column 10.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

JsonSteps = tuple[str | int, ...]
"""The way to a value: keys of objects and positions in lists."""

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_DEEPEST: Final = 2
_SAID: Final = {
    "Invalid control character": "a text is not closed",
    "Unterminated string": "a text is not closed",
    "Expecting property name": "a key in double quotes is missing",
    "Expecting value": "a value is missing",
    "Expecting ',' delimiter": "a comma is missing",
    "Expecting ':' delimiter": "a colon is missing",
    "Extra data": "something follows the object",
    "Illegal trailing comma": "a comma too many",
}
"""What the messages of Python's parser mean, by their beginnings."""


@dataclass(frozen=True, slots=True)
class PlacedJson:
    """An object of JSON: its *values*, its *text*, and where in the text the values and their members begin."""

    values: Mapping[str, Any]
    text: str = ""
    offsets: Mapping[JsonSteps, int] = field(default_factory=dict)

    def place(self, *steps: str | int) -> str:
        """Return `line:column` of the value at *steps*, or of what is around it if there is none."""
        known = (steps[:end] for end in range(len(steps), -1, -1))
        return _place(self.text, next((self.offsets[one] for one in known if one in self.offsets), 0))


@dataclass(frozen=True, slots=True)
class NotJson:
    """Why data is no object of JSON, and where (`line:column`). *text* is the data, as far as it is text."""

    why: str
    place: str
    text: str = ""


def read_json(data: bytes) -> PlacedJson | NotJson:
    """Read *data* as the sample's functions do: any encoding that `json.loads` detects, and the last of equal keys."""
    text = ""
    try:
        text = data.decode(json.detect_encoding(data))
        value = json.loads(text)
    except json.JSONDecodeError as error:
        said = next((said for start, said in _SAID.items() if error.msg.startswith(start)), error.msg)
        return NotJson(f"is not JSON ({said})", f"{error.lineno}:{error.colno}", text)
    except UnicodeDecodeError as error:
        return NotJson("is not text in UTF-8, UTF-16 or UTF-32", f"1:{error.start + 1}")
    except (ValueError, RecursionError):
        return NotJson("is JSON with a number or a nesting that no program reads", "1:1", text)
    if not isinstance(value, dict):
        return NotJson("is not an object: the sample needs {…}", "1:1", text)
    return PlacedJson(value, text, _offsets(text))


def _place(text: str, at: int) -> str:
    return f"{text.count(chr(10), 0, at) + 1}:{at - text.rfind(chr(10), 0, at)}"


def _offsets(text: str) -> Mapping[JsonSteps, int]:
    """Return where the values of valid JSON begin, down to the members of its lists; the last of equal keys."""
    found: dict[JsonSteps, int] = {}
    way: list[str | int | None] = []  # None where the key of the next value is expected
    for token in _TOKEN.finditer(text):
        word = token[0]
        if word in {"}", "]"}:
            way.pop()
        elif word == ",":
            last = way[-1]
            way[-1] = last + 1 if isinstance(last, int) else None
        elif way and way[-1] is None:
            way[-1] = json.loads(word)
        elif word != ":":
            if len(way) <= _DEEPEST:
                found[tuple(step for step in way if step is not None)] = token.start()
            way += [None] if word == "{" else [0] if word == "[" else []
    return found
