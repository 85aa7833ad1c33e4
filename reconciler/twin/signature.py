"""The signer of a request: Signature Version 4 is read and never checked, since the twin keeps no secrets."""

import re
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs

from .refusal import Refusal

HEADER: Final = re.compile(
    r"AWS4-HMAC-SHA256 +Credential="
    r"(?P<key>[^/,\s]+)/\d+/(?P<region>[^/,\s]+)/(?P<service>[^/,\s]+)/aws4_request *(,.*)?",
    re.ASCII,
)
PRESIGNED: Final = re.compile(r"(?P<key>[^/\s]+)/\d+/(?P<region>[^/\s]+)/(?P<service>s3)/aws4_request", re.ASCII)
"""Credentials in the query string; of the services here only S3 gets them."""
UNSIGNED: Final = frozenset({"AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"})
"""Operations of STS that take no signature (botocore: `authtype` none), since their parameters prove the caller."""


@dataclass(frozen=True, slots=True)
class Signature:
    """The access key of a request, with the region and the service (by its signing name) of its credential scope."""

    access_key: str
    region: str
    service: str


def read_signature(environ: dict[str, Any]) -> Signature | None:
    """Read the signature of a request; return None if there is none.

    Raises:
        Refusal: the signature has another scheme than AWS's, or is cut short.
    """
    header, query = environ.get("HTTP_AUTHORIZATION", ""), parse_qs(environ.get("QUERY_STRING", ""))
    if not header and "X-Amz-Credential" not in query:
        return None
    found = HEADER.fullmatch(header) if header else PRESIGNED.fullmatch(query["X-Amz-Credential"][0])
    if found is None:
        message = "The request signature does not conform to AWS standards: the twin reads AWS4-HMAC-SHA256."
        raise Refusal("IncompleteSignature", message, 403)
    return Signature(found["key"], found["region"], found["service"])


def missing_token() -> Refusal:
    """Return the refusal of an unsigned request."""
    return Refusal("MissingAuthenticationToken", "Missing Authentication Token", 403)
