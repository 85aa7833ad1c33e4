"""botocore's service models, as moto loads them: the operations and the members of their requests."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from moto.core.loaders import create_loader
from moto.core.model import OperationModel
from moto.core.parse import default_timestamp_parser
from moto.core.utils import get_service_model

Shape = Any
"""A shape of botocore's, in moto's classes."""


@cache
def _known_services() -> frozenset[str]:
    """Return the services that botocore knows, by boto3's names."""
    return frozenset(create_loader().list_available_services("service-2"))


def protocol_of(service: str) -> str:
    """Return the protocol of a service by botocore's name, or an empty text if botocore does not know the service."""
    protocol: str = get_service_model(service).metadata["protocol"] if service in _known_services() else ""
    return protocol


def operation_model(service: str, operation: str) -> OperationModel | None:
    """Return the model of an operation, or None if the service has no operation of that name."""
    model = get_service_model(service)
    return model.operation_model(operation) if operation in model.operation_names else None


def rest_operation(service: str, method: str, path: str) -> str:
    """Return the operation of a REST service that has this method and path; the path without slashes if none has."""
    name = path.rstrip("/")
    return next((name for name, known, form in _routes(service) if known == method and form.fullmatch(path)), name)


@cache
def _routes(service: str) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple(_read_routes(service))


def _read_routes(service: str) -> Iterator[tuple[str, str, re.Pattern[str]]]:
    """Yield the name, the method and the form of the path of each operation; `{Id}` stands for one part of a path."""
    model = get_service_model(service)
    for name in model.operation_names:
        http = model.operation_model(name).http
        parts = re.split(r"\{[^}]+\}", http["requestUri"].partition("?")[0].rstrip("/"))
        yield name, http["method"], re.compile("[^/]+".join(map(re.escape, parts)) + "/?")


def is_moment(text: object) -> bool:
    """Whether *text* is a time in a form that AWS's services read."""
    try:
        return isinstance(text, str) and default_timestamp_parser(text) is not None
    except (ValueError, OverflowError, TypeError):
        return False
