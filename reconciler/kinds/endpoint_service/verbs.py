"""The operations of Amazon EC2 for endpoint services, and of Route 53 for the records of their private names.

Facts: privatelink 1.0 to 1.10, private-dns 2.1 to 2.4.
"""

from typing import Any

from reconciler.model import Permissions, Quota, Rule, Verb
from reconciler.privatelink_limits import EC2_BUCKETS, EC2_READ_BUCKET, EC2_WRITE_BUCKET, ROUTE_53_PER_SECOND

SERVICE, ZONES = "ec2", "route53"
SETTLING, USUAL = 1800, 60
"""Seconds that a change of records, and a verification, are waited for, as other tools do (facts: private-dns 1.1).

That they usually take a minute is an estimate for the forecast of a plan; nothing was measured."""
BALANCERS = "NetworkLoadBalancerArns"
GRANTS = Permissions(
    adds="AddAllowedPrincipals",
    removes="RemoveAllowedPrincipals",
    naming=frozenset({"InvalidPrincipal", "InvalidParameter", "InvalidParameterValue"}),
    one=frozenset({"InvalidPrincipal"}),
    number=frozenset({"ResourceCountExceeded", "ResourceLimitExceeded"}),
)
"""EC2's codes when it refuses one principal, or too many of them. EC2 does not document the maximum number for a call
or a service (facts: privatelink 1.7, 1.12)."""


def _operation(name: str, **details: Any) -> Verb:  # noqa: ANN401 - the fields of Verb
    size, per_second = EC2_BUCKETS.get(name, EC2_WRITE_BUCKET)
    return Verb(name=name, service=SERVICE, iam=f"ec2:{name}", quota=Quota(per_second, size), **details)


def _of_zones(name: str, *, writes: bool = False, **details: Any) -> Verb:  # noqa: ANN401 - the fields of Verb
    quota = Quota(ROUTE_53_PER_SECOND)
    return Verb(name=name, service=ZONES, iam=f"{ZONES}:{name}", quota=quota, writes=writes, **details)


def _read(name: str) -> Verb:
    size, per_second = EC2_BUCKETS.get(name, EC2_READ_BUCKET)
    return Verb(name=name, service=SERVICE, iam=f"ec2:{name}", quota=Quota(per_second, size), writes=False)


CREATE = _operation(
    "CreateVpcEndpointServiceConfiguration",
    rank=0,
    makes=True,
    takes=BALANCERS,
    created_at="ServiceConfiguration.ServiceId",
    token="ClientToken",  # noqa: S106 - a parameter's name
)
MODIFY = _operation(
    "ModifyVpcEndpointServiceConfiguration",
    rank=1,
    object_in="ServiceId",
    takes=f"Add{BALANCERS}",
    frees=f"Remove{BALANCERS}",
    confirmed_by="Return",
)
PAYER = _operation(
    "ModifyVpcEndpointServicePayerResponsibility",
    rank=2,
    object_in="ServiceId",
    confirmed_by="ReturnValue",
    asks=Rule.PAYER,
)
TAG = _operation("CreateTags", rank=3, object_in="Resources", listed=True)
NOTIFY = _operation(
    "CreateVpcEndpointConnectionNotification",
    rank=4,
    object_in="ServiceId",
    token="ClientToken",  # noqa: S106 - a parameter's name
)
RENOTIFY = _operation("ModifyVpcEndpointConnectionNotification", rank=5, confirmed_by="ReturnValue")
UNNOTIFY = _operation("DeleteVpcEndpointConnectionNotifications", rank=6, in_part=True)
PERMIT = _operation(
    "ModifyVpcEndpointServicePermissions",
    rank=7,
    object_in="ServiceId",
    confirmed_by="ReturnValue",
    counted_as="permission_calls",
    cuttable=(GRANTS.adds, GRANTS.removes),
    permissions=GRANTS,
)
RECORDS = _of_zones(
    "ChangeResourceRecordSets",
    writes=True,
    rank=8,
    created_at="ChangeInfo.Id",
    settles=SETTLING,
    usual=USUAL,
    replaces=True,
)
"""Its change is INSYNC some time after the answer (facts: private-dns 2.2, 2.3)."""
VERIFY = _operation(
    "StartVpcEndpointServicePrivateDnsVerification",
    rank=9,
    object_in="ServiceId",
    confirmed_by="ReturnValue",
    settles=SETTLING,
    usual=USUAL,
    looks=2,
    renews=12,
)
"""`verified` is read twice, and the verification started again while it is not, as other tools do (private-dns 1.1)."""
REJECT = _operation(
    "RejectVpcEndpointConnections", rank=10, object_in="ServiceId", last=True, in_part=True, asks=Rule.REJECT
)
ACCEPT = _operation("AcceptVpcEndpointConnections", rank=11, object_in="ServiceId", last=True, in_part=True)
DELETE = _operation(
    "DeleteVpcEndpointServiceConfigurations",
    rank=12,
    object_in="ServiceIds",
    listed=True,
    ends=True,
    in_part=True,
    asks=Rule.DELETE,
)

WRITES = (CREATE, MODIFY, PAYER, TAG, NOTIFY, RENOTIFY, UNNOTIFY, PERMIT, RECORDS, VERIFY, REJECT, ACCEPT, DELETE)
READS = (
    _read("DescribeVpcEndpointConnectionNotifications"),
    _read("DescribeVpcEndpointConnections"),
    _read("DescribeVpcEndpointServiceConfigurations"),
    _read("DescribeVpcEndpointServicePermissions"),
    _of_zones("GetChange"),
    _of_zones("ListHostedZonesByName"),
    _of_zones("ListResourceRecordSets"),
)
VERBS = (*READS, *WRITES)
