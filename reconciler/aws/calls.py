"""Every API call that reconciler may ever send, by what it does, and the IAM action that allows it."""

from typing import Any, Final

from reconciler.errors import Refused

READS: Final = frozenset(
    {
        "ec2:DescribeVpcEndpointConnections",
        "ec2:DescribeVpcEndpointServiceConfigurations",
        "ec2:DescribeVpcEndpointServicePermissions",
        "iam:GetRole",
        "marketplace-catalog:BatchDescribeEntities",
        "marketplace-catalog:DescribeChangeSet",
        "marketplace-catalog:ListChangeSets",
        "marketplace-catalog:ListEntities",
        "marketplace-catalog:ListTagsForResource",
        "organizations:DescribeOrganization",
        "organizations:ListAWSServiceAccessForOrganization",
        "organizations:ListAccountsForParent",
        "organizations:ListDelegatedAdministrators",
        "organizations:ListOrganizationalUnitsForParent",
        "organizations:ListRoots",
        "sts:GetCallerIdentity",
    }
)
"""What a plan asks; none of it changes anything."""

WRITES: Final = frozenset(
    {
        "ec2:CreateTags",
        "ec2:CreateVpcEndpointServiceConfiguration",
        "ec2:DeleteVpcEndpointServiceConfigurations",
        "ec2:ModifyVpcEndpointServiceConfiguration",
        "ec2:ModifyVpcEndpointServicePayerResponsibility",
        "ec2:ModifyVpcEndpointServicePermissions",
        "ec2:RejectVpcEndpointConnections",
        "marketplace-catalog:CancelChangeSet",
        "marketplace-catalog:StartChangeSet",
        "marketplace-catalog:TagResource",
    }
)
"""What an apply sends besides."""

CREDENTIALS: Final = frozenset(
    {
        "signin:CreateOAuth2Token",
        "sso-oidc:CreateToken",
        "sso:GetRoleCredentials",
        "sts:AssumeRole",
        "sts:AssumeRoleWithWebIdentity",
    }
)
"""What boto3's chain asks on its own to obtain temporary credentials; it changes no resource."""

_IAM_ACTIONS: Final = {
    "marketplace-catalog:BatchDescribeEntities": "aws-marketplace:DescribeEntity",
    "sts:GetCallerIdentity": "",
}


def iam_action(call: str) -> str:
    """Name the IAM action that allows *call* (`service:Operation`); empty when every identity may make it.

    The Catalog API's actions are of the service `aws-marketplace`, and BatchDescribeEntities "uses the same IAM
    permission action as DescribeEntity" (API reference); GetCallerIdentity needs no permission (STS reference).
    """
    service, operation = call.split(":", 1)
    prefix = "aws-marketplace" if service == "marketplace-catalog" else service
    return _IAM_ACTIONS.get(call, f"{prefix}:{operation}")


class Gate:
    """Lets the listed calls pass and refuses every other before it is validated, signed or sent.

    Registered for botocore's event `provide-client-params`, which each call of each client of a session emits first.
    """

    def __init__(self, *, writes: bool) -> None:
        """Open for reading, and for the write list only when *writes*."""
        self._open = READS | CREDENTIALS | (WRITES if writes else frozenset())

    def __call__(self, model: Any, **_: Any) -> None:  # noqa: ANN401 - botocore's own OperationModel
        """Raise Refused unless the operation of *model* is listed."""
        call = f"{model.service_model.service_name}:{model.name}"
        if call not in self._open:
            raise Refused(
                f"{call} was refused before it was sent: it is not on the list of calls allowed here",
                hint="a plan only reads; this is a mistake in reconciler, please report it",
            )
