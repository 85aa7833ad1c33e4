"""Calls of EC2 and paths of an endpoint service, as its proof names them."""

from reconciler.model import Fields

BALANCERS, TYPES, REGIONS = "load_balancers", "ip_address_types", "supported_regions"
PERMITTED, CONNECTIONS, ACCEPTED = "allowed_principals", "connections", "accept"
"""*connections* are the endpoints that are connected or wait for acceptance, where a plan knows them."""

CREATE, DELETE = "CreateVpcEndpointServiceConfiguration", "DeleteVpcEndpointServiceConfigurations"
MODIFY, PERMIT = "ModifyVpcEndpointServiceConfiguration", "ModifyVpcEndpointServicePermissions"
PAYER, TAG = "ModifyVpcEndpointServicePayerResponsibility", "CreateTags"
ACCEPT, REJECT = "AcceptVpcEndpointConnections", "RejectVpcEndpointConnections"

PARAMETERS = {
    "NetworkLoadBalancerArns": BALANCERS,
    "SupportedIpAddressTypes": TYPES,
    "SupportedRegions": REGIONS,
    "AllowedPrincipals": PERMITTED,
}
NOTIFICATIONS = "notifications"
"""For each topic and event that it is told of, the text `TOPIC EVENT`."""
NOTIFY, RENOTIFY = "CreateVpcEndpointConnectionNotification", "ModifyVpcEndpointConnectionNotification"
UNNOTIFY = "DeleteVpcEndpointConnectionNotifications"
RECORDS, VERIFY = "ChangeResourceRecordSets", "StartVpcEndpointServicePrivateDnsVerification"
ZONE, STATE = "private_dns_zone", "private_dns_state"
"""The records of the private name, each `ZONE NAME`, with `_…` for a label that AWS has yet to make, and its state."""
NOTHING: Fields = {}
UNCHANGING = frozenset({"ServiceId", "account", "region", "targets"})
"""Members of a call that change nothing of a service."""
