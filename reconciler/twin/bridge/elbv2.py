"""Elastic Load Balancing: moto's service, corrected for Network and Gateway Load Balancers.

moto gives every load balancer the ARN of an Application Load Balancer, leaves it `provisioning` until it is described,
and deletes a load balancer that an endpoint service uses (privatelink 4.1, items 10 and 20; 4.5).
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
"""The API version with Network Load Balancers; Classic Load Balancing has another version at the same address."""
PATHS: Final = {"network": "/net/", "gateway": "/gwy/"}
PAGE: Final = (1, 400)
"""Fewest and most items of a page: ELBv2 API reference, PageSize of DescribeLoadBalancers."""

by_version = moto.elb.urls.api_version_elb_backend


class TwinElbV2Response(ELBV2Response):
    """One request to Elastic Load Balancing v2."""

    def create_load_balancer(self) -> ActionResult:
        """Create a load balancer. A Network or Gateway Load Balancer gets the ARN of its type and is active at once."""
        answer = super().create_load_balancer()
        result: Any = answer.result
        for balancer in result["LoadBalancers"]:
            if balancer.type in PATHS:
                self._correct(balancer)
        return answer

    def describe_load_balancers(self) -> ActionResult:
        """Describe one page; the checks stand here since moto breaks on a page size of 0 and on an unknown marker."""
        size, marker = self._get_param("PageSize", PAGE[1]), self._get_param("Marker")
        if not PAGE[0] <= size <= PAGE[1]:
            raise ELBClientError("ValidationError", f"PageSize must be from {PAGE[0]} to {PAGE[1]}")
        if marker and marker not in {item.name for item in self.elbv2_backend.load_balancers.values()}:
            raise ELBClientError("ValidationError", "Marker is not valid")
        return super().describe_load_balancers()

    def delete_load_balancer(self) -> ActionResult:
        """Delete a load balancer, unless an endpoint service uses it."""
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
    """Answer a request for the second API version here, and one for the first with moto."""
    ours = arguments[0].values.get("Version") == VERSION
    return TwinElbV2Response.dispatch(*arguments, **named) if ours else by_version(*arguments, **named)


moto.elb.urls.url_paths["{0}/$"] = answer_by_version
