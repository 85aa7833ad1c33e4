"""botocore's service models, reduced to what is called and read; EC2's is reduced before it is parsed.

EC2's model has 770 operations and 4 MB. Parsing all of it takes 50 ms, a tenth of a small plan, and 20 MB. botocore's
files are indented, so a line of four blanks and a key begins an operation or a shape: the entries that are needed are
found without a parser. Example: the ten operations that are called reach 71 of 4,400 shapes.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from functools import cache
from io import BytesIO
from pathlib import PurePath
from threading import Thread
from types import MappingProxyType
from typing import IO, Any, Final

from botocore.loaders import JSONFileLoader, Loader, create_loader

from .calls import CREDENTIALS
from .lazily import alone

_EC2: Final = "ec2"
_READ: Final[Mapping[str, Mapping[str, Collection[str]]]] = MappingProxyType(
    {
        "marketplace-agreement": {
            "AgreementViewSummary": ("agreementId", "acceptor", "status", "endTime"),
            "Acceptor": ("accountId",),
        },
        "marketplace-entitlement": {"Entitlement": ("CustomerAWSAccountId", "ExpirationDate")},
    }
)
"""The members that are read of some shapes, by service: a list of 100,000 agreements has 20 texts and times in each."""
_OPERATIONS, _SHAPES, _END = b'\n  "operations":{\n    "', b'\n  "shapes":{\n    "', b"\n  }"
"""The beginnings of the two sections, and the end of both: no text in a model has a line break."""
_BETWEEN: Final = b',\n    "'
"""What stands between two entries of a section."""
_SHAPE: Final = re.compile(rb'"shape":"(\w+)"')


class Models(Loader):  # type: ignore[misc]  # botocore has no types
    """Reads models from the files of the installed botocore.

    A client has a method for each operation of its model, and every region of every seller has its own client. A client
    of EC2 with only the ten operations that are called takes 2 ms instead of 13 and one megabyte less (measured).
    """

    called: frozenset[str] = frozenset()
    """The calls that may be made, as `service:Operation`."""

    def list_available_services(self, _type_name: str) -> list[str]:
        """Return the services that can be called: botocore only asks if one is among them, and would look for 430."""
        return sorted({call.partition(":")[0] for call in self.called | CREDENTIALS})

    def load_service_model(self, service_name: str, type_name: str, api_version: str | None = None) -> Any:  # noqa: ANN401 - JSON
        """Return one model of a service; the model `service-2` has its operations."""
        model = super().load_service_model(service_name, type_name, api_version)
        if service_name in _READ and type_name == "service-2":
            return _as_read(model, _READ[service_name])
        if (service_name, type_name) != (_EC2, "service-2"):
            return model
        called = {name: found for name, found in model["operations"].items() if name in self.file_loader.operations}
        return {**model, "operations": called}


def _as_read(model: Mapping[str, Any], read: Mapping[str, Collection[str]]) -> Mapping[str, Any]:
    """Return *model* with the members that are *read* of some shapes: botocore parses no others."""
    shapes = {
        name: {**model["shapes"][name], "members": {key: model["shapes"][name]["members"][key] for key in members}}
        for name, members in read.items()
        if name in model["shapes"]
    }
    return {**model, "shapes": {**model["shapes"], **shapes}}


class ModelFiles(JSONFileLoader):  # type: ignore[misc]  # as Models
    """Reads botocore's files; of EC2's model only *operations*, with the shapes that they reach."""

    def __init__(self, operations: Collection[str]) -> None:
        """Read these operations of EC2."""
        self.operations = operations

    def _load_file(self, full_path: str, open_method: Callable[[str, str], IO[bytes]]) -> Any:  # noqa: ANN401 - JSON
        path = PurePath(full_path)
        if (path.parts[-3], path.name.partition(".")[0]) != (_EC2, "service-2"):
            return super()._load_file(full_path, open_method)

        def opened(file: str, mode: str) -> IO[bytes]:
            with open_method(file, mode) as whole:
                return BytesIO(reduced(whole.read(), [name.encode() for name in self.operations]))

        return super()._load_file(full_path, opened)


def reduced(model: bytes, operations: Collection[bytes]) -> bytes:
    """Return a model with *operations* alone and the shapes that they reach; all of it if it is in another form."""
    try:
        operated = _section(model, _OPERATIONS, 0)
        shaped = _section(model, _SHAPES, operated.stop)
        known, shapes = _entries(model[operated]), _entries(model[shaped])
        kept = [known[name] for name in sorted(known.keys() & operations)]
        reached = _BETWEEN.join(_reached(kept, shapes))
    except (KeyError, ValueError):
        return model
    between, tail = model[operated.stop : shaped.start], model[shaped.stop :]
    return b"".join((model[: operated.start], _BETWEEN.join(kept), between, reached, tail))


def _section(model: bytes, beginning: bytes, start: int) -> slice:
    """Return where the entries of a section are, which begins after *start*. Raises ValueError without one."""
    begun = model.index(beginning, start) + len(beginning)
    return slice(begun, model.index(_END, begun))


def _entries(section: bytes) -> Mapping[bytes, bytes]:
    """Return the operations or the shapes of a section by name, each as it is without the quote before the name."""
    return {entry[: entry.index(b'"')]: entry for entry in section.split(_BETWEEN)}


def _reached(texts: Collection[bytes], shapes: Mapping[bytes, bytes]) -> Iterator[bytes]:
    """Return each shape that *texts* name, and those that these name in turn."""
    seen: set[bytes] = set()
    waiting = list(texts)
    while waiting:
        for name in sorted({*_SHAPE.findall(waiting.pop())} - seen):
            seen.add(name)
            waiting.append(shapes[name])
            yield shapes[name]


@cache
def models(data_path: str | None, called: frozenset[str]) -> Models:
    """Return the loader of models, cached for the process: apply makes a second session, and reading is half its cost.

    *data_path* is botocore's setting of that name, the folders that are searched first for models. *called* are the
    calls that may be made.
    """
    files = ModelFiles(frozenset(call.partition(":")[2] for call in called if call.startswith(f"{_EC2}:")))
    found = Models(create_loader(data_path).search_paths, files, include_default_search_paths=False)
    found.called = called
    return found


@cache
def load_ahead(loader: Models) -> None:
    """Load EC2's model in a thread, if *loader* has not begun to: it takes as long as an answer of AWS.

    A client that needs the model waits for the thread. An error is left to that client.
    """

    def load() -> None:
        with suppress(Exception):
            loader.load_service_model(_EC2, "service-2")

    Thread(target=alone(load), daemon=True).start()
