import re
from typing import Any

import botocore.session
import pytest

from reconciler import privatelink_limits

MODEL = botocore.session.get_session().get_service_model("ec2")


@pytest.mark.parametrize(
    ("shape", "values"),
    [
        ("PermissionType", privatelink_limits.PERMISSION_TYPES),
        ("ServiceConnectivityType", privatelink_limits.SERVICE_IP_ADDRESS_TYPES),
    ],
)
def test_choices_equal_those_of_the_service_model(shape: str, values: tuple[str, ...]) -> None:
    """The values of a parameter are those of the SDK's model."""
    found: Any = MODEL.shape_for(shape)
    assert tuple(found.enum) == values


def test_every_bucket_is_that_of_an_operation() -> None:
    """Each bucket belongs to a call of EC2."""
    assert set(privatelink_limits.EC2_BUCKETS) <= set(MODEL.operation_names)


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        (privatelink_limits.ENDPOINT_SERVICE_ID_PATTERN, "vpce-svc-0123456789abcdef0", True),
        (privatelink_limits.ENDPOINT_SERVICE_ID_PATTERN, "vpce-svc-0123456789abcdeg0", False),
        (privatelink_limits.ENDPOINT_SERVICE_ID_PATTERN, "vpce-svc-01234567", False),
        (privatelink_limits.SERVICE_PERMISSION_ID_PATTERN, "vpce-svc-perm-0123456789abcdef0", True),
        (privatelink_limits.VPC_ENDPOINT_ID_PATTERN, "vpce-0123456789abcdef0", True),
        (privatelink_limits.VPC_ENDPOINT_ID_PATTERN, "vpce-svc-0123456789abcdef0", False),
        (
            privatelink_limits.ENDPOINT_SERVICE_NAME_PATTERN,
            "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
            True,
        ),
        (privatelink_limits.ENDPOINT_SERVICE_NAME_PATTERN, "com.amazonaws.us-east-1.s3", False),
        (
            privatelink_limits.LOAD_BALANCER_ARN_PATTERN,
            "arn:aws:elasticloadbalancing:us-east-1:222222222222:loadbalancer/net/api/0123456789abcdef",
            True,
        ),
        (
            privatelink_limits.LOAD_BALANCER_ARN_PATTERN,
            "arn:aws:elasticloadbalancing:us-east-1:222222222222:loadbalancer/app/api/0123456789abcdef",
            False,
        ),
        (privatelink_limits.IAM_PRINCIPAL_PATTERN, "arn:aws-us-gov:iam::111111111111:root", True),
        (privatelink_limits.IAM_PRINCIPAL_PATTERN, "arn:aws:iam::111111111111:role/reader", True),
        (privatelink_limits.IAM_PRINCIPAL_PATTERN, "arn:aws:iam::111111111111:role/team/reader", False),
        (privatelink_limits.IAM_PRINCIPAL_PATTERN, "arn:aws:sts::111111111111:assumed-role/reader/session", False),
        (privatelink_limits.SERVICE_PRINCIPAL_PATTERN, "sample.amazonaws.com", True),
        (privatelink_limits.SERVICE_PRINCIPAL_PATTERN, "sample.example.com", False),
        (privatelink_limits.PRIVATE_DNS_NAME_PATTERN, "*.example.com", True),
        (privatelink_limits.PRIVATE_DNS_NAME_PATTERN, "API.example.com", False),
        (privatelink_limits.PRIVATE_DNS_NAME_PATTERN, "a" * 64 + ".example.com", False),
    ],
)
def test_patterns_accept_what_aws_accepts(pattern: str, text: str, *, fits: bool) -> None:
    """Each documented pattern accepts AWS's own examples and refuses near misses."""
    assert (re.fullmatch(pattern, text) is not None) is fits
