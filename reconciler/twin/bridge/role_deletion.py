"""The deletion of Private Marketplace's service-linked role, which IAM carries out later (enablement 2).

Example: DeleteServiceLinkedRole answers with a task. The task is IN_PROGRESS, then SUCCEEDED, and the role is gone. It
is FAILED at once if trusted access is enabled or an experience has an audience, and the role stays.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from moto.iam.models import iam_backends

from reconciler import limits
from reconciler.regions import COMMERCIAL

from .catalog import MarketplaceCatalogBackend, marketplacecatalog_backends
from .membership import organization_of

PRINCIPAL: Final = limits.PRIVATE_MARKETPLACE_PRINCIPAL
ROLE: Final = limits.PRIVATE_MARKETPLACE_ROLE
NUMBER: Final = 32
"""The letters at the end of a task's id."""


@dataclass(slots=True)
class RoleDeletion:
    """A task of *account*, which is over at *due* (seconds since 1970); *reason* is why it fails, empty if it does not.

    It is *over* once the role is deleted. *known* are all tasks by id.
    """

    account: str
    due: float
    reason: str
    over: bool = False
    known: ClassVar[dict[str, "RoleDeletion"]] = {}

    @classmethod
    def begin(cls, account: str) -> str:
        """Begin a deletion and return the id of its task, in the form of the API reference."""
        conditions = MarketplaceCatalogBackend.conditions
        id_ = f"task/aws-service-role/{PRINCIPAL}/{ROLE}/{conditions.letters(NUMBER)}"
        cls.known[id_] = cls(account, conditions.clock() + conditions.deleting, "; ".join(_uses(account)))
        cls.advance()
        return id_

    @classmethod
    def advance(cls) -> None:
        """Delete each role whose task is over by now."""
        now = MarketplaceCatalogBackend.conditions.clock()
        for task in cls.known.values():
            if not (task.reason or task.over) and task.due <= now:
                task.over = True
                _delete(task.account)

    def status(self) -> dict[str, Any]:
        """Return the answer of GetServiceLinkedRoleDeletionStatus."""
        if self.reason:
            usage = [{"Region": limits.CATALOG_REGION, "Resources": [PRINCIPAL]}]
            return {"Status": "FAILED", "Reason": {"Reason": self.reason, "RoleUsageList": usage}}
        return {"Status": "SUCCEEDED" if self.over else "IN_PROGRESS"}


def has_private_marketplace_role(account: str) -> bool:
    """Whether the role exists in *account*."""
    return any(role.name == ROLE for role in iam_backends[account][COMMERCIAL].get_roles())


def _delete(account: str) -> None:
    if has_private_marketplace_role(account):
        iam_backends[account][COMMERCIAL].delete_role(ROLE)


def _uses(account: str) -> Iterator[str]:
    """Yield why the role cannot be deleted."""
    if any(service["ServicePrincipal"] == PRINCIPAL for service in organization_of(account).services):
        yield "trusted access is enabled"
    world = marketplacecatalog_backends[account][limits.CATALOG_REGION].marketplace.world
    if any(audience.principals for audience in world.audiences()):
        yield "an experience has an audience"
