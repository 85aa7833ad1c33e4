"""The shape of the section `certificates` of a seed."""

from typing import Final

from reconciler import privatelink_limits, readiness_limits
from reconciler.twin.catalog.shapes import Choice, ListOf, Structure, Text

MANY: Final = (0, 1_000_000)
CERTIFICATES: Final = ListOf(
    Structure(
        {
            "arn": Text(pattern=readiness_limits.CERTIFICATE_ARN_PATTERN),
            "names": ListOf(
                Text(privatelink_limits.PRIVATE_DNS_NAME_LENGTH, privatelink_limits.PRIVATE_DNS_NAME_PATTERN),
                (1, 1_000),
            ),
        },
        {
            "status": Choice(readiness_limits.CERTIFICATE_STATUSES),
            "key": Choice(readiness_limits.CERTIFICATE_KEYS),
            "origin": Choice(readiness_limits.CERTIFICATE_ORIGINS),
            "type": Choice(("AMAZON_ISSUED", "IMPORTED", "PRIVATE")),
            "failure": Text((1, 64), r"[A-Z_]+"),
            "expires": Text((20, 20), r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
            "used_by": ListOf(Text((1, 1_600), r"arn:\S+"), MANY),
        },
    ),
    MANY,
)
