"""HTTP for the EC2 operations that the twin carries out; moto answers all others."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from moto.core.common_types import TYPE_RESPONSE
from moto.core.responses import ActionContext, ActionResult, EmptyResult
from moto.ec2.responses import EC2Response
from moto.ec2.urls import url_bases
from moto.sts.models import sts_backends

from reconciler.regions import COMMERCIAL
from reconciler.twin.ec2.answers import written
from reconciler.twin.ec2.codes import VPC_ENDPOINT_ID_NOT_FOUND, unsuccessful
from reconciler.twin.ec2.consumers import Consumer
from reconciler.twin.ec2.endpoints import DELETED, Subnet
from reconciler.twin.ec2.filters import page, select
from reconciler.twin.ec2.operations import OPERATIONS
from reconciler.twin.ec2.view import check_dry_run

from .answering import Answering
from .endpoint_services import EndpointServicesBackend, endpointservices_backends

__all__ = ["url_bases", "url_paths"]

OURS: Final = "vpce-svc-"
"""The prefix of the ids of endpoint services and of their permissions."""
CUSTOMERS: Final = "com.amazonaws.vpce."
"""The prefix of the names of customers' endpoint services; the names of AWS's own services lack `vpce`."""
FILTERS: Final[Mapping[str, Callable[[Any], Iterable[str]]]] = {
    "service-name": lambda endpoint: (endpoint.service_name,),
    "vpc-id": lambda endpoint: (endpoint.vpc_id,),
    "vpc-endpoint-id": lambda endpoint: (endpoint.id,),
    "vpc-endpoint-state": lambda endpoint: (endpoint.state,),
    "vpc-endpoint-type": lambda endpoint: (endpoint.vpc_endpoint_type,),
}
"""The filters of DescribeVpcEndpoints: EC2 API reference."""
UNKNOWN_USER: Final = "user/moto"
"""The user that moto reports for access keys that nobody issued; the twin reports an administrator of the account."""


class Answered(ActionResult):
    """An answer with the API's names; members that are not in the output shape are left out."""

    def execute_result(self, context: ActionContext) -> TYPE_RESPONSE:
        """Write the answer by the operation's output shape."""
        operation = context.operation_model
        body = written(operation.name, operation.output_shape, self.result)
        return 200, {"Content-Type": "text/xml;charset=UTF-8"}, body


