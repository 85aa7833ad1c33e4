"""AWS Marketplace Catalog API for Private Marketplace.

A StartChangeSet passes `operations`, `change` (is it well-formed?), `marketplace` (may it start?), `change_set` (its
life), and `attempt` with `effects` (what it does to the `world` of `entities`). `reconciler.twin.bridge.catalog` passes
the call in and the answer back.
"""
