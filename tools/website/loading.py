"""What a page of the site loads: it has to come from the site itself.

The theme can show diagrams, larger images and figures of a repository, and would load the programs for these from
other hosts. The site uses none of them, so `cut_off` takes their addresses out of the theme's scripts.
"""

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path

_OPTIONAL = re.compile(r"https://(unpkg\.com|cdn\.jsdelivr\.net|api\.github\.com)/[^\"'`\s]*")
_LOADED_BY_CSS = re.compile(r"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^\"')\s]+)")
_ADDRESS = re.compile(r"[\"'`]((?:https?:|wss?:)?//[\w.-]+\.\w[^\"'`\s]*)")
_NAMESPACES = ("http://www.w3.org/",)
"""Names of formats, which nothing loads."""
_ONLY_LED_TO = {"a", "area"}
_ONLY_NAMED = {"next", "prev", "canonical", "alternate", "author", "license"}


def cut_off(site: Path) -> None:
    """Take the addresses of other hosts out of the scripts of the theme."""
    for script in site.rglob("*.js"):
        text = script.read_text("utf-8")
        script.write_text(_OPTIONAL.sub("about:blank", text), "utf-8")


def foreign(site: Path) -> Iterator[str]:
    """Yield `FILE: ADDRESS` for everything that a page, a style sheet or a script would load from another host."""
    finders = {".html": _of_page, ".svg": _of_page, ".css": _of_style, ".js": of_script}
    for path in sorted(path for path in site.rglob("*") if path.suffix in finders):
        for address in finders[path.suffix](path.read_text("utf-8")):
            yield f"{path.relative_to(site)}: {address}"


def _of_style(text: str) -> Iterator[str]:
    return iter(_LOADED_BY_CSS.findall(text))


def of_script(text: str) -> Iterator[str]:
    """Yield the addresses of other hosts that stand in a script."""
    return (address for address in _ADDRESS.findall(text) if not address.startswith(_NAMESPACES))


def _of_page(text: str) -> Iterator[str]:
    page = _Page()
    page.feed(text)
    return iter(page.loaded)


class _Page(HTMLParser):
    """Finds what a page loads from other hosts."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Look at one element; a link that a reader may follow loads nothing."""
        self._inside = tag
        values = {name: value or "" for name, value in attrs}
        self.loaded += _LOADED_BY_CSS.findall(values.get("style", ""))
        if tag in _ONLY_LED_TO or (tag == "link" and set(values.get("rel", "").split()) <= _ONLY_NAMED):
            return
        named = [values.get(name, "") for name in ("src", "href", "data", "poster", "action", "xlink:href")]
        named += values.get("srcset", "").replace(",", " ").split()
        self.loaded += [value for value in named if re.match(r"(https?:)?//", value)]

    def handle_data(self, data: str) -> None:
        """Look at a script or a style that stands in the page."""
        if self._inside == "script":
            self.loaded += of_script(data)
        if self._inside == "style":
            self.loaded += _LOADED_BY_CSS.findall(data)

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        self._inside = "" if tag == self._inside else self._inside
