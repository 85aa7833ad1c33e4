"""Elastic Load Balancing: moto's service with Network and Gateway Load Balancers put right.

moto gives every load balancer the ARN of an Application Load Balancer, leaves it `provisioning` until somebody looks,
and deletes it under a service that stands on it (privatelink 4.1, 10 and 20).
"""

from typing import Any, Final

import moto.elb.urls
from moto.core.responses import ActionResult
from moto.elb.models import elb_backends as layeredelb_backends
from moto.elbv2.exceptions import ELBClientError
from moto.elbv2.responses import ELBV2Response

from .endpoint_services import endpointservices_backends

__all__ = ["layeredelb_backends"]

VERSION: Final = "2015-12-01"
"""The version of the API with Network Load Balancers; Classic Load Balancers have another one at the same address."""
PATHS: Final = {"network": "/net/", "gateway": "/gwy/"}
PAGE: Final = (1, 400)
"""ELBv2 API reference, PageSize of DescribeLoadBalancers."""

by_version = moto.elb.urls.api_version_elb_backend


class TwinElbV2Response(ELBV2Response):
    """One request to Elastic Load Balancing v2."""

    def create_load_balancer(self) -> ActionResult:
        """Create; a Network or Gateway Load Balancer under its real ARN, and active at once."""
        answer = super().create_load_balancer()
        result: Any = answer.result
        for balancer in result["LoadBalancers"]:
            if balancer.type in PATHS:
                self._correct(balancer)
        return answer

    def describe_load_balancers(self) -> ActionResult:
        """Describe one page; moto breaks on a page without items and on a marker that nobody was given."""
        size, marker = self._get_param("PageSize", PAGE[1]), self._get_param("Marker")
        if not PAGE[0] <= size <= PAGE[1]:
            raise ELBClientError("ValidationError", f"PageSize must be from {PAGE[0]} to {PAGE[1]}")
        if marker and marker not in {item.name for item in self.elbv2_backend.load_balancers.values()}:
            raise ELBClientError("ValidationError", "Marker is not valid")
        return super().describe_load_balancers()

    def delete_load_balancer(self) -> ActionResult:
        """Delete, unless an endpoint service stands on it."""
        arn = self._get_param("LoadBalancerArn")
        if endpointservices_backends[self.current_account][self.region].uses(arn):
            raise ELBClientError("ResourceInUse", f"Load balancer '{arn}' is used by a VPC endpoint service")
        return super().delete_load_balancer()

    def _correct(self, balancer: Any) -> None:  # noqa: ANN401 - moto's FakeLoadBalancer
        backend, wrong = self.elbv2_backend, balancer.arn
        balancer.arn, balancer.state = wrong.replace("/app/", PATHS[balancer.type]), "active"
        backend.load_balancers[balancer.arn] = backend.load_balancers.pop(wrong)
        backend.tagging_service.copy_tags(wrong, balancer.arn)
        backend.tagging_service.delete_all_tags_for_resource(wrong)


def answer_by_version(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - the signature of moto's dispatcher
    """Answer a request for the second version here, and one for the first with moto."""
    ours = arguments[0].values.get("Version") == VERSION
    return TwinElbV2Response.dispatch(*arguments, **named) if ours else by_version(*arguments, **named)


moto.elb.urls.url_paths["{0}/$"] = answer_by_version
