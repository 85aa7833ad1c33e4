"""AWS Marketplace Catalog API for Private Marketplace, as a service of moto's kind.

The layout is that of every service of moto: `models`, `responses`, `urls`, `exceptions`. One StartChangeSet travels
`start_request` -> `change` (well-formed?) -> `marketplace` (may it start?) -> `change_set` (its life) -> `attempt`
and `effects` (what it does to the `world` of `entities`) -> `events`.
"""

from .models import marketplacecatalog_backends

__all__ = ["marketplacecatalog_backends"]
