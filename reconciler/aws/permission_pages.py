"""Pages of DescribeVpcEndpointServicePermissions, taken apart more than ten times faster than by botocore's parser.

For a page of 1,000 permissions that parser needs nine tenths of the time of the whole call, and threads do not help.
ElementTree and expat need a third of it: still most of what a large plan costs (measured). But the items of a
page have one form. So botocore reads the page with its first item alone, in which every text is replaced by a number:
what it makes of that tells which text is which field. The pattern that takes the page apart is the first item's own
markup, letter by letter, with a place for each text, and the page has to be nothing but repetitions of it. A page
that is anything else, and every error, is read by botocore as always.
"""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from botocore.parsers import ResponseParserError, ResponseParserFactory

from .answer import Columns

FIELDS: Final = ("Principal", "PermissionType")
"""What is read of an item; botocore's parser gives four more, which nobody asks for."""

_SHAPE: Final = "DescribeVpcEndpointServicePermissionsResult"
_ITEMS: Final = "AllowedPrincipals"
_NAME: Final = b"<allowedPrincipals"
_BEGIN, _END, _ITEM, _ITEM_END = _NAME + b">", b"</allowedPrincipals>", "<item>", "</item>"
_TAG: Final = re.compile("(</?[A-Za-z0-9]+/?>)")
_BLANK: Final = b" \t\r\n"
_TEXT: Final = r"[ !-%'-;=?-\\^-~]*+"
"""ASCII that stands for itself wherever text may stand: no `&`, `<`, `>`, `]`, no control characters."""
_ERRORS: Final = 300
_SHORT: Final = 2048
"""Bytes of a page that botocore has read before any of this would have begun."""


class PageParsers(ResponseParserFactory):  # type: ignore[misc]  # botocore has no types
    """botocore's parsers, the one of EC2 made faster. Registered as the session component of the same purpose."""

    def create_parser(self, protocol_name: str) -> Any:  # noqa: ANN401 - botocore has no types
        """Give the parser of a protocol."""
        parser = super().create_parser(protocol_name)
        return PageParser(parser) if protocol_name == "ec2" else parser


class PageParser:
    """Says of every answer and every error of EC2 what *parser* says, but permissions by column, and only `FIELDS`."""

    def __init__(self, parser: Any) -> None:  # noqa: ANN401 - botocore has no types
        """Keep botocore's parser."""
        self._parser = parser

    def parse(self, response: Mapping[str, Any], shape: Any) -> Any:  # noqa: ANN401 - botocore has no types
        """Give what *response* says in the names of *shape*; raises ResponseParserError when that is not XML."""
        permissions = shape is not None and shape.name == _SHAPE and response["status_code"] < _ERRORS
        page = _page(response["body"]) if permissions else None
        found = self._read(page, response, shape) if page else None
        return self._parser.parse(response, shape) if found is None else found

    def _read(self, page: "_Page", response: Mapping[str, Any], shape: Any) -> dict[str, Any] | None:  # noqa: ANN401 - as parse
        """Give what a page says; None when its items have more than one form."""
        try:
            answer: dict[str, Any] = self._parser.parse({**response, "body": page.sample()}, shape)
        except ResponseParserError:
            return None
        numbers = _numbers(answer.get(_ITEMS))
        columns = page.columns(numbers) if numbers else None
        return None if columns is None else answer | {_ITEMS: columns}


@dataclass(frozen=True, slots=True)
class _Page:
    """A page: *text* is that of all its items, *first* the first of them, texts and tags in turn."""

    head: bytes
    text: str
    tail: bytes
    first: tuple[str, ...]

    def sample(self) -> bytes:
        """Give the page with one item, each of whose texts is its own number."""
        numbered = (str(at) if _is_text(at, part) else part for at, part in enumerate(self.first))
        return self.head + "".join(numbered).encode() + self.tail

    def columns(self, numbers: Mapping[int, str]) -> Columns | None:
        """Give the fields of all items, *numbers* saying which text is which field; None for a page of other forms.

        Nearly always all items are of the first one's type, and only their principals have to be taken out.
        """
        principals = {at: name for at, name in numbers.items() if name == FIELDS[0]}
        same = {at: name for at, name in numbers.items() if name != FIELDS[0]}
        return self._columns(principals, same) or self._columns(numbers, {})

    def _columns(self, texts: Mapping[int, str], same: Mapping[int, str]) -> Columns | None:
        """Take *texts* out, while those of *same* are the first item's in all items; nothing may be left over."""
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


def _page(body: bytes) -> _Page | None:
    """Find the items of a page; None when there are none, or when something other than plain markup is around."""
    start, end = body.find(_BEGIN) + len(_BEGIN), body.find(_END)
    around = body[:start] + body[max(end, 0) :]
    if len(body) < _SHORT or not 0 < start <= end or b"<!" in around or around.count(_NAME) > 1 or b"<?" in around[1:]:
        return None
    while body[end - 1] in _BLANK:
        end -= 1
    try:
        text = str(memoryview(body)[start:end], "ascii")  # a page is too long to be copied more often
    except UnicodeDecodeError:
        return None
    first = tuple(_TAG.split(text[: _end_of_first(text)]))
    plain = all(re.fullmatch(_TEXT, part) for at, part in enumerate(first) if _is_text(at, part))
    return _Page(body[:start], text, body[end:], first) if plain else None


def _end_of_first(text: str) -> int:
    """Give where the first item ends; its tags are items too."""
    end = 0
    while (end := text.find(_ITEM_END, end) + len(_ITEM_END)) >= len(_ITEM_END):
        if text.count(_ITEM, 0, end) == text.count(_ITEM_END, 0, end):
            return end
    return 0


def _is_text(at: int, part: str) -> bool:
    """Tell a text from a tag, of which every other part is one, and from the blanks between tags."""
    return at % 2 == 0 and bool(part.strip(_BLANK.decode()))


def _numbers(sample: Any) -> dict[int, str] | None:  # noqa: ANN401 - whatever botocore made of it
    """Tell the fields by the numbers that botocore read in their places; None when one has none."""
    if not isinstance(sample, list) or len(sample) != 1 or FIELDS[0] not in sample[0]:
        return None
    found = {name: sample[0][name] for name in FIELDS if name in sample[0]}
    if not all(isinstance(number, str) and number.isdecimal() for number in found.values()):
        return None
    return {int(number): name for name, number in found.items()}
