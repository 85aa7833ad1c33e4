"""What the scripts of a page read, taken out of the page as a browser does."""

import json
from collections.abc import Iterable
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
    return json.loads(parser.texts[0]), parser.tags
