"""IAM and STS: moto's services with three corrections.

moto derives the name of a service-linked role from its service name, which is wrong for Private Marketplace
(privatelink 4.5). It deletes that role at once, even while it is in use. It also lets every caller assume any
role, whether the role exists or not.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from moto.core.responses import ActionResult
from moto.iam.exceptions import EntityAlreadyExists, NotFoundException
from moto.iam.models import Role, iam_backends
from moto.iam.responses import IamResponse
from moto.sts.responses import TokenResponse

from reconciler import limits
from reconciler.regions import COMMERCIAL
from reconciler.twin.refusal import Code, xml

from .answering import Answering
from .role_deletion import RoleDeletion, has_private_marketplace_role

ACCESS_DENIED: Final = Code("AccessDenied", "User: {} is not authorized to perform: sts:AssumeRole on resource: {}")
INVALID_INPUT: Final = Code("InvalidInput")
NO_SUCH_ENTITY: Final = Code("NoSuchEntity", status=404)


class TwinIamResponse(Answering, IamResponse):
    """One request to IAM."""

    def create_service_linked_role(self) -> ActionResult:
        """Create Private Marketplace's role under its real name; moto creates other service-linked roles."""
        service = self._get_param("AWSServiceName")
        if not service.endswith(".amazonaws.com"):
            raise INVALID_INPUT(f"Service name {service} is not valid.")
        if service != limits.PRIVATE_MARKETPLACE_PRINCIPAL:
            return super().create_service_linked_role()
        try:
            role = create_private_marketplace_role(self.current_account, self._get_param("Description"))
        except EntityAlreadyExists:
            name = limits.PRIVATE_MARKETPLACE_ROLE
            message = f"Service role name {name} has been taken in this account, please try a different suffix."
            raise INVALID_INPUT(message) from None
        return ActionResult({"Role": role})

    def delete_service_linked_role(self) -> ActionResult:
        """Begin to delete a service-linked role; moto deletes other ones at once."""
        role = self._get_param("RoleName")
        if role != limits.PRIVATE_MARKETPLACE_ROLE:
            return super().delete_service_linked_role()
        if not has_private_marketplace_role(self.current_account):
            raise NO_SUCH_ENTITY(f"The role with name {role} cannot be found.")
        return ActionResult({"DeletionTaskId": RoleDeletion.begin(self.current_account)})

    def get_service_linked_role_deletion_status(self) -> ActionResult:
        """Tell how far a deletion of Private Marketplace's role is."""
        task = RoleDeletion.known.get(self._get_param("DeletionTaskId"))
        if task is None or task.account != self.current_account:
            raise NO_SUCH_ENTITY("The deletion task cannot be found.")
        return ActionResult(task.status())


class TwinTokenResponse(Answering, TokenResponse):
    """One request to STS."""

    def assume_role(self) -> Any:  # noqa: ANN401 - an ActionResult, or moto's pair of body and headers
        """Assume a role that exists and whose trust policy names the caller."""
        arn, external_id = self._get_param("RoleArn"), self._get_param("ExternalId")
        role = _role(arn)
        if role is None or not _trusts(role, self._caller(), external_id):
            return xml(ACCESS_DENIED(self._caller(), arn)), {"status": 403}  # STS's model has no such error
        return super().assume_role()

    def get_caller_identity(self) -> ActionResult:
        """Return the caller's identity; keys that nobody issued belong to an administrator of their account."""
        identity: Any = super().get_caller_identity().result
        if identity["Arn"].endswith(":user/moto"):
            identity = {**identity, "Arn": f"arn:aws:iam::{identity['Account']}:user/administrator"}
        return ActionResult(identity)

    def _caller(self) -> str:
        identity: Any = self.get_caller_identity().result
        arn: str = identity["Arn"]
        return arn


def create_private_marketplace_role(account: str, description: str | None = None) -> Role:
    """Create the service-linked role in *account*.

    Raises:
        EntityAlreadyExists: the role is there.
    """
    principal = limits.PRIVATE_MARKETPLACE_PRINCIPAL
    return iam_backends[account][COMMERCIAL].create_role(
        limits.PRIVATE_MARKETPLACE_ROLE,
        _trust({"Service": principal}),
        f"/aws-service-role/{principal}/",
        permissions_boundary=None,
        description=description or "",
        tags=[],
        max_session_duration="3600",
        linked_service=principal,
    )


def create_role(account: str, name: str, trusted: Iterable[str]) -> Role:
    """Create a role in *account* that the accounts *trusted* may assume.

    Raises:
        EntityAlreadyExists: the role is there.
    """
    return iam_backends[account][COMMERCIAL].create_role(
        name,
        _trust({"AWS": [f"arn:aws:iam::{item}:root" for item in trusted]}),
        "/",
        permissions_boundary=None,
        description="",
        tags=[],
        max_session_duration="3600",
    )


def _trust(principal: Mapping[str, Any]) -> str:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _role(arn: str) -> Role | None:
    try:
        return iam_backends[arn.split(":")[4]][COMMERCIAL].get_role_by_arn(arn)
    except (IndexError, NotFoundException):
        return None


def _trusts(role: Role, caller: str, external_id: str | None) -> bool:
    statements = json.loads(role.assume_role_policy_document)["Statement"]
    return any(_allows(statement, _forms(caller), external_id) for statement in _many(statements))


def _allows(statement: Mapping[str, Any], forms: frozenset[str], external_id: str | None) -> bool:
    principals = statement.get("Principal", {})
    named = principals if principals == "*" else principals.get("AWS", ())
    wanted = {"StringEquals": {"sts:ExternalId": external_id}}
    return (
        statement["Effect"] == "Allow"
        and "sts:AssumeRole" in _many(statement["Action"])
        and not forms.isdisjoint(_many(named))
        and statement.get("Condition", wanted) == wanted
    )


def _forms(caller: str) -> frozenset[str]:
    """Return the forms in which a trust policy can name the caller."""
    account, resource = caller.split(":")[4:6]
    role = resource.split("/")[1] if resource.startswith("assumed-role/") else ""
    named = {f"arn:aws:iam::{account}:role/{role}"} if role else set()
    return frozenset({"*", account, f"arn:aws:iam::{account}:root", caller} | named)


def _many(value: Any) -> list[Any]:  # noqa: ANN401 - a policy writes one value bare and several as a list
    return value if isinstance(value, list) else [value]
