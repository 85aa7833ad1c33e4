"""The forms of a product's id: what may stand where a product is meant, besides the names that a repository gives.

AWS gives no form, only a length (`limits.PRODUCT_ID_LENGTH`). Lists take the forms that are never a slip of the pen;
a product document names an id of any other form.
"""

import re
from typing import Final

PRODUCT_ID = re.compile(r"prod-[A-Za-z0-9]{1,45}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{11,12}")
"""The forms of a product id (facts: catalog 4.6); 11 at the end because AWS's own walk-through writes it."""

PAGE = "prodview-"
"""What the id of a product's page begins with: AWS lists hardly any product by it (facts: catalog 4.6)."""

_SLIPS: Final = (
    (re.compile(PAGE), "prodview-… is the product's page; its id is mostly prod-… or hexadecimal"),
    (re.compile(r"arn:"), "that is an ARN: the id is the last part of it"),
    (re.compile(r".*@"), "an id has no revision, which follows the @"),
    (re.compile(r"[0-9a-fA-F-]{30,}$"), "hexadecimal ids are in lower case and have 8-4-4-4-12 digits"),
)


def doubt(product: str) -> str | None:
    """Say what else than an id *product* may be; empty for an unusual id, None for one of the usual forms."""
    if PRODUCT_ID.fullmatch(product):
        return None
    return next((what for slip, what in _SLIPS if slip.match(product)), "")
