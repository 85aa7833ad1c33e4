"""The shapes of the sections `agreements` and `entitlements` of a seed."""

from typing import Final

from reconciler import limits
from reconciler.twin.catalog.shapes import Choice, Flag, ListOf, Null, Structure, Text, Whole

MANY: Final = (0, 1_000_000)
ACCOUNT: Final = Text((12, 12), limits.ACCOUNT_ID_PATTERN)
MOMENT: Final = Text((20, 20), r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
LICENCE: Final = Text(pattern=r"arn:aws:license-manager::\d{12}:license:l-[0-9a-f]+")
AGREEMENTS: Final = ListOf(
    Structure(
        {
            "id": Text((1, 64), r"[A-Za-z0-9_/-]+"),
            "product": Text((1, 64), r"[A-Za-z0-9_/-]+"),
            "buyer": ACCOUNT,
            "proposer": ACCOUNT,
        },
        {
            # Any status: AWS may add one that no client knows.
            "status": Text((1, 64), r"[A-Z_]+"),
            "start": MOMENT,
            "end": Null(MOMENT),
            "updated": MOMENT,
            "type": Choice(limits.AGREEMENT_RESOURCE_TYPES),
            "offer": Text((1, 64), r"\S+"),
            "initial": Text((1, 64), r"[A-Za-z0-9_/-]+"),
            "licences": ListOf(LICENCE, MANY),
            "token": Text((1, 512), r"[A-Za-z0-9+/=.:_-]+"),
        },
    ),
    MANY,
)
ENTITLEMENTS: Final = ListOf(
    Structure(
        {"code": Text(pattern=limits.PRODUCT_CODE_PATTERN), "seller": ACCOUNT, "buyer": ACCOUNT},
        {
            "dimension": Text(pattern=r"\S+"),
            "value": Whole(0, 1_000_000_000),
            "expires": MOMENT,
            "licence": LICENCE,
            "withdrawn": Flag(),
        },
    ),
    MANY,
)
