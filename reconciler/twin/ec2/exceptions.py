"""The errors of EC2 that endpoint services answer with; every one is HTTP 400 unless it says otherwise.

A code stands in privatelink.md 1.12 or in EC2's list of error codes; where neither says which code a case has, the
place that raises it does.
"""

from typing import ClassVar

from moto.core.exceptions import ServiceException


class Ec2Error(ServiceException):
    """A call that EC2 refuses."""

    status: ClassVar[int] = 400


class DryRunOperation(Ec2Error):
    """The call would have succeeded: "success is the *error* `DryRunOperation`" (privatelink.md 1.0)."""

    status = 412
    code = "DryRunOperation"
    message = "Request would have succeeded, but DryRun flag is set."


class RequestLimitExceeded(Ec2Error):
    """A token bucket is empty; botocore's legacy retries look for HTTP 503 (privatelink.md 1.11)."""

    status = 503
    code = "RequestLimitExceeded"
    message = "Request limit exceeded."


class MissingParameter(Ec2Error):
    """A parameter that the operation needs is not there."""

    code = "MissingParameter"
    message = "The request must contain the parameter {name}"


class InvalidParameter(Ec2Error):
    """A parameter does not fit the state of things."""

    code = "InvalidParameter"


class InvalidParameterValue(Ec2Error):
    """A parameter is not well-formed."""

    code = "InvalidParameterValue"


class InvalidParameterCombination(Ec2Error):
    """Parameters contradict each other."""

    code = "InvalidParameterCombination"


class IdempotentParameterMismatch(Ec2Error):
    """A client token is used again for another request."""

    code = "IdempotentParameterMismatch"
    message = "The request uses the same client token as a previous, but non-identical request."


class InvalidFilter(Ec2Error):
    """A filter that the operation does not have, or a value that it can't take."""

    code = "InvalidFilter"


class FilterLimitExceeded(Ec2Error):
    """Too many filters, or too many values in one."""

    code = "FilterLimitExceeded"
    message = "The maximum number of filters or filter values is exceeded."


class InvalidNextToken(Ec2Error):
    """A token that this very query was not given."""

    code = "InvalidNextToken"
    message = "The specified NextToken is not valid."


class TagLimitExceeded(Ec2Error):
    """More tags than a resource can have."""

    code = "TagLimitExceeded"
    message = "The maximum number of Tags for a resource has been reached."


class InvalidPrincipal(Ec2Error):
    """A principal in a form that endpoint services don't take (the message: privatelink.md 1.7)."""

    code = "InvalidPrincipal"
    message = "Invalid Principal: '{principal}'"


class ResourceCountExceeded(Ec2Error):
    """More principals than one call takes: "exceeded the number of resources allowed for this request" (EC2-ERR)."""

    code = "ResourceCountExceeded"
    message = "You have exceeded the number of resources allowed for this request; for example, too many principals."


class ResourceLimitExceeded(Ec2Error):
    """More principals than a service admits; no page says that there is such a number (privatelink.md 5.1)."""

    code = "ResourceLimitExceeded"
    message = "You have exceeded an Amazon EC2 resource limit."


class ServiceIdMalformed(Ec2Error):
    """An id in another form than vpce-svc- and 17 digits (code and message: privatelink.md 1.0)."""

    code = "InvalidVpcEndpointServiceId.Malformed"
    message = "Invalid Id: '{service_id}'"


class ServiceIdNotFound(Ec2Error):
    """No such service in this account and region."""

    code = "InvalidVpcEndpointServiceId.NotFound"
    message = "The VpcEndpointService Id '{service_id}' does not exist"


class ServiceNotFound(ServiceIdNotFound):
    """The same in `Unsuccessful[]` of a deletion, where it has another code (privatelink.md 1.5)."""

    code = "InvalidVpcEndpointService.NotFound"


class ServicePermissionIdNotFound(Ec2Error):
    """No such permission; the code follows the pattern of its neighbours, no page lists one."""

    code = "InvalidVpcEndpointServicePermissionId.NotFound"
    message = "The VpcEndpointServicePermission Id '{permission_id}' does not exist"


class LoadBalancerNotFound(Ec2Error):
    """No such load balancer in the account and region of the service."""

    code = "NetworkLoadBalancerNotFoundException"
    message = "The load balancer '{arn}' does not exist"


class ExistingVpcEndpointConnections(Ec2Error):
    """Endpoints are connected (the message: privatelink.md 1.5)."""

    code = "ExistingVpcEndpointConnections"
    message = "Service has existing active VPC Endpoint connections!"


class IncorrectState(Ec2Error):
    """The service or the connection is in a state that does not allow the operation."""

    code = "IncorrectState"


class InvalidServiceName(Ec2Error):
    """No such service, or none that the caller may connect to (the message: privatelink.md 1.8)."""

    code = "InvalidServiceName"
    message = "The Vpc Endpoint Service '{name}' does not exist"


class VpcEndpointIdNotFound(Ec2Error):
    """No such endpoint."""

    code = "InvalidVpcEndpointId.NotFound"
    message = "The Vpc Endpoint Id '{endpoint}' does not exist"


def unsuccessful(resource: str, error: Ec2Error) -> dict[str, object]:
    """Give an item of `Unsuccessful[]`, which travels with HTTP 200."""
    return {"ResourceId": resource, "Error": {"Code": error.code, "Message": error.message}}
