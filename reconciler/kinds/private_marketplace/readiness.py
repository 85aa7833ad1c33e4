"""How far a call of enabling or ending has come: what AWS shows some seconds after it has answered.

Example: trusted access was enabled 5 seconds ago, and ListEntities still answers AccessDeniedException: not ready. At
10 seconds it answers with no experience: ready. Had it answered with two, Private Marketplace would have been enabled
before, and the plan, which was made on nothing there, goes no further.
"""

from typing import Final

from reconciler.errors import Unreadable
from reconciler.kind import Readiness
from reconciler.limits import CATALOG_REGION
from reconciler.model import Request
from reconciler.ports import Clients

from .verbs import DELETE_ROLE, STATUS

EXPERIENCE: Final = "Experience"
ENABLED_BEFORE: Final = "enabled-before"


def readiness(request: Request, id_: str, clients: Clients) -> Readiness:
    """Return how far the call of *request* has come. Raises Unreadable.

    *id_* is the task of a deletion, empty where the role was gone already.
    """
    return _deletion(id_, clients) if request.verb is DELETE_ROLE else _enabling(clients)


def _deletion(task: str, clients: Clients) -> Readiness:
    if not task:
        return Readiness()
    (row,) = clients.calls(STATUS.service, CATALOG_REGION).read(STATUS, {"DeletionTaskId": task})
    status, reason = row["status"], row["reason"]
    told = f"IAM says that the deletion of the role is {status}" + (f": {reason}" if reason else "")
    return Readiness(state=told, code=status, ready=status == "SUCCEEDED", failed=status == "FAILED")


def _enabling(clients: Clients) -> Readiness:
    """Ask the Catalog API, which denies everything until it knows of the access (facts: enablement 1.1)."""
    try:
        found = sorted(one.id for one in clients.catalog.list_entities(EXPERIENCE))
    except Unreadable as denied:
        told = f"Private Marketplace does not know yet that it is enabled: {denied.message}"
        return Readiness(state=told, code="not-enabled-yet", ready=False)
    if found:
        told = f"it was enabled before: {', '.join(found)} {'is' if len(found) == 1 else 'are'} there; plan again"
        return Readiness(state=told, code=ENABLED_BEFORE, ready=False, failed=True)
    return Readiness()
