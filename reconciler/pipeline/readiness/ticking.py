"""The answer of `checklist`: AWS Marketplace's checklists for each service, item by item. Pure.

An item is judged only if the items that it needs are not red. Example: the load balancer is gone. Its item is red; the
items about its zones, its listeners and the service wait for it and are grey.
"""

from collections.abc import Iterator, Mapping

from reconciler.errors import UsageError
from reconciler.model import FORMAT_VERSION, Address, Severity, worst_first
from reconciler.pipeline.planning import Planning
from reconciler.printed import ChecklistItemJson, ChecklistJson, ChecklistReportJson, ChecklistServiceJson
from reconciler.suggestions import did_you_mean

from .item import Item, ItemStatus, ItemVerdict, ServiceFacts, grey
from .items import ITEMS
from .service import ServiceState, services_of
from .surroundings import ServiceSurroundings
from .verified import VerifyReport

_A_SERVICE = "use the name of an endpoint_service document, or its id in AWS"

Judged = tuple[tuple[Item, ItemVerdict], ...]
"""The items of one service, in their order."""


def checklist(
    planning: Planning,
    around: Mapping[Address, ServiceSurroundings],
    *,
    service: str | None = None,
    report: VerifyReport | None = None,
) -> ChecklistJson:
    """Return the items of each service of the documents, or only of *service*: a name, an address or an id.

    *around* is what was read around each of them, *report* what another account saw. Raises UsageError for a service
    that no document names.
    """
    found = [_service(state, judged) for state, judged in judged_services(planning, around, service, report)]
    return {
        "format_version": FORMAT_VERSION,
        "verified": _taken(report),
        "services": found,
        "problems": [one.as_json() for one in worst_first(planning.plan.problems) if one.severity is Severity.ERROR],
    }


def _taken(report: VerifyReport | None) -> ChecklistReportJson | None:
    if report is None:
        return None
    return {"service": report.service, "observer": report.observer, "at": report.at}


def judged_services(
    planning: Planning, around: Mapping[Address, ServiceSurroundings], service: str | None, report: VerifyReport | None
) -> Iterator[tuple[ServiceState, Judged]]:
    """Return each service that is asked for, with its items."""
    states = tuple(services_of(planning))
    for state in states if service is None else [_asked(service, states)]:
        yield state, judged(ServiceFacts(state, around.get(state.address, ServiceSurroundings()), report))


def judged(facts: ServiceFacts) -> Judged:
    """Judge every item; one that needs a red item, or one that waits itself, waits for the red one."""
    found: dict[str, ItemVerdict] = {}
    reds: dict[str, tuple[str, ...]] = {}
    by_id = {one.id: one for one in ITEMS}

    def judge(item: Item) -> None:
        for needed in item.needs:
            if needed not in found:
                judge(by_id[needed])
        blocking = tuple(dict.fromkeys(red for needed in item.needs for red in reds[needed]))
        verdict = _waits(blocking, by_id) if blocking else item.judge(facts)
        found[item.id], reds[item.id] = verdict, blocking or ((item.id,) if verdict.status is ItemStatus.RED else ())

    for item in ITEMS:
        if item.id not in found:
            judge(item)
    return tuple((item, found[item.id]) for item in ITEMS)


def _waits(blocking: tuple[str, ...], by_id: Mapping[str, Item]) -> ItemVerdict:
    titles = ", ".join(f"“{by_id[one].title}”" for one in blocking)
    return grey(f"waits for {titles}", waits_for=list(blocking))


def _asked(given: str, states: tuple[ServiceState, ...]) -> ServiceState:
    """Return the service that is *given*."""
    called: dict[str, ServiceState] = {}
    for one in states:
        ids = (one.observed.remote_id if one.observed else None, one.fact("name"))
        called |= {key: one for key in (one.address.name, str(one.address), *ids) if key}
    if given not in called:
        hint = did_you_mean(given, list(called)) or _A_SERVICE
        raise UsageError(f"no document is about an endpoint service {given!r}", hint)
    return called[given]


def _service(state: ServiceState, found: Judged) -> ChecklistServiceJson:
    return {
        "address": str(state.address),
        "region": state.region,
        "account": state.account,
        "items": [_item(item, verdict) for item, verdict in found],
    }


def _item(item: Item, verdict: ItemVerdict) -> ChecklistItemJson:
    return {
        "id": item.id,
        "title": item.title,
        "part": item.part,
        "required": item.required,
        "needs": list(item.needs),
        "status": verdict.status.value,
        "because": verdict.because,
        "facts": dict(verdict.facts),
    }
