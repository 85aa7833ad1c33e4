"""A parser of DescribeVpcEndpointServicePermissions that is more than ten times as fast as botocore's.

For a page of 1,000 permissions, botocore's parser takes nine tenths of the time of the whole call, and threads do not
help. ElementTree and expat take a third of that, which is still most of the time of a large plan (measured).

All items of a page usually have the same markup. So botocore parses a copy of the page that has only the first item,
with a number in the place of each text. The parsed numbers tell which text is which field. Example: the first item
`<item><principal>arn:a</principal>…` becomes `<item><principal>4</principal>…`, and botocore returns
`{"Principal": "4"}`: part 4 of the item is the principal. A pattern made from the markup of the first item then splits
the whole page. botocore parses the page as usual when it is not a repetition of that markup, and when it is an error.
"""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from botocore.parsers import ResponseParserError, ResponseParserFactory

from .answer import Columns

FIELDS: Final = ("Principal", "PermissionType")
"""The fields that are read of an item; botocore's parser returns four more, which are not needed."""

_SHAPE: Final = "DescribeVpcEndpointServicePermissionsResult"
_ITEMS: Final = "AllowedPrincipals"
_NAME: Final = b"<allowedPrincipals"
_BEGIN, _END, _ITEM, _ITEM_END = _NAME + b">", b"</allowedPrincipals>", "<item>", "</item>"
_TAG: Final = re.compile("(</?[A-Za-z0-9]+/?>)")
_BLANK: Final = b" \t\r\n"
_TEXT: Final = r"[ !-%'-;=?-\\^-~]*+"
"""ASCII characters that need no decoding in XML text: no `&`, `<`, `>`, `]` and no control characters."""
_ERRORS: Final = 300
_SHORT: Final = 2048
"""Bytes of a page; shorter pages are left to botocore, which parses them before the preparation here would end."""


class PageParsers(ResponseParserFactory):  # type: ignore[misc]  # botocore has no types
    """botocore's factory of parsers, with a faster one for EC2. It replaces `response_parser_factory` of a session."""

    def create_parser(self, protocol_name: str) -> Any:  # noqa: ANN401 - botocore has no types
        """Return the parser for a protocol."""
        parser = super().create_parser(protocol_name)
        return PageParser(parser) if protocol_name == "ec2" else parser


class PageParser:
    """Returns what botocore's *parser* returns, but permissions as `Columns`, with `FIELDS` alone."""

    def __init__(self, parser: Any) -> None:  # noqa: ANN401 - botocore has no types
        """Keep botocore's parser."""
        self._parser = parser

    def parse(self, response: Mapping[str, Any], shape: Any) -> Any:  # noqa: ANN401 - botocore has no types
        """Return the parsed *response* with the names of *shape*. Raises ResponseParserError when it is not XML."""
        permissions = shape is not None and shape.name == _SHAPE and response["status_code"] < _ERRORS
        page = _page(response["body"]) if permissions else None
        found = self._read(page, response, shape) if page else None
        return self._parser.parse(response, shape) if found is None else found

    def _read(self, page: "_PermissionPage", response: Mapping[str, Any], shape: Any) -> dict[str, Any] | None:  # noqa: ANN401 - as parse
        """Return the parsed page, or None when its items have more than one form."""
        try:
            answer: dict[str, Any] = self._parser.parse({**response, "body": page.sample()}, shape)
        except ResponseParserError:
            return None
        numbers = _numbers(answer.get(_ITEMS))
        columns = page.columns(numbers) if numbers else None
        return None if columns is None else answer | {_ITEMS: columns}


@dataclass(frozen=True, slots=True)
class _PermissionPage:
    """A page: *text* has all its items, *first* is the first item, split into texts and tags in turn."""

    head: bytes
    text: str
    tail: bytes
    first: tuple[str, ...]

    def sample(self) -> bytes:
        """Return the page with the first item alone; each text of it is replaced by its number in *first*."""
        numbered = (str(at) if _is_text(at, part) else part for at, part in enumerate(self.first))
        return self.head + "".join(numbered).encode() + self.tail

    def columns(self, numbers: Mapping[int, str]) -> Columns | None:
        """Return the fields of all items, or None when the items have more than one form.

        *numbers* maps the number of each text to its field. Nearly always all items have the type of the first one, so
        a pattern for the principals alone is tried first.
        """
        principals = {at: name for at, name in numbers.items() if name == FIELDS[0]}
        same = {at: name for at, name in numbers.items() if name != FIELDS[0]}
        return self._columns(principals, same) or self._columns(numbers, {})

    def _columns(self, texts: Mapping[int, str], same: Mapping[int, str]) -> Columns | None:
        """Return the fields, or None when the pattern leaves anything over.

        *texts* are read from each item; the fields in *same* must have the first item's text in all items.
        """
        parts = re.split("".join(self._pattern(texts, same)), self.text)
        step = len(texts) + 1
        if any(parts[::step]):
            return None
        found = {name: parts[group::step] for group, (_, name) in enumerate(sorted(texts.items()), 1)}
        count = len(parts) // step
        return Columns(found | {name: [self.first[at]] * count for at, name in same.items()})

    def _pattern(self, texts: Container[int], same: Container[int]) -> Iterator[str]:
        for at, part in enumerate(self.first):
            text = f"({_TEXT})" if at in texts else _TEXT
            yield text if _is_text(at, part) and at not in same else re.escape(part)


def _page(body: bytes) -> _PermissionPage | None:
    """Split a page around its items; return None without items, and when the page is more than plain markup."""
    start, end = body.find(_BEGIN) + len(_BEGIN), body.find(_END)
    around = body[:start] + body[max(end, 0) :]
    if len(body) < _SHORT or not 0 < start <= end or b"<!" in around or around.count(_NAME) > 1 or b"<?" in around[1:]:
        return None
    while body[end - 1] in _BLANK:
        end -= 1
    try:
        text = str(memoryview(body)[start:end], "ascii")  # a memoryview saves one copy of a long page
    except UnicodeDecodeError:
        return None
    first = tuple(_TAG.split(text[: _end_of_first(text)]))
    plain = all(re.fullmatch(_TEXT, part) for at, part in enumerate(first) if _is_text(at, part))
    return _PermissionPage(body[:start], text, body[end:], first) if plain else None


def _end_of_first(text: str) -> int:
    """Return the offset of the end of the first item, which contains an item for each of its tags."""
    end = 0
    while (end := text.find(_ITEM_END, end) + len(_ITEM_END)) >= len(_ITEM_END):
        if text.count(_ITEM, 0, end) == text.count(_ITEM_END, 0, end):
            return end
    return 0


def _is_text(at: int, part: str) -> bool:
    """Tell whether the part number *at* is a text: odd parts are tags, and blanks between tags are no text."""
    return at % 2 == 0 and bool(part.strip(_BLANK.decode()))


def _numbers(sample: Any) -> dict[int, str] | None:  # noqa: ANN401 - whatever botocore made of it
    """Return the field of each number that botocore read in the sample; None when a field has no number."""
    if not isinstance(sample, list) or len(sample) != 1 or FIELDS[0] not in sample[0]:
        return None
    found = {name: sample[0][name] for name in FIELDS if name in sample[0]}
    if not all(isinstance(number, str) and number.isdecimal() for number in found.values()):
        return None
    return {int(number): name for name, number in found.items()}
