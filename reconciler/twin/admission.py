"""What is refused before a service looks at a request: it names no operation, can't be read, or lacks members.

moto takes all of this for granted, and breaks where it does not hold.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .body import read_form, read_json
from .bridge.service_models import Shape, has_operation, input_shape, protocol_of
from .calls import Call
from .catalog.operations import OPERATIONS
from .form_members import FormMembers, tree_of
from .members import Wrong, wrong_in_json
from .refusal import FORM
from .wording import wording_of

CATALOG: Final = "marketplace-catalog"
CLASSIC: Final = b"Version=2012-06-01"
"""Elastic Load Balancing has two services at one address, told apart by the version of the API."""
EITHER: Final = frozenset({"AcceptVpcEndpointConnections", "RejectVpcEndpointConnections"})
"""The model of these requires what their reference lets one leave out for something else: they see for themselves."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that has been recognised as *call*, with what it carries."""

    call: Call
    content_type: str
    query: str
    body: bytes

    @property
    def is_form(self) -> bool:
        """Whether it is one of the query protocol, which some services have beside their own."""
        return self.content_type.startswith(FORM)

    @property
    def service(self) -> str:
        """The service by boto3's name."""
        if self.call.service == "elasticloadbalancing":
            return "elb" if CLASSIC in self.body else "elbv2"
        return self.call.service

    @property
    def protocol(self) -> str:
        """The protocol in botocore's word; empty where botocore has no service of that name."""
        protocol = protocol_of(self.service)
        return "query" if self.is_form and protocol == "json" else protocol

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
        wording = wording_of(self.service, self.protocol)
        if self.call.operation not in OPERATIONS:
            raise wording.lacking(self.service, self.call.operation)
        try:
            read_json(self.body or b"{}")
        except ValueError as error:
            raise wording.unread(error) from None

    def _admit_by_model(self) -> None:
        wording = wording_of(self.service, self.protocol)
        if not has_operation(self.service, self.call.operation):
            raise wording.lacking(self.service, self.call.operation)
        try:
            wrong = next(self._wrong(input_shape(self.service, self.call.operation)), None)
        except ValueError as error:
            raise wording.unread(error) from None
        if wrong and (wrong.expected or self.call.operation not in EITHER):
            raise wording.unfit(wrong)

    def _wrong(self, shape: Shape | None) -> Iterator[Wrong]:
        """Walk the members that do not fit; ValueError where nothing can be read."""
        if self.protocol == "json":
            sent = read_json(self.body or b"{}")
            return wrong_in_json(shape, sent) if shape else iter(())
        fields = read_form(self.query.encode()) | read_form(self.body)
        return FormMembers(ec2=self.protocol == "ec2").wrong(shape, tree_of(fields)) if shape else iter(())
