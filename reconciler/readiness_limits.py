"""The documented numbers of AWS Certificate Manager and Elastic Load Balancing, each with its source."""

from typing import Final

CERTIFICATE_ARN_PATTERN: Final = (
    r"arn:aws[a-z-]*:acm:(?P<region>[a-z0-9-]+):(?P<account>[0-9]{12}):certificate/[0-9a-f-]{36}"
)
CERTIFICATE_STATUSES: Final = (
    "PENDING_VALIDATION",
    "ISSUED",
    "INACTIVE",
    "EXPIRED",
    "VALIDATION_TIMED_OUT",
    "REVOKED",
    "FAILED",
)
CERTIFICATE_KEYS: Final = (
    "RSA_1024",
    "RSA_2048",
    "RSA_3072",
    "RSA_4096",
    "EC_prime256v1",
    "EC_secp384r1",
    "EC_secp521r1",
)
CERTIFICATE_ORIGINS: Final = ("AWS_MANAGED", "ACME", "CUSTOMER_PROVIDED")
CERTIFICATES_PAGE: Final = 1000
"""botocore's model ``acm/2015-12-08``: ARNs, statuses, keys and origins of certificates, certificates of a page."""
LOAD_BALANCERS_PER_CALL: Final = 20
"""Elastic Load Balancing API reference, DescribeLoadBalancers: "up to 20 load balancers in a single call"."""
BALANCER_PAGE: Final = (1, 400)
"""Elastic Load Balancing API reference, PageSize of its Describe operations."""
TARGET_STATES: Final = (
    "initial",
    "healthy",
    "unhealthy",
    "unhealthy.draining",
    "unused",
    "draining",
    "unavailable",
)
"""botocore's model ``elbv2/2015-12-01``, TargetHealthStateEnum."""
