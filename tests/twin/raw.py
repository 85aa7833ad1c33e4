"""Raw requests that no SDK would send."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import NamedTuple

from reconciler.twin.twin import Twin
from tests.patience import PATIENCE

JSON = "application/x-amz-json-1.1"
FORM = "application/x-www-form-urlencoded; charset=utf-8"
VERSIONS = {"iam": "2010-05-08", "sts": "2011-06-15", "elasticloadbalancing": "2015-12-01", "ec2": "2016-11-15"}


class Answer(NamedTuple):
    """The status and the body of an answer."""

    status: int
    text: str

    @property
    def code(self) -> str:
        """The error code, from JSON or XML."""
        if self.text.startswith("{"):
            code: str = json.loads(self.text)["__type"]
            return code.rpartition("#")[2]
        return self.text.partition("<Code>")[2].partition("</Code>")[0]


def authorization(service: str) -> str:
    """Return a signature of the management account; the twin does not check it."""
    scope = f"AKIATWIN111111111111/20260101/us-east-1/{service}/aws4_request"
    return f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"


class Line:
    """A connection that stays open."""

    def __init__(self, twin: Twin) -> None:
        self._connection = HTTPConnection("127.0.0.1", int(twin.endpoint.rpartition(":")[2]), timeout=PATIENCE)

    def send(self, path: str, body: bytes | str, headers: Mapping[str, str]) -> Answer:
        """Send one POST and read its answer."""
        self._connection.request("POST", path, body, dict(headers))
        answer = self._connection.getresponse()
        return Answer(answer.status, answer.read().decode())

    def catalog(self, operation: str, body: bytes | str) -> Answer:
        """Call the catalogue."""
        signed = {"Authorization": authorization("aws-marketplace"), "Content-Type": "application/json"}
        return self.send(f"/{operation}", body, signed)

    def organizations(self, operation: str, body: bytes | str = "{}") -> Answer:
        """Call Organizations."""
        target = {"X-Amz-Target": f"AWSOrganizationsV20161128.{operation}", "Content-Type": JSON}
        return self.send("/", body, {"Authorization": authorization("organizations"), **target})

    def query(self, service: str, body: bytes) -> Answer:
        """Call a service of the query protocol, by its signing name; the version is added."""
        whole = body + f"&Version={VERSIONS[service]}".encode()
        return self.send("/", whole, {"Authorization": authorization(service), "Content-Type": FORM})

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


@contextmanager
def line(twin: Twin) -> Iterator[Line]:
    """Open a connection to a twin."""
    found = Line(twin)
    try:
        yield found
    finally:
        found.close()
