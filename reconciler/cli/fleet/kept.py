"""What is kept of the answers of members: compressed texts, so that thousands of them fit into memory.

A target's plan of 20 kB is a twentieth of that then, and ten times as much once it is parsed. So it is parsed while it
is looked at, and the last one that was looked at stays parsed: who reads one member after the other parses each once.

Example: of `KeptTexts({"json": '{"changes": []}'})`, `answer()` is a mapping with the key `changes`.
"""

import json
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

JSON: Final = "json"
_FAST: Final = 1
"""The level of compression. The others take three times as long and save a fifth."""
_NONE: Final[Mapping[str, str]] = MappingProxyType({})


class KeptTexts(Mapping[str, str]):
    """The answer of one member in some formats, by the name of the format."""

    __slots__ = ("_packed",)

    def __init__(self, texts: Mapping[str, str] = _NONE) -> None:
        """Keep *texts*."""
        self._packed = {name: zlib.compress(text.encode(), _FAST) for name, text in texts.items()}

    def __getitem__(self, name: str) -> str:
        """Return the answer in the format *name*. Raises KeyError."""
        return zlib.decompress(self._packed[name]).decode()

    def __iter__(self) -> Iterator[str]:
        """Return the names of the formats."""
        return iter(self._packed)

    def __len__(self) -> int:
        """Return the number of formats."""
        return len(self._packed)

    def answer(self) -> "KeptAnswer | None":
        """Return the answer as JSON; None if there is none."""
        return KeptAnswer(self._packed[JSON]) if self.get(JSON) else None


class KeptAnswer(Mapping[str, Any]):
    """The JSON of a member, which is parsed when one of its keys is asked for."""

    __slots__ = ("_packed",)

    def __init__(self, packed: bytes) -> None:
        """Take the compressed text of an object."""
        self._packed = packed

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401 - JSON
        """Return the value of *key*. Raises KeyError."""
        return _parsed(self._packed)[key]

    def __iter__(self) -> Iterator[str]:
        """Return the keys in their order."""
        return iter(_parsed(self._packed))

    def __len__(self) -> int:
        """Return the number of keys."""
        return len(_parsed(self._packed))


@lru_cache(maxsize=1)
def _parsed(packed: bytes) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(zlib.decompress(packed))
    return found
