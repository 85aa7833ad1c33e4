"""A plan in fewer characters: a text that occurs often stands once in a table, and lists of alike objects are columns.

Example: `[{"id": "1111", "unit": "ou-finance"}, {"id": "2222", "unit": "ou-finance"}]` becomes the table
`["ou-finance"]` and `{"k": ["id", "unit"], "c": [["1111", "2222"], [0, 0]]}`. The script `unpack.js` makes the same
objects of it again. A plan with 100,000 grants becomes half as large.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

_SHORT = 5
"""Texts up to this length are not shorter as numbers of the table."""


class Packed(NamedTuple):
    """A *value* of JSON in which a whole number is the place of a text in the *table*.

    In it, `{"n": 3}` is the number 3, `{"k": keys, "v": values}` an object, and `{"k": keys, "c": columns}` a list of
    objects that have the same keys.
    """

    table: Sequence[str]
    value: Any

    def as_json(self) -> Mapping[str, Any]:
        """Return both as they stand in the page."""
        return {"table": self.table, "value": self.value}


def packed(value: Any) -> Packed:  # noqa: ANN401 - JSON
    """Pack a *value* of JSON."""
    texts = list[str]()
    _collect(value, texts)
    table = [text for text, times in Counter(texts).most_common() if times > 1 and len(text) > _SHORT]
    places = {text: place for place, text in enumerate(table)}
    return Packed(table, _pack(value, places))


def _collect(value: Any, texts: list[str]) -> None:  # noqa: ANN401 - JSON
    """Add every text in *value* to *texts*, as often as it will be written."""
    if isinstance(value, str):
        texts.append(value)
    elif isinstance(value, Mapping):
        texts.extend(value)
        for part in value.values():
            _collect(part, texts)
    elif isinstance(value, list | tuple):
        for part in value:
            _collect(part, texts)


def _pack(value: Any, places: Mapping[str, int]) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, str):
        return places.get(value, value)
    if isinstance(value, Mapping):
        return {"k": _pack([*value], places), "v": [_pack(part, places) for part in value.values()]}
    if isinstance(value, list | tuple):
        return _columns(value, places) if _alike(value) else [_pack(part, places) for part in value]
    return value if value is None or isinstance(value, bool) else {"n": value}


def _alike(parts: Sequence[Any]) -> bool:
    """Tell whether *parts* are several objects with the same keys."""
    first = parts[0] if len(parts) > 1 else None
    if not isinstance(first, Mapping) or not first:
        return False
    keys = first.keys()
    return all(isinstance(part, Mapping) and part.keys() == keys for part in parts)


def _columns(parts: Sequence[Mapping[str, Any]], places: Mapping[str, int]) -> Mapping[str, Any]:
    keys = [*parts[0]]
    return {"k": _pack(keys, places), "c": [[_pack(part[key], places) for part in parts] for key in keys]}
