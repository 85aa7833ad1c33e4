"""botocore's models of services, as moto loads them: what operations there are, and what they ask for."""

from functools import cache
from typing import Any

from moto.core.loaders import create_loader
from moto.core.parse import default_timestamp_parser
from moto.core.utils import get_service_model

Shape = Any
"""A shape of botocore's, in moto's classes."""


@cache
def known_services() -> frozenset[str]:
    """Return the services that botocore knows, by boto3's names."""
    return frozenset(create_loader().list_available_services("service-2"))


def protocol_of(service: str) -> str:
    """Return the protocol of a service in botocore's word; empty where botocore has no service of that name."""
    protocol: str = get_service_model(service).metadata["protocol"] if service in known_services() else ""
    return protocol


def has_operation(service: str, operation: str) -> bool:
    """Whether a service has an operation of that name."""
    return operation in get_service_model(service).operation_names


def input_shape(service: str, operation: str) -> Shape | None:
    """Return the shape of what an operation is sent; None where it takes nothing."""
    return get_service_model(service).operation_model(operation).input_shape


def is_moment(text: object) -> bool:
    """Whether *text* is a time in a form that AWS's services read."""
    try:
        return isinstance(text, str) and default_timestamp_parser(text) is not None
    except (ValueError, OverflowError, TypeError):
        return False
