"""Requests, each one verb on one object, and operations: the API calls that carry them.

Example: an experience that gains 120 products has three requests AllowProductProcurement (parts 0, 1 and 2, with at
most 50 products each). AWS takes one change of a type for an experience in a change set, so three operations carry
them, each a StartChangeSet that may carry requests of other experiences, too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from reconciler.printed import OperationJson

from .address import Address
from .verb import Verb


class RequestKey(NamedTuple):
    """The key of a request: its object, its verb, and the part of a long list that it carries."""

    address: Address
    verb: str
    part: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One verb on one object, not yet placed in a call.

    *part* numbers the parts of a long list. *details* are the content as the service takes it, with a `Reference` in
    the place of an id that the plan creates. *remote_id* is None when the plan creates the object. *seller* and
    *region* say where the object of an EC2 call is; *sent_to* are account and region of a call that goes elsewhere.

    The order: the requests in *after* must have ended in an earlier call. Those in *not_before* are in the same call or
    an earlier one. *right_after* are requests of *after* whose call must be the one directly before, so that there is
    no wait in between. *whole* is true for requests that must share the call that creates their object. *beside* is
    another request of the same object whose call this one must share. *apart_from* are other objects: a call that
    changes one of them should not run beside the call of this request.
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
    apart_from: frozenset[Address] = frozenset()
    tags: Mapping[str, str] | None = None
    seller: str = ""
    region: str = ""
    sent_to: tuple[str, str] | None = None
    key: RequestKey = field(init=False)

    def __post_init__(self) -> None:
        """Compute the key."""
        object.__setattr__(self, "key", RequestKey(self.address, self.verb.name, self.part))

    @property
    def leaving(self) -> tuple[str, ...]:
        """Return the principals that the request removes from its object, which then no longer governs them."""
        return tuple(self.details.get(self.verb.frees, ())) if self.verb.governed else ()

    @property
    def arriving(self) -> tuple[str, ...]:
        """Return the principals that the request adds to its object, which governs them from then on."""
        return tuple(self.details.get(self.verb.takes, ())) if self.verb.governed else ()

    @property
    def opens(self) -> bool:
        """Tell whether the object of the request begins to govern."""
        return self.verb.opens is not None and self.verb.opens.items() <= self.details.items()

    @property
    def closes(self) -> bool:
        """Tell whether the object of the request ceases to govern the principals that it holds."""
        return self.verb.closes is not None and self.verb.closes.items() <= self.details.items()


@dataclass(frozen=True, slots=True)
class Reference:
    """A placeholder, in the details of a request, for the id of another object that the same plan creates.

    *within* is the text around the id, with `{}` in its place. Example: address `endpoint_service.api`, within
    `arn:aws:ec2:eu-west-1:111111111111:vpc-endpoint-service/{}`. With *made_by*, it stands for a text that AWS makes
    when that request is carried out.
    """

    address: Address
    within: str = "{}"
    made_by: RequestKey | None = None


def known_after(operation_id: str, address: Address, within: str = "{}") -> dict[str, str]:
    """Return the placeholder, in a call's parameters, for an id or revision that *operation_id* will return."""
    told = {"known_after": operation_id, "address": str(address)}
    return told if within == "{}" else {**told, "within": within}


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """Exactly one API call that writes; *after* are the ids of operations that must end before it is sent.

    *parameters* are as botocore takes them, without the name, tags and token that are added when the call is sent.
    *requests* are in the order of the call's changes.
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
        """Return the addresses of the objects that the call is about, sorted."""
        return tuple(sorted({request.address for request in self.requests}))

    @property
    def is_change_set(self) -> bool:
        """Tell whether the call is a change set, which continues to run after AWS has answered."""
        return self.requests[0].verb.carrier is not None

    def as_json(self) -> OperationJson:
        """Return the JSON of the plan (contract 4)."""
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
