"""How services say no before they look at a request: codes that AWS lists as common, or that a reference states."""

from dataclasses import dataclass, replace
from typing import Final

from .members import Wrong
from .refusal import Refusal

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

    def lacking(self, service: str, operation: str) -> Refusal:
        """Return the refusal of an operation that is not there, in the twin or at all."""
        what = f"the operation {operation}" if operation else "a request without operation"
        return Refusal(self.unknown, f"The twin does not have {what} of {service}", self.status)

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
CATALOG: Final = replace(REST, unreadable="ValidationException", unreadable_status=422)
# Organizations API reference, InvalidInputException, reason INPUT_REQUIRED.
ORGANIZATIONS: Final = replace(
    JSON,
    missing="InvalidInputException",
    missing_text="You must include a value for all required parameters: {path}",
)
OWN: Final = {"organizations": ORGANIZATIONS, "marketplace-catalog": CATALOG}


def wording_of(service: str, protocol: str) -> Wording:
    """Return how a service says no in one of its protocols, in botocore's names for both."""
    if service in OWN:
        return OWN[service]
    return {"query": QUERY, "ec2": EC2, "json": JSON}.get(protocol, REST)
