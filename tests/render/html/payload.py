"""What the scripts of a page read, taken out of the page as a browser does."""

import json
from collections.abc import Iterable, Sequence
from html.parser import HTMLParser
from typing import Any


class _Scripts(HTMLParser):
    """Collects the texts of the elements `script`, and the names of all elements with those of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.texts = list[str]()
        self.tags = list[str]()
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        self.tags.append(" ".join([tag, *(name for name, _ in attrs)]))
        self._inside = tag == "script"
        if self._inside:
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        self._inside = self._inside and tag != "script"

    def handle_data(self, data: str) -> None:
        """Collect the text of a script."""
        if self._inside:
            self.texts[-1] += data


def parsed(pieces: Iterable[str]) -> tuple[Any, list[str]]:
    """Return the payload of a page, and the names of its elements with those of their attributes."""
    parser = _Scripts()
    parser.feed("".join(pieces))
    parser.close()
    payload = json.loads(parser.texts[0])
    return {**payload, "plan": unpacked(**payload["plan"])}, parser.tags


def unpacked(table: Sequence[str], value: Any) -> Any:  # noqa: ANN401 - JSON
    """Return what was packed, as the script `unpack.js` does."""
    if isinstance(value, list):
        return [unpacked(table, one) for one in value]
    if not isinstance(value, dict):
        return value if value is None or isinstance(value, bool | str) else table[value]
    if "n" in value:
        return value["n"]
    keys = unpacked(table, value["k"])
    rows = [value["v"]] if "v" in value else zip(*value["c"], strict=True)
    objects = [dict(zip(keys, unpacked(table, list(row)), strict=True)) for row in rows]
    return objects[0] if "v" in value else objects
