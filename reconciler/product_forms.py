"""The forms of a product's id: what may stand where a product is meant, besides the names that a repository gives."""

import re

PRODUCT_ID = re.compile(r"prod-[A-Za-z0-9]{1,45}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{11,12}")
"""The forms of a product id (facts: catalog 4.6); 11 at the end because AWS's own walk-through writes it."""

PAGE = "prodview-"
"""What the id of a product's page begins with: it names no product that an experience could list."""
