"""The sentences of the view Timeline: what each call does, and what each exposure means.

Example: the second of two change sets lets Account 1 arrive. It is said as `{"subject": "change set of", "size":
"1 change", "does": [["experience.account-1", ["AssociateAudience (1 principal)"]]]}`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reconciler.printed import ExposureJson, OperationJson, PlanJson
from reconciler.render.calls import content, duration
from reconciler.render.decision import in_between
from reconciler.render.impact import ways
from reconciler.render.owners import Owners
from reconciler.render.page import Page
from reconciler.render.running import call_size, call_subject
from reconciler.render.surroundings import calls, proof_words
from reconciler.render.words import count

_ESTIMATED = "Times are estimates: AWS promises none."


def timeline_said(page: Page, plan: PlanJson, *, drifting: bool = False) -> Mapping[str, Any]:
    """Return what the view says of *plan*; an answer of drift is *drifting*: it writes nothing, an apply would."""
    owners = Owners.of(plan)
    return {
        "sentence": " ".join(_sentences(page, plan, drifting=drifting)),
        "remark": _remark(plan) if plan["operations"] else "",
        "calls": {one["id"]: _call(one, owners) for one in plan["operations"]},
        "exposures": [_exposure(page, one) for one in plan["exposures"]],
    }


def _sentences(page: Page, plan: PlanJson, *, drifting: bool) -> Iterator[str]:
    """Count the calls, and say which accounts are exposed between them."""
    operations = plan["operations"]
    if plan["digest"] is None:
        yield "No plan could be made, so no API call is planned."
    elif not operations:
        yield "Nothing is to be written, so there is no API call."
    else:
        begin = "An apply would make " if drifting else ""
        yield f"{begin}{count(len(operations), 'API call')}{duration(plan)}."
        heads = [point.head for point in in_between(page, plan)]
        yield from [f"{head}." for head in heads] or ["No account is exposed."]


def _remark(plan: PlanJson) -> str:
    """Count the calls by action, compare with the lower bound, and say that the times are estimates."""
    return f"{calls(plan, 'EC2 call')}.{proof_words(plan['proof'])} {_ESTIMATED}"


def _call(operation: OperationJson, owners: Owners) -> Mapping[str, Any]:
    does: Sequence[tuple[str, list[str]]] = [*content(operation, owners).items()]
    return {"subject": call_subject(operation), "size": call_size(operation), "does": does}


def _exposure(page: Page, exposure: ExposureJson) -> Mapping[str, Any]:
    return {"ways": ways(exposure), "rules": [*page.refusals.of_exposure(exposure)]}
