"""The ids of requests, which answers have for AWS's support. moto makes those of its own answers."""

from uuid import uuid4


def request_id() -> str:
    """Return a new id, in the form of EC2's and of the query protocol's."""
    return str(uuid4())
