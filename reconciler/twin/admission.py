"""What is refused before a service looks at a request: it names no operation, can't be read, or lacks members.

moto takes all of this for granted, and breaks where it does not hold. The codes are those that AWS lists as common, or
that a reference states.
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
"""Elastic Load Balancing has two services at one address, told apart by the version of the API."""
EITHER: Final = frozenset({"AcceptVpcEndpointConnections", "RejectVpcEndpointConnections"})
"""The model of these requires what their reference lets one leave out for something else: they see for themselves."""
VIOLATED: Final = "1 validation error detected: Value at '{path}' failed to satisfy constraint: "


@dataclass(frozen=True, slots=True)
class Wording:
    """The code of each reason, the HTTP statuses where they differ, and the texts for members."""

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
        """Return the refusal of a body that can't be read."""
        return Refusal(self.unreadable, f"The request can't be read: {error}", self.unreadable_status)

    def unfit(self, wrong: Wrong) -> Refusal:
        """Return the refusal of a member."""
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
    """A request that has been recognised as *call*, with what it carries."""

    call: Call
    content_type: str
    query: str
    body: bytes

    @property
    def service(self) -> str:
        """The service by boto3's name."""
        if self.call.service == "elasticloadbalancing":
            return "elb" if CLASSIC in self.body else "elbv2"
        return self.call.service

    @property
    def protocol(self) -> str:
        """The protocol in botocore's word; empty where botocore has no service of that name.

        Some services have the query protocol beside their own.
        """
        protocol = protocol_of(self.service)
        return "query" if protocol == "json" and self.content_type.startswith(FORM) else protocol

    @property
    def wording(self) -> Wording:
        """How the service says no, in the protocol of the request."""
        by_protocol = {"query": QUERY, "ec2": EC2, "json": JSON}
        return OWN.get(self.service) or by_protocol.get(self.protocol, REST)

    def lacking(self) -> Refusal:
        """Return the refusal of an operation that is not there, in the twin or at all."""
        operation = self.call.operation
        what = f"the operation {operation}" if operation else "a request without operation"
        return Refusal(self.wording.unknown, f"The twin does not have {what} of {self.service}", self.wording.status)

    def admit(self) -> None:
        """Refuse what no service would look at; protocols that the twin's own services do not speak are let pass.

        Raises:
            Refusal: there is no such operation, the body can't be read, or members are missing or of another type.
        """
        if self.service == CATALOG:
            self._admit_to_catalog()
        elif self.protocol in {"json", "query", "ec2"}:
            self._admit_by_model()

    def _admit_to_catalog(self) -> None:
        """Leave the members to the catalogue, which checks more of them than their types."""
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
        """Walk the members that do not fit; ValueError where nothing can be read."""
        if self.protocol == "json":
            sent = read_json(self.body or b"{}")
            return wrong_in_json(shape, sent) if shape else iter(())
        fields = read_form(self.query.encode()) | read_form(self.body)
        return FormMembers(ec2=self.protocol == "ec2").wrong(shape, tree_of(fields)) if shape else iter(())
