"""ACM by its operations: from a call and its body to the answer."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from reconciler import readiness_limits
from reconciler.twin.body import read_json
from reconciler.twin.calls import Call

from .certificates import describe_certificate, list_certificates
from .codes import UNKNOWN, UNREADABLE
from .seed import SeededCertificate

SERVICE: Final = "acm"
OPERATIONS: Final[Mapping[str, Callable[[Sequence[SeededCertificate], Mapping[str, Any]], dict[str, Any]]]] = (
    MappingProxyType({"ListCertificates": list_certificates, "DescribeCertificate": describe_certificate})
)


class CertificateDesk:
    """The certificates of all accounts and regions of a twin. No operation here changes them."""

    def __init__(self, certificates: Sequence[SeededCertificate] = ()) -> None:
        self.certificates = certificates

    def answer(self, call: Call, region: str, body: bytes) -> bytes:
        """Answer one call in JSON.

        Raises:
            Refusal: ACM refuses the call.
        """
        operation = OPERATIONS.get(call.operation)
        if operation is None:
            raise UNKNOWN(call.operation)
        found = [one for one in self.certificates if _place(one) == (call.account, region)]
        return json.dumps(operation(found, _parameters(body))).encode()


def _place(one: SeededCertificate) -> tuple[str, str]:
    """Return the account and the region of a certificate."""
    parts = re.fullmatch(readiness_limits.CERTIFICATE_ARN_PATTERN, one.arn, re.ASCII)
    return (parts["account"], parts["region"]) if parts else ("", "")


def _parameters(body: bytes) -> Mapping[str, Any]:
    try:
        sent: Mapping[str, Any] = read_json(body or b"{}")
    except ValueError as error:
        raise UNREADABLE(error) from None
    return sent
