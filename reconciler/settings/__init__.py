"""Settings: reconciler.yaml as frozen values. `parse` takes a mapping that `documents` has read."""

from reconciler.parties import Marketplace, Observer, Offering, Role, Seller

from .reading import parse, schema
from .values import ChangeSets, Guards, MaxRemovals, Ruling, Settings

__all__ = [
    "ChangeSets",
    "Guards",
    "Marketplace",
    "MaxRemovals",
    "Observer",
    "Offering",
    "Role",
    "Ruling",
    "Seller",
    "Settings",
    "parse",
    "schema",
]
