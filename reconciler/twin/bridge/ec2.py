"""HTTP to backend and back, for what the twin does better than moto in EC2; everything else is moto's business."""

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
from reconciler.twin.ec2.operations import OPERATIONS
from reconciler.twin.ec2.view import check_dry_run

from .answering import Answering
from .endpoint_services import EndpointServicesBackend, endpointservices_backends

__all__ = ["url_bases", "url_paths"]

OURS: Final = "vpce-svc-"
"""How the ids of services and of their permissions begin."""
CUSTOMERS: Final = "com.amazonaws.vpce."
"""How the names of services of AWS's customers begin; those of AWS's own go without `vpce`."""
UNKNOWN_USER: Final = "user/moto"
"""Whom moto takes a caller for whose credentials nobody issued: to the twin, an administrator of the account."""


class Answered(ActionResult):
    """An answer in the names of the API; fields that it does not have are left out."""

    def execute_result(self, context: ActionContext) -> TYPE_RESPONSE:
        """Write the answer as the operation's output shape says."""
        operation = context.operation_model
        body = written(operation.name, operation.output_shape, self.result)
        return 200, {"Content-Type": "text/xml;charset=UTF-8"}, body


class TwinEc2Response(Answering, EC2Response):
    """One request to EC2."""

    @property
    def services(self) -> EndpointServicesBackend:
        """The endpoint services of the calling account in the region of the call."""
        return endpointservices_backends[self.current_account][self.region]

    @property
    def consumer(self) -> Consumer:
        """The caller, as the services of others look at it."""
        _, arn, account = sts_backends[self.current_account][COMMERCIAL].get_caller_identity(
            self.get_access_key(), self.region
        )
        return Consumer(account=account, region=self.region, principals=frozenset(_without_path(arn)))

    def answer(self, operation: str) -> ActionResult | None:
        """Carry out what is ours, if there is a token for a call of it; tags may be of things that are moto's."""
        self.services.admit(operation)
        ours = operation in OPERATIONS and not operation.endswith("Tags")
        return Answered(self.services.call(operation, self._get_params())) if ours else None

    def create_tags(self) -> ActionResult:
        """Tag services and permissions here, everything else with moto."""
        return super().create_tags() if self._tag_ours() else EmptyResult()

    def delete_tags(self) -> ActionResult:
        """Untag services and permissions here, everything else with moto."""
        return super().delete_tags() if self._tag_ours() else EmptyResult()

    def describe_vpc_endpoint_services(self) -> ActionResult:
        """Describe the services of AWS's customers that the caller may connect to."""
        return Answered(self.services.describe_services(self.consumer, self._get_params()))

    def create_vpc_endpoint(self) -> ActionResult:
        """Create an endpoint; one to a customer's service only if that is allowed, and then connect it."""
        if not self._get_param("ServiceName", "").startswith(CUSTOMERS):
            return super().create_vpc_endpoint()
        created: list[Any] = []
        self.services.connect(self.consumer, self._get_params(), lambda: self._create_endpoint(created))
        created[0].state = self._state_of(created[0].id)
        return ActionResult({"VpcEndpoint": created[0]})

    def describe_vpc_endpoints(self) -> ActionResult:
        """Describe endpoints, in the state that their service gives them."""
        for endpoint in list(self.ec2_backend.vpc_end_points.values()):
            endpoint.state = self._state_of(endpoint.id) or endpoint.state
        return super().describe_vpc_endpoints()

    def delete_vpc_endpoints(self) -> ActionResult:
        """Delete endpoints; those that are not there are told in Unsuccessful."""
        ids = self._get_param("VpcEndpointIds", [])
        missing = [item for item in ids if not self._has_endpoint(item)]
        check_dry_run(self._get_params())
        for endpoint in (item for item in ids if item not in missing):
            self.services.disconnect(endpoint)
            self.ec2_backend.delete_vpc_endpoints(vpce_ids=[endpoint])
        failed = [unsuccessful(item, VPC_ENDPOINT_ID_NOT_FOUND(item)) for item in missing]
        return Answered({"Unsuccessful": failed})

    def _create_endpoint(self, created: list[Any]) -> str:
        """Let moto make the endpoint, if its VPC and its subnets are there; its DNS name is the connection's."""
        answer: Any = super().create_vpc_endpoint().result
        created.append(answer["VpcEndpoint"])
        created[0].private_dns_enabled = self._get_param("PrivateDnsEnabled", if_none=False)
        endpoint: str = created[0].id
        return endpoint

    def _state_of(self, endpoint: str) -> str | None:
        service = self.services.service_of(endpoint)
        return service.connections[endpoint].phase.at(self.services.now) if service else None

    def _has_endpoint(self, endpoint: str) -> bool:
        return self.services.service_of(endpoint) is not None or endpoint in self.ec2_backend.vpc_end_points

    def _tag_ours(self) -> bool:
        """Tag what is ours, and say whether something is left to moto."""
        resources = self._get_param("Resources", [])
        ours = [item for item in resources if item.startswith(OURS)]
        if not ours:
            return True
        self.services.call(self._get_action(), {**self._get_params(), "Resources": ours})
        self.params["Resources"] = [item for item in resources if item not in ours]
        return bool(self.params["Resources"])


url_paths: Final = {"{0}/": TwinEc2Response.dispatch}


def _without_path(arn: str) -> set[str]:
    """Give the ARN by which a permission can name a caller: "HyperShift strips the path" (privatelink 1.7)."""
    _, partition, _, _, account, resource = arn.split(":", 5)
    kind, *names = resource.split("/")
    if kind == "assumed-role":
        return {f"arn:{partition}:iam::{account}:role/{names[0]}"}
    name = "administrator" if resource == UNKNOWN_USER else names[-1]
    return {f"arn:{partition}:iam::{account}:user/{name}"}
