"""Requests without content: batching looks only at the object, the verb and what a request waits for."""

from collections.abc import Collection

from reconciler.model import Address, Request, RequestKey
from tests.verbs import VERB


def address(name: str) -> Address:
    """Return the address of an experience."""
    return Address("experience", name)


def key(name: str, verb: str, part: int = 0) -> RequestKey:
    """Return the key of a request."""
    return RequestKey(address(name), verb, part)


def change(
    name: str,
    verb: str = "UpdateExperience",
    part: int = 0,
    *,
    after: Collection[RequestKey] = (),
    not_before: Collection[RequestKey] = (),
) -> Request:
    """Return a change of the existing experience *name*, which is `exp-NAME@3` in AWS."""
    return Request(
        address=address(name),
        verb=VERB[verb],
        part=part,
        details={"part": part},
        remote_id=f"exp-{name}",
        revision="3",
        after=frozenset(after),
        not_before=frozenset(not_before),
    )


def creation(
    name: str,
    verb: str = "CreateExperience",
    part: int = 0,
    *,
    after: Collection[RequestKey] = (),
    not_before: Collection[RequestKey] = (),
    whole: bool = True,
) -> Request:
    """Return one part of the creation of the experience *name*."""
    return Request(
        address=address(name),
        verb=VERB[verb],
        part=part,
        details={"part": part},
        remote_id=None,
        after=frozenset(after),
        not_before=frozenset(not_before),
        whole=whole,
    )


def long_list(name: str, parts: int, verb: str = "AllowProductProcurement") -> list[Request]:
    """Return the parts of a long list; each part waits for the one before."""
    return [change(name, verb, part, after={key(name, verb, part - 1)} if part else ()) for part in range(parts)]
