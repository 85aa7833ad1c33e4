"""Valid answers of a small organization, one for each operation; tests change some of them."""

from collections.abc import Mapping
from typing import Any

from tests.aws.loopback import Asked, Reply, Script

MANAGEMENT = "111111111111"
ROOT = "r-abcd"

SELLER = "222222222222"
SERVICE = "vpce-svc-0123456789abcdef0"
CONFIGURATION = (
    f"<item><serviceId>{SERVICE}</serviceId><serviceState>Available</serviceState>"
    "<acceptanceRequired>true</acceptanceRequired></item>"
)
CONNECTION = (
    f"<item><serviceId>{SERVICE}</serviceId><vpcEndpointId>vpce-a</vpcEndpointId>"
    "<vpcEndpointOwner>333333333333</vpcEndpointOwner><vpcEndpointState>available</vpcEndpointState>"
    "<creationTimestamp>2026-11-22T10:00:00.000Z</creationTimestamp></item>"
)
NOTIFICATION = (
    f"<item><connectionNotificationId>vpce-nfn-a</connectionNotificationId><serviceId>{SERVICE}</serviceId>"
    "<connectionNotificationArn>arn:aws:sns:us-east-1:222222222222:seen</connectionNotificationArn>"
    "<connectionEvents><item>Connect</item></connectionEvents>"
    "<connectionNotificationState>Enabled</connectionNotificationState></item>"
)
GRANT = "<item><principal>arn:aws:iam::333333333333:root</principal></item>"

EC2_GOOD = {
    "DescribeVpcEndpointServiceConfigurations": f"<serviceConfigurationSet>{CONFIGURATION}</serviceConfigurationSet>",
    "DescribeVpcEndpointConnections": f"<vpcEndpointConnectionSet>{CONNECTION}</vpcEndpointConnectionSet>",
    "DescribeVpcEndpointConnectionNotifications": (
        f"<connectionNotificationSet>{NOTIFICATION}</connectionNotificationSet>"
    ),
    "DescribeVpcEndpointServicePermissions": f"<allowedPrincipals>{GRANT}</allowedPrincipals>",
    "CreateVpcEndpointServiceConfiguration": (
        f"<serviceConfiguration><serviceId>{SERVICE}</serviceId></serviceConfiguration>"
    ),
    "ModifyVpcEndpointServiceConfiguration": "<return>true</return>",
    "ModifyVpcEndpointServicePermissions": "<addedPrincipalSet/><return>true</return>",
    "ModifyVpcEndpointServicePayerResponsibility": "<return>true</return>",
    "CreateVpcEndpointConnectionNotification": (
        "<connectionNotification><connectionNotificationId>vpce-nfn-a</connectionNotificationId></connectionNotification>"
    ),
    "ModifyVpcEndpointConnectionNotification": "<return>true</return>",
    "DeleteVpcEndpointConnectionNotifications": "<unsuccessful/>",
    "RejectVpcEndpointConnections": "<unsuccessful/>",
    "DeleteVpcEndpointServiceConfigurations": "<unsuccessful/>",
    "CreateTags": "<return>true</return>",
}
"""The answers of EC2 for a seller with one service, one grant and one connection."""

GOOD: Mapping[str, dict[str, Any] | str] = {
    "GetCallerIdentity": f"<Arn>arn:aws:iam::{MANAGEMENT}:user/a</Arn><Account>{MANAGEMENT}</Account>",
    "GetRole": (
        "<Role><Path>/</Path><RoleName>r</RoleName><RoleId>AROAEXAMPLE</RoleId><Arn>arn:aws:iam::111111111111:role/r"
        "</Arn><CreateDate>2024-01-01T00:00:00Z</CreateDate></Role>"
    ),
    "GetServiceLinkedRoleDeletionStatus": "<Status>SUCCEEDED</Status>",
    "DescribeOrganization": {
        "Organization": {"Id": "o-abcdef1234", "MasterAccountId": MANAGEMENT, "FeatureSet": "ALL"}
    },
    "ListRoots": {"Roots": [{"Id": ROOT, "Name": "Root"}]},
    "ListOrganizationalUnitsForParent": {"OrganizationalUnits": []},
    "ListAccountsForParent": {"Accounts": [{"Id": MANAGEMENT, "Name": "management", "Status": "ACTIVE"}]},
    "ListAWSServiceAccessForOrganization": {
        "EnabledServicePrincipals": [{"ServicePrincipal": "sso.amazonaws.com", "DateEnabled": 1700000000}]
    },
    "ListDelegatedAdministrators": {"DelegatedAdministrators": [{"Id": "222222222222"}]},
    "ListEntities": {"EntitySummaryList": [{"EntityId": "exp-a", "Name": "A", "EntityArn": "arn:exp-a"}]},
    "BatchDescribeEntities": {
        "EntityDetails": {
            "exp-a": {
                "EntityType": "Experience@1.0",
                "EntityArn": "arn:exp-a",
                "EntityIdentifier": "exp-a@6",
                "DetailsDocument": {"Name": "A"},
            }
        },
        "Errors": {},
    },
    "ListTagsForResource": {"ResourceArn": "arn:exp-a", "Tags": [{"Key": "team", "Value": "procurement"}]},
    "ListChangeSets": {
        "ChangeSetSummaryList": [
            {
                "ChangeSetId": "cs-1",
                "ChangeSetName": "first",
                "Status": "SUCCEEDED",
                "StartTime": "2026-11-22T10:00:00Z",
                "EntityIdList": ["exp-a@6"],
            }
        ]
    },
    "DescribeChangeSet": {
        "ChangeSetId": "cs-1",
        "ChangeSetName": "first",
        "Status": "SUCCEEDED",
        "ChangeSet": [
            {
                "ChangeName": "A",
                "ChangeType": "UpdateExperience",
                "Entity": {"Type": "Experience@1.0", "Identifier": "exp-a@7"},
                "DetailsDocument": {"Status": "Enabled"},
                "ErrorDetailList": [],
            }
        ],
    },
    "StartChangeSet": {"ChangeSetId": "cs-2", "ChangeSetArn": "arn:cs-2"},
    "TagResource": {},
    **EC2_GOOD,
}


def good(**spoilt: Reply | dict[str, Any] | str) -> Script:
    """Return a script that answers everything validly but the operations *spoilt*."""
    answers = {**GOOD, **spoilt}

    def script(asked: Asked) -> Reply | dict[str, Any] | str:
        return answers[asked.operation]

    return script


def many(name: str, items: list[str], size: int = 1000) -> Script:
    """Return a script that answers every call of EC2 with a page of *items*, elements of the list *name*."""

    def script(asked: Asked) -> str:
        start = int(asked.parameters.get("NextToken", 0))
        rest = f"<nextToken>{start + size}</nextToken>" if start + size < len(items) else ""
        return f"<{name}>{''.join(items[start : start + size])}</{name}>{rest}"

    return script


def paged(operation: str, name: str, items: list[Any], size: int) -> Script:
    """Return a script that answers *operation* in pages of *size*."""

    def script(asked: Asked) -> Reply | dict[str, Any] | str:
        if asked.operation != operation:
            return GOOD[asked.operation]
        start = int(asked.parameters.get("NextToken", 0))
        rest = {"NextToken": str(start + size)} if start + size < len(items) else {}
        return {name: items[start : start + size], **rest}

    return script
