"""A scripted AWS on 127.0.0.1, for answers that no faithful stand-in would return."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from reconciler.twin.bridge.service_models import rest_operation

BALANCING = {
    "DescribeListeners",
    "DescribeLoadBalancerAttributes",
    "DescribeLoadBalancers",
    "DescribeTargetGroupAttributes",
    "DescribeTargetGroups",
    "DescribeTargetHealth",
}
ZONES = {"GetChange", "ListHostedZonesByName", "ListResourceRecordSets"}
XML_SERVICES = {
    "AssumeRole",
    "GetCallerIdentity",
    "GetRole",
    "GetServiceLinkedRoleDeletionStatus",
    "GetTopicAttributes",
    *BALANCING,
    *ZONES,
}
EC2 = re.compile("VpcEndpoint|^CreateTags$|^DescribeAvailabilityZones$")
NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/"


@dataclass(frozen=True)
class Asked:
    """One request: its operation, parameters and headers."""

    operation: str
    parameters: Mapping[str, Any]
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Reply:
    """One answer as bytes; *cut* sends half of it and disconnects."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False


Script = Callable[[Asked], Reply | dict[str, Any] | str]


class Handler(BaseHTTPRequestHandler):
    """Reads one request, records it and returns the answer of the script."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer is one packet, since the second of two packets waits 40 ms
    server: "Server"

    def log_message(self, *_: object) -> None:
        """Log nothing."""

    def do_GET(self) -> None:
        """Answer as for POST."""
        self.do_POST()

    def do_POST(self) -> None:
        """Answer."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        url = urlsplit(self.path)
        target = self.headers.get("X-Amz-Target")
        form = dict(parse_qsl(url.query if self.command == "GET" else body)) if not target else {}
        name = target.rpartition(".")[2] if target else form.get("Action") or url.path.strip("/")
        name = rest_operation("route53", self.command, url.path) if url.path.startswith("/2013-04-01/") else name
        parameters = json.loads(body) if body.startswith("{") else form
        asked = Asked(name, parameters, dict(self.headers))
        self.server.asked.append(asked)
        self.answer(reply_to(self.server.script(asked), name))

    def answer(self, reply: Reply) -> None:
        """Send *reply*, or half of it if it is cut."""
        if reply.status == 0:
            self.close_connection = True
            return
        self.send_response(reply.status)
        self.send_header("Content-Length", str(len(reply.body)))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body[: len(reply.body) // 2] if reply.cut else reply.body)
        self.close_connection = reply.cut


class Server(ThreadingHTTPServer):
    """Listens on a free port and records the requests."""

    daemon_threads = True

    def __init__(self, script: Script) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = script
        self.asked: list[Asked] = []

    def handle_error(self, *_: object) -> None:
        """Ignore a client that disconnected; tests check what the client reports."""

    @property
    def url(self) -> str:
        """Return the value for AWS_ENDPOINT_URL."""
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def operations(self) -> list[str]:
        """Return the requested operations in order."""
        return [asked.operation for asked in self.asked]


def reply_to(said: Reply | dict[str, Any] | str, operation: str) -> Reply:
    """Return a JSON answer for an object and an XML one for a string, wrapped as the service does."""
    if isinstance(said, Reply):
        return said
    if isinstance(said, dict):
        return Reply(200, json.dumps(said).encode(), {"x-amzn-RequestId": "req-1"})
    begin, end = f"<{operation}Result>", f"</{operation}Result>"
    if EC2.search(operation):
        begin, end = "<requestId>req-1</requestId>", ""
    text = f'<{operation}Response xmlns="{NAMESPACE}">{begin}{said}{end}</{operation}Response>'
    return Reply(200, text.encode())


def key_of(asked: Asked) -> str:
    """Return the access key and the region that signed a request."""
    found = re.search(r"Credential=(\w+)/\d+/([\w-]+)/", asked.headers["Authorization"])
    return "/".join(found.groups()) if found else ""


def failure(status: int, code: str, message: str = "as AWS says it", operation: str = "", **more: object) -> Reply:
    """Return an error in the form of the operation's protocol."""
    told = f"<Error><Code>{code}</Code><Message>{message}</Message></Error>"
    if operation in XML_SERVICES:
        return Reply(status, f"<ErrorResponse>{told}</ErrorResponse>".encode())
    if EC2.search(operation):
        return Reply(status, f"<Response><Errors>{told}</Errors><RequestID>req-1</RequestID></Response>".encode())
    body = {"__type": code, "message": message, "Message": message, **more}
    return Reply(status, json.dumps(body).encode(), {"x-amzn-RequestId": "req-1", "x-amzn-ErrorType": code})


NO_ANSWER = Reply(0, b"")


@contextmanager
def serving(script: Script) -> Iterator[Server]:
    """Serve *script* until the block ends."""
    server = Server(script)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
