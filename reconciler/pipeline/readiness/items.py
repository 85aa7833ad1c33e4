"""The items of AWS Marketplace's two checklists, in their order and nearly in their words (readiness 4.1)."""

from typing import Final

from . import admitting, balancing, naming
from .item import ChecklistPart, Item

CREATION: Final[ChecklistPart] = "creation"
TESTING: Final[ChecklistPart] = "testing"

ITEMS: Final = (
    Item(
        id="vpc",
        title="Create a VPC and configure it",
        part=CREATION,
        judge=balancing.vpc,
        needs=("load_balancer",),
    ),
    Item(
        id="load_balancer",
        title="Create and configure a network load balancer within the VPC",
        part=CREATION,
        judge=balancing.load_balancer,
        required=True,
    ),
    Item(
        id="load_balancer_zones",
        title="Include all Availability Zones of the region",
        part=CREATION,
        judge=balancing.load_balancer_zones,
        needs=("load_balancer",),
    ),
    Item(
        id="endpoint_service",
        title="Register the service by creating a VPC endpoint service",
        part=CREATION,
        judge=naming.endpoint_service,
        needs=("load_balancer",),
        required=True,
    ),
    Item(
        id="service_zones",
        title="Take over the zones of the load balancer",
        part=CREATION,
        judge=balancing.service_zones,
        needs=("endpoint_service",),
    ),
    Item(
        id="account",
        title="Provide the AWS account id of the VPC endpoint service",
        part=CREATION,
        judge=naming.account,
        needs=("endpoint_service",),
    ),
    Item(
        id="service_name",
        title="Provide the default endpoint service name",
        part=CREATION,
        judge=naming.service_name,
        needs=("endpoint_service",),
    ),
    Item(
        id="user_friendly_name",
        title="Provide a user-friendly service DNS name",
        part=CREATION,
        judge=naming.user_friendly_name,
        required=True,
    ),
    Item(
        id="delegation",
        title="Delegate the user-friendly DNS name to the name servers of AWS Marketplace",
        part=CREATION,
        judge=naming.delegation,
        needs=("user_friendly_name",),
        required=True,
    ),
    Item(
        id="certificate",
        title="Request certificates from AWS Certificate Manager",
        part=CREATION,
        judge=naming.certificate,
        needs=("user_friendly_name",),
        required=True,
    ),
    Item(
        id="private_dns_name",
        title="Provide a private DNS name (recommended)",
        part=CREATION,
        judge=naming.private_dns_name,
        needs=("endpoint_service",),
    ),
    Item(
        id="private_dns_verified",
        title="Prove that the private DNS name is yours",
        part=CREATION,
        judge=naming.private_dns_verified,
        needs=("private_dns_name",),
    ),
    Item(
        id="informed",
        title="Create a process to inform customers",
        part=CREATION,
        judge=admitting.informed,
    ),
    Item(
        id="customers",
        title="Allow the AWS accounts of customers",
        part=CREATION,
        judge=admitting.customers,
        needs=("endpoint_service",),
    ),
    Item(
        id="listeners",
        title="Verify that the service is configured: listeners",
        part=TESTING,
        judge=balancing.listeners,
        needs=("load_balancer",),
        required=True,
    ),
    Item(
        id="targets",
        title="Verify that the service is reachable over the load balancer: healthy targets",
        part=TESTING,
        judge=balancing.targets,
        needs=("listeners",),
        required=True,
    ),
    Item(
        id="inbound_rules",
        title="Verify that the service is reachable over the load balancer: security groups",
        part=TESTING,
        judge=balancing.inbound_rules,
        needs=("load_balancer",),
    ),
    Item(
        id="tested",
        title="Verify from another account that a customer can create an endpoint and access the service",
        part=TESTING,
        judge=admitting.tested,
        needs=("endpoint_service", "targets"),
        required=True,
    ),
)
