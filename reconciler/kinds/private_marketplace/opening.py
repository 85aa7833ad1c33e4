"""What the document does about what every call to Private Marketplace needs. Pure."""

from collections.abc import Iterable
from typing import Any

from reconciler.model import Desired, Opening

from .spec import PrivateMarketplaceSpec


def opening(wanted: Iterable[Desired[Any]]) -> Opening | None:
    """Return what *wanted* states of trusted access and of the role; None without a document of this kind."""
    for one in wanted:
        if isinstance(one.spec, PrivateMarketplaceSpec):
            return Opening(one.address, one.spec.trusted_access, one.spec.service_linked_role)
    return None
