"""Whether the endpoints that a user decides on by hand exist. Pure.

Example: `vpce-1` is not among the 12 endpoints of 3 services that were read. If every service was read, it is a
mistyped id. If a region could not be read, it may be there.
"""

from reconciler.errors import Unreadable, UsageError
from reconciler.pipeline.planning import Planning
from reconciler.spelling import numbered
from reconciler.suggestions import did_you_mean

_KIND = "endpoint_service"


def check_endpoints(planning: Planning) -> None:
    """Check that services of documents have every endpoint that *planning* decides on by hand.

    Raises UsageError for an endpoint that none has, Unreadable if not all services could be read.
    """
    services = [one for one in planning.plan.world["services"] or () if one["address"] and one["id"]]
    known = {each["endpoint"]: one for one in services for each in one["connections"] or ()}
    asked = planning.options.by_hand
    missing = sorted(asked.endpoints - known.keys()) if asked else []
    if not missing:
        return
    unread = next((one for one in planning.plan.problems if one.code == "unreadable"), None)
    told, looked = ", ".join(missing), _looked(planning, len(known), [one["address"] or "" for one in services])
    if unread:
        raise Unreadable(f"{told} was not found in what could be read; {unread.message}", unread.hint)
    hints = filter(None, (did_you_mean(one, list(known)) for one in missing))
    raise UsageError(f"no endpoint service of this repository has {told}; {looked}", next(hints, _LIST))


_LIST = "reconciler connections lists all endpoints"


def _looked(planning: Planning, endpoints: int, services: list[str]) -> str:
    """Say how many endpoints of which services were looked through, and which services AWS does not have."""
    stated = {str(address) for address in planning.repository.wish if address.kind == _KIND}
    of = ", ".join(numbered(services)) or "no service"
    absent = numbered(stated - set(services))
    beside = f"; not in AWS, or in error: {', '.join(absent)}" if absent else ""
    return f"looked through {endpoints:,} endpoint{'' if endpoints == 1 else 's'} of {of}{beside}"