class TwinEc2Response(Answering, EC2Response):
    """One request to EC2."""

    @property
    def services(self) -> EndpointServicesBackend:
        """The endpoint services of the calling account in the Region of the call."""
        return endpointservices_backends[self.current_account][self.region]

    @property
    def consumer(self) -> Consumer:
        """The caller, as the services of other accounts see it."""
        _, arn, account = sts_backends[self.current_account][COMMERCIAL].get_caller_identity(
            self.get_access_key(), self.region
        )
        return Consumer(account=account, region=self.region, principals=frozenset(_without_path(arn)))

    def answer(self, operation: str) -> ActionResult | None:
        """Take a token for any operation; carry out those of the twin, and leave the others to moto."""
        self.services.admit(operation)
        ours = operation in OPERATIONS and not operation.endswith("Tags")
        return Answered(self.services.call(operation, self._get_params())) if ours else None

    def create_tags(self) -> ActionResult:
        """Tag services and permissions here; moto tags everything else."""
        return super().create_tags() if self._tag_ours() else EmptyResult()

    def delete_tags(self) -> ActionResult:
        """Untag services and permissions here; moto untags everything else."""
        return super().delete_tags() if self._tag_ours() else EmptyResult()

    def describe_vpc_endpoint_services(self) -> ActionResult:
        """Describe the services of AWS's customers that the caller may connect to."""
        return Answered(self.services.describe_services(self.consumer, self._get_params()))

    def create_vpc_endpoint(self) -> ActionResult:
        """Create an endpoint. An endpoint for a customer's service needs a permission, and is then connected."""
        if not self._get_param("ServiceName", "").startswith(CUSTOMERS):
            return super().create_vpc_endpoint()
        made = self.services.connect(self.consumer, self._get_params(), self._subnets, self._create_endpoint)
        return ActionResult({"VpcEndpoint": self._endpoint(made)})

    def describe_vpc_endpoints(self) -> ActionResult:
        """Describe one page of endpoints, with the states and names of their connections; none that is gone."""
        sent = self._get_params()
        ids = sent.get("VpcEndpointIds", [])
        for missing in (item for item in ids if not self._has_endpoint(item)):
            raise VPC_ENDPOINT_ID_NOT_FOUND(missing)
        there = [self._endpoint(item) for item in list(self.ec2_backend.vpc_end_points) if self._has_endpoint(item)]
        asked = [item for item in there if not ids or item.id in ids]
        found, token = page(select(asked, sent, FILTERS, _tags), sent)
        return ActionResult({"VpcEndpoints": found, **token})

    def delete_vpc_endpoints(self) -> ActionResult:
        """Delete endpoints; unknown endpoints are listed in `Unsuccessful`."""
        ids = self._get_param("VpcEndpointIds", [])
        missing = [item for item in ids if not self._has_endpoint(item)]
        check_dry_run(self._get_params())
        for endpoint in (item for item in ids if item not in missing):
            self.services.disconnect(endpoint)
            self.ec2_backend.delete_vpc_endpoints(vpce_ids=[endpoint])
        failed = [unsuccessful(item, VPC_ENDPOINT_ID_NOT_FOUND(item)) for item in missing]
        return Answered({"Unsuccessful": failed})

    def _create_endpoint(self) -> str:
        """Create moto's endpoint if its VPC and subnets exist."""
        answer: Any = super().create_vpc_endpoint().result
        answer["VpcEndpoint"].private_dns_enabled = self._get_param("PrivateDnsEnabled", if_none=False)
        endpoint: str = answer["VpcEndpoint"].id
        return endpoint

    def _subnets(self) -> list[Subnet]:
        """Return the subnets of the request. moto refuses those that do not exist."""
        found: list[Any] = [self.ec2_backend.get_subnet(item) for item in self._get_param("SubnetIds", [])]
        return [Subnet(item.id, item.vpc_id, item.availability_zone, item.availability_zone_id) for item in found]

    def _endpoint(self, endpoint: str) -> Any:  # noqa: ANN401 - moto's endpoint
        """Return moto's endpoint with what its connection says of it."""
        found: Any = self.ec2_backend.vpc_end_points[endpoint]
        found.state = self.services.state_of(endpoint) or found.state
        connection = self.services.connection(endpoint)
        if connection:
            found.dns_entries = [{"DnsName": name} for name in connection.dns_names]
        return found

    def _has_endpoint(self, endpoint: str) -> bool:
        """Tell whether an endpoint is there: one that moto has, or that a seed connects, and that is not gone."""
        known = self.services.connection(endpoint) is not None or endpoint in self.ec2_backend.vpc_end_points
        return known and not (endpoint in self.services.ending and self.services.state_of(endpoint) == DELETED)

    def _tag_ours(self) -> bool:
        """Tag the twin's resources, and return whether any resource is left to moto."""
        resources = self._get_param("Resources", [])
        ours = [item for item in resources if item.startswith(OURS)]
        if not ours:
            return True
        self.services.call(self._get_action(), {**self._get_params(), "Resources": ours})
        self.params["Resources"] = [item for item in resources if item not in ours]
        return bool(self.params["Resources"])


url_paths: Final = {"{0}/": TwinEc2Response.dispatch}


def _tags(endpoint: Any) -> dict[str, str]:  # noqa: ANN401 - moto's endpoint
    return {tag["key"]: tag["value"] for tag in endpoint.get_tags()}


def _without_path(arn: str) -> set[str]:
    """Return the ARN by which a permission can name a caller: the caller's without its path (privatelink 1.7)."""
    _, partition, _, _, account, resource = arn.split(":", 5)
    kind, *names = resource.split("/")
    if kind == "assumed-role":
        return {f"arn:{partition}:iam::{account}:role/{names[0]}"}
    name = "administrator" if resource == UNKNOWN_USER else names[-1]
    return {f"arn:{partition}:iam::{account}:user/{name}"}
