"""The shape of the section `hosted_zones` of a seed."""

from typing import Final

from reconciler import limits, privatelink_limits
from reconciler.twin.catalog.shapes import Choice, Flag, ListOf, Structure, Text, Whole

MANY: Final = (0, 1_000_000)
NAME: Final = Text((1, 255), r"[a-z0-9*_-]+(\.[a-z0-9_-]+)*")
HOSTED_ZONES: Final = ListOf(
    Structure(
        {
            "id": Text(pattern=privatelink_limits.HOSTED_ZONE_ID_PATTERN),
            "account": Text((12, 12), limits.ACCOUNT_ID_PATTERN),
            "name": NAME,
        },
        {
            "private": Flag(),
            "records": ListOf(
                Structure(
                    {
                        "name": NAME,
                        "type": Choice(("A", "AAAA", "CNAME", "MX", "NS", "TXT")),
                        "values": ListOf(Text((1, 4000), flags=0), (1, 400)),
                    },
                    {"ttl": Whole(0, 2_147_483_647)},
                ),
                MANY,
            ),
        },
    ),
    MANY,
)
