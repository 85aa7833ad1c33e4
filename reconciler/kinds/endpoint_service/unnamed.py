"""Unmanaged grants: grants of a managed service that no document names and no plan revokes. Pure."""

from collections.abc import Iterator

from reconciler.model import Lapse, Mode, Problem, Unmanaged, warning
from reconciler.principal_forms import EVERYONE

from .settle import as_listed, expired
from .spec import Paired, State


def unnamed_grants(pair: Paired) -> Iterator[Unmanaged]:
    """Return the grants that no document names: an additive list keeps them, an exclusive list has none."""
    for principal in sorted(_unnamed(pair)):
        yield Unmanaged("allowed_principal", principal, "", pair.desired.address)


def open_to_everyone(pair: Paired) -> Iterator[Problem]:
    """Warn about a grant of `*` that no document names: every account that knows the service's name may connect."""
    if EVERYONE in _unnamed(pair):
        desired = pair.desired
        message = f"{desired.address} admits everyone ('*'), and no document says so"
        hint = (
            "remove it in AWS, or write principals: exclusive; to keep it, name '*' in an allowed_principals document"
        )
        yield warning(Lapse.PUBLIC, message, desired.document.source, hint, desired.address)


def _unnamed(pair: Paired) -> frozenset[str]:
    granted = pair.live.allowed_principals if pair.live else None
    if granted is None or pair.desired.mode is Mode.EXCLUSIVE or pair.desired.spec.state is State.ABSENT:
        return frozenset()
    named = as_listed(pair.desired, pair.observed) or frozenset()
    return frozenset() if named is granted else granted - named - expired(pair.desired, pair.observed)
