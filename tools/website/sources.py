"""The pages of the site: those of docs/, pages that stand elsewhere in the repository, and pages that are generated.

The files of docs/ keep their paths. Links in them lead to files of the repository, as code hosts need it. On the site,
a link to a file that is a page there leads to that page. A link to any other file, such as a Python module, becomes
its text: the repository has no address of its own. Example, in docs/house.md:

    [contract](contract.md)                     stays
    [CONTRIBUTING](../CONTRIBUTING.md#rules)    [CONTRIBUTING](maintainers/contributing.md#rules)
    [`plan`](../reconciler/pipeline/plan.py)    `plan`
"""

import re
from collections.abc import Iterator, Mapping
from os.path import normpath, relpath
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
ELSEWHERE = {
    "CONTRIBUTING.md": "maintainers/contributing.md",
    "CHANGELOG.md": "maintainers/changelog.md",
    "README.md": "index.md",
    "reconciler/twin/README.md": "reference/twin.md",
    "reconciler/twin/ec2/README.md": "reference/twin-endpoint-services.md",
    "reconciler/kinds/experience/moving/README.md": "explanation/moving.md",
}
"""Pages that stand elsewhere in the repository, with their places on the site; README.md leads to docs/index.md."""
_LINK = re.compile(r"(!?)\[((?:[^\[\]`]|`[^`]*`)+)\](\(([^)\s]+)\)|: (\S+)$)", re.MULTILINE)
"""A link, or the line that says where a short link such as `[4.1]` leads."""
_CODE = re.compile(r"(?<!\[)`([a-z]+(?:[-_][a-z]+)+)`(?!\])")
_FENCE = re.compile(r"(^ *```.*?^ *```$)", re.MULTILINE | re.DOTALL)


def kind_page(kind: str) -> str:
    """Return the place of the page about a kind."""
    return f"reference/{kind}.md"


def places(root: Path = ROOT) -> Mapping[str, str]:
    """Return the place on the site of each file of the repository that has one."""
    ours = (path for path in (root / "docs").rglob("*") if path.is_file())
    schemas = (path.name for path in (root / "schemas").glob("*.json"))
    kinds = (path.parent.name for path in root.glob("reconciler/kinds/*/README.md"))
    return {
        **{f"schemas/{name}": f"reference/schemas/{name}" for name in schemas},
        **{f"reconciler/kinds/{kind}/README.md": kind_page(kind) for kind in kinds},
        **ELSEWHERE,
        **{f"docs/{(place := path.relative_to(root / 'docs').as_posix())}": place for path in ours},
    }


def with_links(text: str, path: str, where: Mapping[str, str]) -> str:
    """Return the *text* of the file *path* with links that hold on the site, given the places of all files."""
    parts = _FENCE.split(text)
    return "".join(part if part.startswith("```") else _led(part, path, where) for part in parts)


def with_codes(text: str, place: str, pages: Mapping[str, str]) -> str:
    """Return the *text* of the page at *place* where each code of several words leads to its page; *pages* has these.

    Codes of one word, such as `stale`, are ordinary words, too.
    """

    def link(found: re.Match[str]) -> str:
        page = pages.get(found[1])
        return f"[{found[0]}]({relpath(page, PurePosixPath(place).parent)})" if page and page != place else found[0]

    parts = _FENCE.split(text)
    return "".join(part if part.startswith("```") else _CODE.sub(link, part) for part in parts)


def _led(text: str, path: str, where: Mapping[str, str]) -> str:
    """Return *text*, which has no blocks of code, with links that hold on the site."""

    def link(found: re.Match[str]) -> str:
        mark, words, _, inline, defined = found.groups()
        address = inline or defined
        if re.match(r"[a-z]+:|#", address):
            return found[0]
        file, hash_, fragment = address.partition("#")
        target = where.get(normpath(PurePosixPath(path).parent / file))
        if target is None:
            return words
        led = f"{relpath(target, PurePosixPath(where[path]).parent)}{hash_}{fragment}"
        return f"{mark}[{words}]({led})" if inline else f"[{words}]: {led}"

    return _LINK.sub(link, text)


def files(root: Path = ROOT) -> Iterator[tuple[str, str | bytes]]:
    """Yield the place and the content of each file of the site that the repository has."""
    where = places(root)
    for path, place in where.items():
        if path == "README.md":
            continue
        source = root / path
        if source.suffix == ".md":
            yield place, with_links(source.read_text("utf-8"), path, where)
        else:
            yield place, source.read_bytes()
