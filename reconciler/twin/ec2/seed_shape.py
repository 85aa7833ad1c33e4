"""The shape of the section `endpoint_services` of a seed."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from reconciler import limits, privatelink_limits, readiness_limits
from reconciler.regions import known_regions
from reconciler.twin.catalog.shapes import Choice, Flag, ListOf, MapOf, Number, Structure, Text, Whole

MANY: Final = (0, 1_000_000)
SOME: Final = (1, 1_000_000)
ARN: Final = Text(pattern=privatelink_limits.LOAD_BALANCER_ARN_PATTERN)
REGION: Final = Choice(tuple(sorted(known_regions())))
NAME: Final = Text(privatelink_limits.PRIVATE_DNS_NAME_LENGTH, privatelink_limits.PRIVATE_DNS_NAME_PATTERN)
PRINCIPAL: Final = Text(
    pattern="|".join(
        (
            privatelink_limits.IAM_PRINCIPAL_PATTERN,
            privatelink_limits.SERVICE_PRINCIPAL_PATTERN,
            re.escape(privatelink_limits.EVERYONE),
        )
    )
)
ZONE: Final = Text(pattern=r"[a-z0-9-]+[a-z]")
TARGET: Final = Structure(
    {"id": Text((1, 64), r"\S+")},
    {
        "zone": ZONE,
        "state": Choice(readiness_limits.TARGET_STATES),
        "reason": Text((1, 64), r"(Elb|Target)\.[A-Za-z]+"),
    },
)
LISTENER: Final = Structure(
    {"port": Whole(1, 65_535)},
    {
        "protocol": Choice(("TCP", "TLS", "UDP", "TCP_UDP")),
        "target_type": Choice(("ip", "instance", "alb")),
        "certificate": Text(pattern=readiness_limits.CERTIFICATE_ARN_PATTERN),
        "targets": ListOf(TARGET, MANY),
        "cross_zone": Choice(("true", "false", "use_load_balancer_configuration")),
    },
)
LOAD_BALANCER: Final = Structure(
    {"arn": ARN, "zones": ListOf(ZONE, SOME)},
    {
        "ip_address_type": Choice(("ipv4", "dualstack")),
        "state": Choice(("active", "active_impaired", "provisioning", "failed")),
        "cross_zone": Flag(),
        "security_groups": ListOf(Text(pattern=r"sg-[0-9a-f]{8,17}"), MANY),
        "inbound_rules": Choice(("on", "off")),
        "listeners": ListOf(LISTENER, MANY),
    },
)
CONNECTION: Final = Structure(
    {"id": Text(pattern=privatelink_limits.VPC_ENDPOINT_ID_PATTERN), "owner": Text(pattern=limits.ACCOUNT_ID_PATTERN)},
    {
        "region": REGION,
        "state": Choice(("pendingAcceptance", "pending", "available", "rejected", "deleted", "failed", "expired")),
        "created": Text(pattern=r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
    },
)
NOTIFICATION: Final = Structure(
    {
        "id": Text(pattern=privatelink_limits.CONNECTION_NOTIFICATION_ID_PATTERN),
        "topic_arn": Text(pattern=privatelink_limits.TOPIC_ARN_PATTERN),
        "events": ListOf(Choice(privatelink_limits.CONNECTION_EVENTS), (1, len(privatelink_limits.CONNECTION_EVENTS))),
    },
    {"state": Choice(("Enabled", "Disabled"))},
)
SERVICE: Final = Structure(
    {"id": Text(pattern=privatelink_limits.ENDPOINT_SERVICE_ID_PATTERN), "load_balancers": ListOf(ARN, SOME)},
    {
        "zones": ListOf(ZONE, SOME),
        "acceptance_required": Flag(),
        "ip_address_types": ListOf(Choice(privatelink_limits.SERVICE_IP_ADDRESS_TYPES), (1, 2)),
        "supported_regions": ListOf(REGION, MANY),
        "private_dns": Structure({"name": NAME}, {"state": Choice(("pendingVerification", "verified", "failed"))}),
        "payer": Choice(("ServiceOwner",)),
        "tags": MapOf(Text(privatelink_limits.EC2_TAG_KEY_LENGTH, flags=0), Text(limits.TAG_VALUE_LENGTH, flags=0)),
        "principals": ListOf(PRINCIPAL, MANY),
        "connections": ListOf(CONNECTION, MANY),
        "notifications": ListOf(NOTIFICATION, MANY),
    },
)
SECTION: Final = Structure(
    optional={
        "load_balancers": ListOf(LOAD_BALANCER, MANY),
        "services": ListOf(SERVICE, MANY),
        "durations": Structure(
            optional=dict.fromkeys(("creating", "deleting", "connecting", "departing", "verifying"), Number())
        ),
        "request_rates": Flag(),
        "unknown_principals": ListOf(PRINCIPAL, MANY),
        "quotas": Structure(optional=dict.fromkeys(("edits_per_call", "principals_per_service"), Number())),
    }
)


class EndpointServicesShape:
    """The section, with the checks across its members."""

    def problems(self, path: str, value: Any) -> Iterator[str]:  # noqa: ANN401 - untrusted input of any type
        """Check each member, and if all are well-formed, how they fit together."""
        found = list(SECTION.problems(path, value))
        yield from found
        if not found:
            yield from _duplicates(f"{path}.load_balancers", [item["arn"] for item in value.get("load_balancers", ())])
            yield from _duplicates(f"{path}.services", [item["id"] for item in value.get("services", ())])
            yield from _misplaced(path, value)


def _duplicates(path: str, names: list[str]) -> Iterator[str]:
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        yield f"{path}: {name} is given more than once"


def _misplaced(path: str, value: Mapping[str, Any]) -> Iterator[str]:
    """Yield load balancers that do not exist, that back two services, or that are in different accounts or Regions."""
    known = {item["arn"] for item in value.get("load_balancers", ())}
    used: dict[str, str] = {}
    for service in value.get("services", ()):
        where = f"{path}.services.{service['id']}"
        places = {tuple(arn.split(":")[3:5]) for arn in service["load_balancers"]}
        if len(places) > 1:
            yield f"{where}: its load balancers are in different accounts or regions"
        for arn in service["load_balancers"]:
            if arn not in known:
                yield f"{where}: {arn} is not among load_balancers"
            if used.setdefault(arn, service["id"]) != service["id"]:
                yield f"{where}: {arn} already backs {used[arn]}"
