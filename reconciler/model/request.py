"""API verbs, first symbolic (`Request`), then packed into calls (`Operation`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .address import Address
from .verb import Verb


class RequestKey(NamedTuple):
    """What tells two requests apart: the object, the verb, and which part of a long list it carries."""

    address: Address
    verb: str
    part: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One API verb on one object, not yet placed in a call.

    *part* tells the pieces of a long list apart; *details* are the content as the service takes it, with a `Reference`
    in the place of an id that the plan creates. *remote_id* is None when this address's own creation makes the object.
    *after* are the requests that must have ended in an earlier call, *not_before* those that may be in the same
    call or an earlier one; *right_after* are those of *after* whose call must be the one just before, so that nothing
    is waited for in between; *whole* is true for the parts of a creation that must share its call, *beside* is another
    request of the same object whose call it must share.
    *seller* and *region* say where an EC2 call goes.
    """

    address: Address
    verb: Verb
    part: int = 0
    details: Mapping[str, Any]
    remote_id: str | None
    revision: str = ""
    after: frozenset[RequestKey] = frozenset()
    not_before: frozenset[RequestKey] = frozenset()
    right_after: frozenset[RequestKey] = frozenset()
    whole: bool = False
    beside: RequestKey | None = None
    tags: Mapping[str, str] | None = None
    seller: str = ""
    region: str = ""
    key: RequestKey = field(init=False)

    def __post_init__(self) -> None:
        """Name the request."""
        object.__setattr__(self, "key", RequestKey(self.address, self.verb.name, self.part))

    @property
    def leaving(self) -> tuple[str, ...]:
        """Return the principals that its object lets go, and governs no more."""
        return tuple(self.details.get(self.verb.frees, ())) if self.verb.governed else ()

    @property
    def arriving(self) -> tuple[str, ...]:
        """Return the principals that its object takes, and governs from then on."""
        return tuple(self.details.get(self.verb.takes, ())) if self.verb.governed else ()

    @property
    def opens(self) -> bool:
        """Tell whether its object begins to govern."""
        return self.verb.opens is not None and self.verb.opens.items() <= self.details.items()

    @property
    def closes(self) -> bool:
        """Tell whether its object governs no more: what it still holds is governed from elsewhere then, or stuck."""
        return self.verb.closes is not None and self.verb.closes.items() <= self.details.items()


@dataclass(frozen=True, slots=True)
class Reference:
    """The id of an object that the same plan creates, in the details of a request about another object.

    *within* is the text that AWS wants, with `{}` in the place of the id. Example: of `endpoint_service.api`, within
    `arn:aws:ec2:eu-west-1:111111111111:vpc-endpoint-service/{}`.
    """

    address: Address
    within: str = "{}"


def known_after(operation_id: str, address: Address, within: str = "{}") -> dict[str, str]:
    """Stand in a call's parameters for an id or revision that only *operation_id* will tell, *within* a text."""
    told = {"known_after": operation_id, "address": str(address)}
    return told if within == "{}" else {**told, "within": within}


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """Exactly one API call that writes, ordered after others.

    *parameters* are what botocore takes, less the name, tags and token that are stamped when it is sent;
    *requests* are what it carries, in the order of its changes.
    """

    id: str
    after: tuple[str, ...]
    account: str
    region: str
    service: str
    action: str
    parameters: Mapping[str, Any]
    requests: tuple[Request, ...]

    @property
    def addresses(self) -> tuple[Address, ...]:
        """Name the objects that the call is about, sorted."""
        return tuple(sorted({request.address for request in self.requests}))

    @property
    def is_change_set(self) -> bool:
        """Tell whether the call carries changes, and so is not over when it is answered."""
        return self.requests[0].verb.carrier is not None

    def as_json(self) -> dict[str, Any]:
        """Return the form of the plan document (contract 4)."""
        return {
            "id": self.id,
            "after": list(self.after),
            "account": self.account,
            "region": self.region,
            "service": self.service,
            "action": self.action,
            "parameters": self.parameters,
            "addresses": [str(address) for address in self.addresses],
        }
