"""Readers of request bodies that fail with ValueError on anything that they cannot read."""

import json
from typing import Any, Final, NoReturn
from urllib.parse import parse_qsl

DEEPEST: Final = 100
"""How deep JSON may be nested: AWS needs less than a tenth of it, and Python's reader fails at about a thousand."""


def read_json(body: bytes | str) -> Any:  # noqa: ANN401 - JSON of any type
    """Read JSON.

    Raises:
        ValueError: it is not UTF-8, not JSON, nested too deep, or has half of a surrogate pair or a number that JSON
            lacks.
    """
    text = body if isinstance(body, str) else body.decode()
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
        if "\\u" in text:
            json.dumps(value, ensure_ascii=False).encode()  # half of a surrogate pair cannot be encoded
    except RecursionError:
        raise ValueError("nested too deep") from None
    if _nesting(value) > DEEPEST:
        raise ValueError("nested too deep")
    return value


def read_form(body: bytes) -> dict[str, str]:
    """Read a form of the query protocol.

    Raises:
        ValueError: it is not UTF-8, before or after it is unescaped.
    """
    return dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict"))


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _nesting(value: object) -> int:
    """Return how deep lists and objects are nested."""
    deep, level = 0, [value]
    while level := [item for item in level if isinstance(item, dict | list)]:
        deep += 1
        level = [inner for item in level for inner in (item.values() if isinstance(item, dict) else item)]
    return deep
