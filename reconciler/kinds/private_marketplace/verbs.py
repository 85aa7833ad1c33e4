"""The operations of Organizations and IAM that enable and end Private Marketplace (facts: enablement 1.1, 2)."""

from dataclasses import replace

from reconciler.limits import ENABLING_SECONDS
from reconciler.model import Rule, Verb

STATUS = Verb(
    name="GetServiceLinkedRoleDeletionStatus",
    service="iam",
    iam="iam:GetServiceLinkedRoleDeletionStatus",
    writes=False,
    columns={"status": "Status", "reason": "Reason?.Reason"},
)
ROLE = Verb(
    name="CreateServiceLinkedRole",
    service="iam",
    iam="iam:CreateServiceLinkedRole",
    rank=0,
    leads=True,
    already=frozenset({"InvalidInput"}),
)
ROLE_ALONE = replace(ROLE, settles=ENABLING_SECONDS)
"""The creation of the role where trusted access is enabled already: it is the call that enables."""
ACCESS = Verb(
    name="EnableAWSServiceAccess",
    service="organizations",
    iam="organizations:EnableAWSServiceAccess",
    rank=1,
    leads=True,
    settles=ENABLING_SECONDS,
)
REGISTER = Verb(
    name="RegisterDelegatedAdministrator",
    service="organizations",
    iam="organizations:RegisterDelegatedAdministrator",
    rank=2,
    already=frozenset({"AccountAlreadyRegisteredException"}),
)
DEREGISTER = Verb(
    name="DeregisterDelegatedAdministrator",
    service="organizations",
    iam="organizations:DeregisterDelegatedAdministrator",
    rank=3,
    already=frozenset({"AccountNotRegisteredException"}),
    asks=Rule.TRUSTED_ACCESS,
)
DEREGISTER_AT_LAST = replace(DEREGISTER, trails=True)
"""The same where trusted access ends, too: what can be taken back comes before it (enablement 2)."""
DISABLE = Verb(
    name="DisableAWSServiceAccess",
    service="organizations",
    iam="organizations:DisableAWSServiceAccess",
    rank=4,
    trails=True,
    asks=Rule.TRUSTED_ACCESS,
)
DELETE_ROLE = Verb(
    name="DeleteServiceLinkedRole",
    service="iam",
    iam="iam:DeleteServiceLinkedRole",
    rank=5,
    created_at="DeletionTaskId",
    settles=ENABLING_SECONDS,
    already=frozenset({"NoSuchEntity"}),
    asks=Rule.TRUSTED_ACCESS,
)
VERBS = (STATUS, ROLE, ACCESS, REGISTER, DEREGISTER, DISABLE, DELETE_ROLE)
