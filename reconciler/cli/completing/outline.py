"""The text of a file of documents -> their addresses, without parsing it as YAML. Pure.

A TAB has to be answered at once, and the file that is being edited is often broken. The lines that begin a document are
enough: `kind` and `name` in the first column, and the keys below `items`. A document of any other form is read by the
parser, which also returns what can be read of broken text.

Example: the addresses of `kind: product` and `items:` with the keys `datadog` and `splunk` are `product.datadog` and
`product.splunk`, whatever stands below these keys.
"""

import re
from collections.abc import Iterator

_SMALL = 64 * 1024
"""Characters: a longer text of another form is not parsed, since that takes too long for a TAB."""

_SEPARATOR = re.compile(r"^(?:---(?=\s|$)|\.\.\.\s*$)", re.MULTILINE)
_CONTENT = re.compile(r"^\s*[^\s#%]", re.MULTILINE)
_REST = r"[ \t]*(?:#.*)?$"
_KIND = re.compile(rf"""^kind:[ \t]+(["']?)([a-z_]+)\1{_REST}""", re.MULTILINE)
_NAME_FORM = r"[a-z0-9][a-z0-9_-]{0,62}"
_NAME = re.compile(rf"""^name:[ \t]+(["']?)({_NAME_FORM})\1{_REST}""", re.MULTILINE)
_ITEMS = re.compile(rf"^items:{_REST}\n(?:[ \t]*(?:#.*)?\n)*(?P<indent> +)(?=\S)", re.MULTILINE)
_END = re.compile(r"^[^\s#]", re.MULTILINE)


def addresses(text: str) -> Iterator[tuple[str, str]]:
    """Return kind and name of each document of *text* that has both and that can be read."""
    for part in filter(_CONTENT.search, _SEPARATOR.split(text)):
        kind, names = _KIND.search(part), _names(part)
        if kind and names:
            yield from ((kind[2], name) for name in names)
        elif len(part) <= _SMALL:
            yield from _parsed(part)


def _names(part: str) -> list[str]:
    """Return the name of one document, or the names of its items; nothing if it has another form."""
    if name := _NAME.search(part):
        return [name[2]]
    if not (items := _ITEMS.search(part)):
        return []
    end = _END.search(part, items.end())
    key = rf"""^{items["indent"]}(["']?)({_NAME_FORM})\1:(?=\s)"""
    return [found[1] for found in re.findall(key, part[items.start("indent") : end and end.start()], re.MULTILINE)]


def _parsed(part: str) -> Iterator[tuple[str, str]]:
    """Return the addresses that the YAML parser finds; it is loaded only here, because that takes longest."""
    from reconciler.documents import is_name, read

    for kind, name in (one.address for one in read(part.encode(), "").documents):
        if is_name(kind) and is_name(name):
            yield kind, name
