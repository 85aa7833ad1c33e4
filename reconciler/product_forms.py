"""The forms of product ids.

AWS documents no form, only a length (`limits.PRODUCT_ID_LENGTH`). Lists accept only the usual forms, so that typing
errors are found; an id of any other form needs a product document, which gives it a name.
"""

import re
from typing import Final

PRODUCT_ID = re.compile(r"prod-[A-Za-z0-9]{1,45}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{11,12}")
"""The usual forms of a product id (facts: catalog 4.6); AWS's own walk-through has one with 11 digits at the end."""

PAGE = "prodview-"
"""The prefix of the id of a product's page. AWS lists very few products by such an id (facts: catalog 4.6)."""

_SLIPS: Final = (
    (re.compile(PAGE), "prodview-… is the product's page; its id is mostly prod-… or hexadecimal"),
    (re.compile(r"arn:"), "that is an ARN: the id is the last part of it"),
    (re.compile(r".*@"), "an id has no revision, which follows the @"),
    (re.compile(r"[0-9a-fA-F-]{30,}$"), "hexadecimal ids are in lower case and have 8-4-4-4-12 digits"),
)


def doubt(product: str) -> str | None:
    """Return what *product* may be instead of an id; empty for an unknown form, None for the usual forms."""
    if PRODUCT_ID.fullmatch(product):
        return None
    return next((what for slip, what in _SLIPS if slip.match(product)), "")
