"""Refuse requests before a service reads them: an unknown operation, an unreadable body, a missing or mistyped member.

moto takes all of this for granted and breaks on such requests. The error codes are those of AWS's list of common
errors, or of a service's reference.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from .body import read_form, read_json
from .bridge.service_models import Shape, operation_model, protocol_of
from .calls import Call
from .catalog.operations import OPERATIONS
from .members import FormMembers, Wrong, tree_of, wrong_in_json
from .refusal import FORM, Refusal

CATALOG: Final = "marketplace-catalog"
CLASSIC: Final = b"Version=2012-06-01"
"""The version that tells Classic Load Balancing from Elastic Load Balancing v2, which has the same address."""
EITHER: Final = frozenset({"AcceptVpcEndpointConnections", "RejectVpcEndpointConnections"})
"""Operations whose model requires members that their reference lets a caller leave out: they check these themselves."""
VIOLATED: Final = "1 validation error detected: Value at '{path}' failed to satisfy constraint: "


@dataclass(frozen=True, slots=True)
class Wording:
    """The error code of each reason to refuse, the HTTP statuses that differ from 400, and the texts about members."""

    unknown: str
    unreadable: str
    missing: str
    mistyped: str
    status: int = 400
    """HTTP status of an unknown operation."""
    unreadable_status: int = 400
    missing_text: str = VIOLATED + "Member must not be null"
    mistyped_text: str = VIOLATED + "expected {expected}"

    def unread(self, error: ValueError) -> Refusal:
        """Return the refusal of a body that cannot be read."""
        return Refusal(self.unreadable, f"The request can't be read: {error}", self.unreadable_status)

    def unfit(self, wrong: Wrong) -> Refusal:
        """Return the refusal of a missing or mistyped member."""
        code, text = (self.mistyped, self.mistyped_text) if wrong.expected else (self.missing, self.missing_text)
        return Refusal(code, text.format_map(wrong._asdict()))


JSON: Final = Wording(
    unknown="UnknownOperationException",
    unreadable="SerializationException",
    missing="ValidationException",
    mistyped="SerializationException",
)
QUERY: Final = Wording(
    unknown="InvalidAction",
    unreadable="MalformedQueryString",
    missing="ValidationError",
    mistyped="ValidationError",
)
EC2: Final = replace(
    QUERY,
    missing="MissingParameter",
    mistyped="InvalidParameterValue",
    missing_text="The request must contain the parameter {path}",
    mistyped_text="Value ({value}) for parameter {path} is invalid. Expected {expected}",
)
REST: Final = replace(JSON, status=404)
OF_THE_CATALOG: Final = replace(REST, unreadable="ValidationException", unreadable_status=422)
# Organizations API reference, InvalidInputException, reason INPUT_REQUIRED.
ORGANIZATIONS: Final = replace(
    JSON,
    missing="InvalidInputException",
    missing_text="You must include a value for all required parameters: {path}",
)
OWN: Final = {"organizations": ORGANIZATIONS, CATALOG: OF_THE_CATALOG}


@dataclass(frozen=True, slots=True)
class Asked:
    """A recognized request: its *call*, its body and query string, and the *region* of its signature."""

    call: Call
    content_type: str
    query: str
    body: bytes
    region: str = ""

    @property
    def service(self) -> str:
        """The service by boto3's name."""
        if self.call.service == "elasticloadbalancing":
            return "elb" if CLASSIC in self.body else "elbv2"
        return self.call.service

    @property
    def protocol(self) -> str:
        """The protocol of the request by botocore's name; empty if botocore does not know the service.

        Some services with a JSON protocol also take the query protocol.
        """
        protocol = protocol_of(self.service)
        return "query" if protocol == "json" and self.content_type.startswith(FORM) else protocol

    @property
    def wording(self) -> Wording:
        """The words in which the service refuses, in the protocol of the request."""
        by_protocol = {"query": QUERY, "ec2": EC2, "json": JSON}
        return OWN.get(self.service) or by_protocol.get(self.protocol, REST)

    def lacking(self) -> Refusal:
        """Return the refusal of an operation that the twin does not have."""
        operation = self.call.operation
        what = f"the operation {operation}" if operation else "a request without operation"
        return Refusal(self.wording.unknown, f"The twin does not have {what} of {self.service}", self.wording.status)

    def admit(self) -> None:
        """Refuse a malformed request; requests in a protocol of no service of the twin pass.

        Raises:
            Refusal: the operation is unknown, the body cannot be read, or a member is missing or of another type.
        """
        if self.service == CATALOG:
            self._admit_to_catalog()
        elif self.protocol in {"json", "query", "ec2"}:
            self._admit_by_model()

    def _admit_to_catalog(self) -> None:
        """Check operation and body only: the catalogue checks the members, and more of them than their types."""
        if self.call.operation not in OPERATIONS:
            raise self.lacking()
        try:
            read_json(self.body or b"{}")
        except ValueError as error:
            raise self.wording.unread(error) from None

    def _admit_by_model(self) -> None:
        operation = operation_model(self.service, self.call.operation)
        if operation is None:
            raise self.lacking()
        try:
            wrong = next(self._wrong(operation.input_shape), None)
        except ValueError as error:
            raise self.wording.unread(error) from None
        if wrong and (wrong.expected or self.call.operation not in EITHER):
            raise self.wording.unfit(wrong)

    def _wrong(self, shape: Shape | None) -> Iterator[Wrong]:
        """Yield the members that do not fit; raise ValueError if the request cannot be read."""
        if self.protocol == "json":
            sent = read_json(self.body or b"{}")
            return wrong_in_json(shape, sent) if shape else iter(())
        fields = read_form(self.query.encode()) | read_form(self.body)
        return FormMembers(ec2=self.protocol == "ec2").wrong(shape, tree_of(fields)) if shape else iter(())
