"""AWS Marketplace Catalog API for Private Marketplace.

One StartChangeSet travels `operations` -> `change` (well-formed?) -> `marketplace` (may it start?) -> `change_set` (its
life) -> `attempt` and `effects` (what it does to the `world` of `entities`). `reconciler.twin.bridge.catalog` brings
it here and takes the answer back.
"""
