"""Pairing: the live service of each desired one, found by `id` or else by the tag `reconciler:name`. Pure."""

from collections.abc import Collection, Iterable, Mapping

from reconciler.model import Pair, Problem, error, note

from .spec import NAME_TAG, ObservedService, Pairs, State, Wanted

Pairing = tuple[Pairs, tuple[Problem, ...]]
"""The pairs of desired and live services, and the problems of those without a pair."""


def pair_up(wanted: Collection[Wanted], live: Mapping[str, ObservedService]) -> Pairing:
    """Pair the desired services of one seller and region with its live ones, or with None for a creation."""
    pinned = {desired.pin for desired in wanted if desired.pin}
    tagged = _by_name(one for service_id, one in live.items() if service_id not in pinned)
    found = [(desired, _by_id(desired, live) if desired.pin else _by_tag(desired, tagged)) for desired in wanted]
    return (
        tuple(Pair(desired, one) for desired, one in found if not isinstance(one, Problem)),
        tuple(one for _, one in found if isinstance(one, Problem)),
    )


def _by_name(services: Iterable[ObservedService]) -> Mapping[str, Collection[ObservedService]]:
    """Return the services by the name in their tag."""
    named: dict[str, list[ObservedService]] = {}
    for one in services:
        if NAME_TAG in (one.spec.tags or {}):
            named.setdefault((one.spec.tags or {})[NAME_TAG], []).append(one)
    return named


def _by_id(desired: Wanted, live: Mapping[str, ObservedService]) -> ObservedService | Problem:
    found = live.get(desired.pin or "")
    if found is not None:
        return found
    where = f"in {desired.spec.region}"
    if desired.spec.state is State.ABSENT:
        return _nothing_to_delete(desired)
    hint = "an id adopts an existing service; remove it to create a new one"
    source = desired.document.at("id")
    return error("id-not-found", f"there is no service {desired.pin} {where}", source, hint, desired.address)


def _by_tag(desired: Wanted, named: Mapping[str, Collection[ObservedService]]) -> ObservedService | Problem | None:
    ours = sorted(named.get(desired.address.name, ()), key=lambda one: one.remote_id)
    if len(ours) > 1:
        ids = ", ".join(one.remote_id for one in ours)
        message = f"several services carry the tag {NAME_TAG}={desired.address.name}: {ids}"
        return error("ambiguous-tag", message, desired.document.source, "choose one of them with id:", desired.address)
    if ours:
        return ours[0]
    return _nothing_to_delete(desired) if desired.spec.state is State.ABSENT else None


def _nothing_to_delete(desired: Wanted) -> Problem:
    message = "AWS has no such service, so there is nothing to delete"
    return note("nothing-to-delete", message, desired.document.source, "", desired.address)
