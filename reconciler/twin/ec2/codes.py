"""The errors of EC2 that endpoint services return.

Each code is in privatelink 1.12 or in EC2's list of error codes. Where neither says which code a case has, the code
that raises it says so.
"""

from reconciler.twin.refusal import Code, Refusal

# A dry run that would succeed is this error (privatelink 1.0); the status is the twin's reading.
DRY_RUN_OPERATION = Code("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412)
# botocore's legacy mode retries it only with HTTP 503 (privatelink 1.11).
REQUEST_LIMIT_EXCEEDED = Code("RequestLimitExceeded", "Request limit exceeded.", 503)

MISSING_PARAMETER = Code("MissingParameter", "The request must contain the parameter {}")
INVALID_PARAMETER = Code("InvalidParameter")  # it does not fit the state of the service
INVALID_PARAMETER_VALUE = Code("InvalidParameterValue")  # it is not well-formed
INVALID_PARAMETER_COMBINATION = Code("InvalidParameterCombination")
IDEMPOTENT_PARAMETER_MISMATCH = Code(
    "IdempotentParameterMismatch",
    "The request uses the same client token as a previous, but non-identical request.",
)
INVALID_FILTER = Code("InvalidFilter")
FILTER_LIMIT_EXCEEDED = Code("FilterLimitExceeded", "The maximum number of filters or filter values is exceeded.")
INVALID_NEXT_TOKEN = Code("InvalidNextToken", "The specified NextToken is not valid.")
TAG_LIMIT_EXCEEDED = Code("TagLimitExceeded", "The maximum number of Tags for a resource has been reached.")

INVALID_PRINCIPAL = Code("InvalidPrincipal", "Invalid Principal: '{}'")  # privatelink 1.7
# More principals than one call takes, in the words of EC2's error codes; no page has a number (privatelink 5.1).
RESOURCE_COUNT_EXCEEDED = Code(
    "ResourceCountExceeded",
    "You have exceeded the number of resources allowed for this request; for example, too many principals.",
)
# More principals than a service admits; no page has such a number (privatelink 5.1).
RESOURCE_LIMIT_EXCEEDED = Code("ResourceLimitExceeded", "You have exceeded an Amazon EC2 resource limit.")

# Code and message of an id that is not vpce-svc- and 17 digits (privatelink 1.0).
SERVICE_ID_MALFORMED = Code("InvalidVpcEndpointServiceId.Malformed", "Invalid Id: '{}'")
SERVICE_ID_NOT_FOUND = Code("InvalidVpcEndpointServiceId.NotFound", "The VpcEndpointService Id '{}' does not exist")
# An unknown id in `Unsuccessful[]` of a deletion, where it has another code (privatelink 1.5).
SERVICE_NOT_FOUND = Code("InvalidVpcEndpointService.NotFound", SERVICE_ID_NOT_FOUND.text)
# The code follows the pattern of the others; no page lists one (privatelink 1.12).
SERVICE_PERMISSION_ID_NOT_FOUND = Code(
    "InvalidVpcEndpointServicePermissionId.NotFound", "The VpcEndpointServicePermission Id '{}' does not exist"
)
LOAD_BALANCER_NOT_FOUND = Code("NetworkLoadBalancerNotFoundException", "The load balancer '{}' does not exist")
EXISTING_VPC_ENDPOINT_CONNECTIONS = Code(  # the message: privatelink 1.5
    "ExistingVpcEndpointConnections", "Service has existing active VPC Endpoint connections!"
)
# A notification that is not there (privatelink 1.9), also in `Unsuccessful[]`; for a wrong topic the code is a guess.
INVALID_CONNECTION_NOTIFICATION = Code("InvalidConnectionNotification")
NO_CONNECTION_NOTIFICATION = Code("InvalidConnectionNotification", "The connection notification '{}' does not exist")
INCORRECT_STATE = Code("IncorrectState")
INVALID_SERVICE_NAME = Code(  # the message: privatelink 1.8
    "InvalidServiceName", "The Vpc Endpoint Service '{}' does not exist"
)
VPC_ENDPOINT_ID_NOT_FOUND = Code("InvalidVpcEndpointId.NotFound", "The Vpc Endpoint Id '{}' does not exist")
DUPLICATE_SUBNETS = Code(  # two subnets of an endpoint in one zone, in the words of EC2's error codes
    "DuplicateSubnetsInSameZone",
    "Found another VPC endpoint subnet in the availability zone of {}. VPC endpoint subnets should be in different "
    "availability zones supported by the VPC endpoint service.",
)


def unsuccessful(resource: str, error: Refusal) -> dict[str, object]:
    """Return an item of `Unsuccessful[]`, which comes with HTTP 200."""
    return {"ResourceId": resource, "Error": {"Code": error.code, "Message": error.message}}
