"""Errors that the twin returns instead of a result, and the forms in which services write errors."""

import json
import re
from dataclasses import dataclass
from typing import Any, Final
from xml.sax import saxutils

from werkzeug.wrappers import Response

from reconciler.twin.request_ids import request_id

FORM: Final = "application/x-www-form-urlencoded"
"""The content type of the query protocol (IAM, STS), which is answered in XML; other protocols are answered in JSON."""
EC2: Final = "/ec2/aws4_request"
"""The end of the credential scope of a call to EC2, which has its own XML."""
S3: Final = "/s3/aws4_request"
"""The end of the credential scope of a call to S3, which always answers in XML."""
ROUTE_53: Final = "/route53/aws4_request"
"""The end of the credential scope of a call to Route 53, which always answers in XML."""
UNWRITABLE: Final = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""Characters that XML cannot contain, escaped or not."""


class Refusal(Exception):
    """A refused call; *status* is the HTTP status."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.status = status


@dataclass(frozen=True, slots=True)
class Code:
    """An error code of a service; in *text*, its message, `{}` stands for the details of a case."""

    name: str
    text: str = "{}"
    status: int = 400

    def __call__(self, *facts: object) -> Refusal:
        """Return the refusal of one call."""
        return Refusal(self.name, self.text.format(*facts), self.status)


def render(refusal: Refusal, environ: dict[str, Any]) -> Response:
    """Write a refusal in the form that the client turns into its own exception."""
    signed = environ.get("HTTP_AUTHORIZATION", "")
    if environ.get("CONTENT_TYPE", "").startswith(FORM) or S3 in signed or ROUTE_53 in signed:
        body = ec2_xml(refusal) if EC2 in signed else s3_xml(refusal) if S3 in signed else xml(refusal)
        return Response(body, refusal.status, content_type="text/xml")
    fields = {"__type": refusal.code, "message": refusal.message, "Message": refusal.message}
    headers = {"x-amzn-ErrorType": refusal.code, "x-amzn-RequestId": request_id()}
    return Response(json.dumps(fields), refusal.status, headers, content_type="application/json")


def xml(refusal: Refusal) -> str:
    """Write the body of an error of the query protocol."""
    return (
        "<ErrorResponse><Error><Type>Sender</Type>"
        f"<Code>{escape(refusal.code)}</Code><Message>{escape(refusal.message)}</Message>"
        f"</Error><RequestId>{request_id()}</RequestId></ErrorResponse>"
    )


def s3_xml(refusal: Refusal) -> str:
    """Write the body of an error of S3."""
    return f"<Error><Code>{escape(refusal.code)}</Code><Message>{escape(refusal.message)}</Message></Error>"


def ec2_xml(refusal: Refusal) -> str:
    """Write the body of an error of EC2."""
    return (
        f"<Response><Errors><Error><Code>{escape(refusal.code)}</Code><Message>{escape(refusal.message)}</Message>"
        f"</Error></Errors><RequestID>{request_id()}</RequestID></Response>"
    )


def escape(text: str) -> str:
    """Escape text for XML; characters that XML cannot contain become question marks."""
    return saxutils.escape(UNWRITABLE.sub("?", text))
