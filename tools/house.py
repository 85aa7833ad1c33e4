"""Draws the picture in docs/house.md from the imports: which package imports which, top to bottom.

`python tools/house.py` writes, `python tools/house.py --check` only tells whether the picture is stale. Packages that
import nothing but the model and each other are one box. An arrow that follows from others is left out.
"""

import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import grimp

ROOT: Final = Path(__file__).resolve().parent.parent
PAGE: Final = ROOT / "docs" / "house.md"
BEGIN, END = "<!-- picture -->\n", "<!-- /picture -->"
VOCABULARY: Final = "vocabularies"
SMALL: Final = 3
"""The lowest layers: the small vocabularies, the model and the JSON that is printed."""

Imports = Mapping[str, frozenset[str]]


def layers() -> list[list[str]]:
    """Return the layers of pyproject.toml, top to bottom."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contract = next(one for one in settings["tool"]["importlinter"]["contracts"] if one["type"] == "layers")
    return [[name.strip(" ()") for name in layer.split("|")] for layer in contract["layers"]]


def imports(rooms: Iterable[str]) -> Imports:
    """Return what each package imports directly."""
    graph = grimp.build_graph("reconciler")
    for room in sorted(graph.find_children("reconciler")):
        if graph.find_children(room):
            graph.squash_module(room)
    known = set(rooms)
    return {
        room: frozenset(
            found.partition(".")[2] for found in graph.find_modules_directly_imported_by(f"reconciler.{room}")
        )
        & known - {room}
        for room in known
    }


def drawn(rows: list[list[str]], direct: Imports) -> Iterator[str]:
    """Return the packages above the vocabularies, and the arrows that do not follow from others."""
    small = {name for row in rows[-SMALL:] for name in row}
    shown = [[name for name in row if name not in small and not name.startswith("_")] for row in rows[:-SMALL]]
    yield "```mermaid"
    yield "flowchart TD"
    for number, row in enumerate(row for row in shown if row):
        yield f"  subgraph L{number}[ ]"
        yield from (f"    {name}" for name in row)
        yield "  end"
    above = {name: direct[name] - small for row in shown for name in row}
    for name in sorted(above):
        yield from (f"  {name} --> {target}" for target in sorted(above[name] - _implied(name, above)))
    yield "```"
    yield ""
    told = ", ".join(f"`{name}`" for name in sorted(small - {"model", "printed"}))
    below = "and below it `printed`, which imports nothing of ours"
    yield f"Below all of these lie the {VOCABULARY} ({told}), below them `model`, {below}."


def _implied(name: str, direct: Imports) -> frozenset[str]:
    """Return what *name* imports through other packages."""
    found: set[str] = set()
    waiting = list(direct[name])
    while waiting:
        deeper = direct.get(waiting.pop(), frozenset()) - found
        found |= deeper
        waiting.extend(deeper)
    return frozenset(found)


def picture() -> str:
    """Return the picture as the page should have it."""
    rows = layers()
    return "\n".join(drawn(rows, imports(name for row in rows for name in row))) + "\n"


def main(arguments: list[str]) -> int:
    """Write the picture, or with `--check` return 1 if it is stale."""
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    fresh = f"{before}{BEGIN}{picture()}{END}{rest.partition(END)[2]}"
    if arguments == ["--check"]:
        if fresh != text:
            print("docs/house.md: its picture is stale; run 'make house'", file=sys.stderr)
        return int(fresh != text)
    PAGE.write_text(fresh, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
