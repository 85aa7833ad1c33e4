"""What a request carries, read so that nothing that a client may send breaks the reader."""

import json
from typing import Any, Final, NoReturn
from urllib.parse import parse_qsl

DEEPEST: Final = 100
"""How deep JSON may be nested; no request of AWS's needs a tenth of it, and readers end at about a thousand."""


def read_json(body: bytes | str) -> Any:  # noqa: ANN401 - JSON of any type
    """Read JSON.

    Raises:
        ValueError: it is no UTF-8, no JSON, nested too deep, or holds half a character or a number that JSON lacks.
    """
    text = body if isinstance(body, str) else body.decode()
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
        if "\\u" in text:
            json.dumps(value, ensure_ascii=False).encode()  # half of a surrogate pair is no character
    except RecursionError:
        raise ValueError("nested too deep") from None
    if _nesting(value) > DEEPEST:
        raise ValueError("nested too deep")
    return value


def read_form(body: bytes) -> dict[str, str]:
    """Read what the query protocol sends.

    Raises:
        ValueError: it is no UTF-8, escaped or not.
    """
    return dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict"))


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _nesting(value: object) -> int:
    """Return how many lists and objects stand in one another."""
    deep, level = 0, [value]
    while level := [item for item in level if isinstance(item, dict | list)]:
        deep += 1
        level = [inner for item in level for inner in (item.values() if isinstance(item, dict) else item)]
    return deep
