"""The answer of `checklist --submission`: what AWS Marketplace asks for, and nothing else (readiness 4.1). Pure."""

from collections.abc import Iterable, Mapping

from reconciler.errors import NotReady
from reconciler.model import FORMAT_VERSION, Address
from reconciler.pipeline.planning import Planning
from reconciler.printed import SubmissionJson, SubmittedServiceJson

from .item import ItemStatus
from .service import ServiceState
from .surroundings import ServiceSurroundings
from .ticking import Judged, judged_services
from .verified import VerifyReport

_HINT = "reconciler checklist shows every item and what to do"


def submission(
    planning: Planning,
    around: Mapping[Address, ServiceSurroundings],
    *,
    service: str | None = None,
    report: VerifyReport | None = None,
) -> SubmissionJson:
    """Return what to send to AWS Marketplace about each service, or only about *service*.

    Raises NotReady while an item that AWS Marketplace requires is red, UsageError for a service that no document names.
    """
    found = tuple(judged_services(planning, around, service, report))
    missing = [one for state, items in found for one in _missing(state, items)]
    if missing:
        raise NotReady(f"there is nothing to send to AWS Marketplace yet: {'; '.join(missing)}", _HINT)
    if not found:
        raise NotReady("there is nothing to send to AWS Marketplace: no document wants an endpoint service", _HINT)
    return {"format_version": FORMAT_VERSION, "submission": [_submitted(state) for state, _ in found]}


def _missing(state: ServiceState, items: Judged) -> Iterable[str]:
    """Return what AWS Marketplace requires and is red."""
    for item, verdict in items:
        if item.required and verdict.status is ItemStatus.RED:
            yield f"{state.address}: {item.title}: {verdict.because}"


def _submitted(state: ServiceState) -> SubmittedServiceJson:
    return {
        "service_name": state.fact("name") or "",
        "region": state.region,
        "account": state.account,
        "user_friendly_name": state.friendly_name or "",
        "certificate_account": state.account,
        "private_dns_name": state.private_name,
    }
