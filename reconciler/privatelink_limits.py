"""The documented limits and patterns of AWS PrivateLink's endpoint services and of their records in Route 53.

Sources: *PLG* is the AWS PrivateLink Guide, *THR* "Request throttling for the Amazon EC2 API", *ec2* botocore's service
model ``ec2/2016-11-15`` and *route53* ``route53/2013-04-01``. Patterns are for ``re.fullmatch``.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

ENDPOINT_SERVICE_ID_PATTERN: Final = r"vpce-svc-[0-9a-f]{17}"
VPC_ENDPOINT_ID_PATTERN: Final = r"vpce-[0-9a-f]{17}"
"""PLG: 17 hexadecimal digits, as every id of EC2 since 2018."""
SERVICE_PERMISSION_ID_PATTERN: Final = r"vpce-svc-perm-\w{17}"
"""Acceptance tests of hashicorp/terraform-provider-aws, which run against AWS."""
ENDPOINT_SERVICE_NAME_PATTERN: Final = (
    rf"com\.amazonaws\.vpce\.(?P<region>[a-z0-9-]+)\.(?P<id>{ENDPOINT_SERVICE_ID_PATTERN})"
)
LOAD_BALANCER_ARN_PATTERN: Final = (
    r"arn:(?P<partition>aws[a-z-]*):elasticloadbalancing:(?P<region>[a-z0-9-]+):(?P<account>[0-9]{12})"
    r":loadbalancer/(?P<type>net|gwy)/(?P<name>[a-zA-Z0-9-]{1,32})/[0-9a-f]{16}"
)
"""Elastic Load Balancing API reference: Network and Gateway Load Balancers, names of at most 32 characters."""
IAM_PRINCIPAL_PATTERN: Final = (
    r"arn:(?P<partition>aws[a-z-]*):iam::(?P<account>[0-9]{12}):(?P<type>root|(user|role)/[\w+=,.@-]{1,64})"
)
"""PLG: account (root), user or role; ec2: "Principal ARNs with path components aren't supported"."""
SERVICE_PRINCIPAL_PATTERN: Final = r"[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?"
EVERYONE: Final = "*"
"""ec2: "To grant permissions to all principals, specify an asterisk"."""
PERMISSION_TYPES: Final = ("vpc-endpoint", "transit-gateway-attachment")
"""ec2: PermissionType; the first is the default."""
SERVICE_IP_ADDRESS_TYPES: Final = ("ipv4", "ipv6")
"""ec2: SupportedIpAddressTypes."""
PRIVATE_DNS_NAME_LENGTH: Final = (1, 255)
PRIVATE_DNS_NAME_PATTERN: Final = r"(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
"""PLG: lower case, labels of at most 63 and names of at most 255 characters, wildcards allowed."""
HOSTED_ZONE_ID_PATTERN: Final = r"Z[A-Z0-9]{1,31}"
"""route53: ResourceId, at most 32 characters; ids of zones begin with Z."""
ROUTE_53_PER_SECOND: Final = 5
"""Route 53 Developer Guide, quotas: requests of an account in a second (private-dns 2.4)."""
HOSTED_ZONES_PAGE: Final = "100"
"""route53: MaxItems of ListHostedZonesByName, a text; 100 at most (private-dns 2.1)."""
ENDED_CONNECTIONS: Final = frozenset({"deleting", "deleted", "rejected", "failed", "expired"})
"""ec2, VpcEndpointState, as in EC2's answers (privatelink 1.8). Every other state counts as live, also `partial`, which
AWS does not explain, and states that AWS adds later."""
CONNECTION_EVENTS: Final = ("Accept", "Connect", "Delete", "Reject")
"""ec2, CreateVpcEndpointConnectionNotification: what an SNS topic can be told of the connections of a service."""
CONNECTION_NOTIFICATION_ID_PATTERN: Final = r"vpce-nfn-[0-9a-f]{17}"
"""ec2, ConnectionNotificationId: 17 hexadecimal digits, as every id of EC2 since 2018."""
TOPIC_ARN_PATTERN: Final = (
    r"arn:(?P<partition>aws[a-z-]*):sns:(?P<region>[a-z0-9-]+):(?P<account>\d{12})"
    r":(?P<name>[A-Za-z0-9_-]{1,256}(\.fifo)?)"
)
"""Names of SNS topics (SNS API reference): 256 letters, digits, hyphens or underscores at most, `.fifo` behind FIFO."""
WAITING_CONNECTION: Final = "pendingAcceptance"
"""ec2, VpcEndpointState: the endpoint waits until the owner of the service accepts it (privatelink 1.8)."""
DECIDED_PER_CALL: Final = 50
"""Accept- and RejectVpcEndpointConnections: ec2 documents no maximum for VpcEndpointIds; 50 is that of
TransitGatewayAttachmentIds, the other list of the same calls."""
EC2_PAGE: Final = (5, 1000)
"""ec2, MaxResults of each Describe operation for endpoint services: 5-1000; larger values are treated as 1000."""
EC2_TAG_KEY_LENGTH: Final = (1, 127)
"""ec2, Tag: "a maximum of 127 Unicode characters", "may not begin with aws:"; values as above."""
EC2_FILTERS: Final = 50
EC2_FILTER_VALUES: Final = 200
"""EC2 User Guide, "List and filter": filters in a request, values in a filter."""
EC2_READ_BUCKET: Final = (100, 20.0)
EC2_WRITE_BUCKET: Final = (50, 5.0)
"""THR: tokens a bucket holds and tokens a second, for operations without a row of their own."""
EC2_BUCKETS: Final[Mapping[str, tuple[int, float]]] = MappingProxyType(
    {
        "CreateVpcEndpointServiceConfiguration": (10, 1.0),
        "ModifyVpcEndpointServiceConfiguration": (10, 1.0),
        "DeleteVpcEndpointServiceConfigurations": (10, 1.0),
        "AcceptVpcEndpointConnections": (10, 1.0),
        "RejectVpcEndpointConnections": (10, 1.0),
        "CreateVpcEndpoint": (4, 0.3),
        "ModifyVpcEndpoint": (4, 0.3),
        "DeleteVpcEndpoints": (4, 0.3),
        "CreateTags": (100, 10.0),
        "DeleteTags": (100, 10.0),
    }
)
"""THR, per account and region: the operations with a row of their own."""
