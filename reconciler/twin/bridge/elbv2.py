"""Elastic Load Balancing: moto's service, corrected for Network and Gateway Load Balancers.

moto gives every load balancer the ARN of an Application Load Balancer, leaves it `provisioning` until it is described,
and deletes a load balancer that an endpoint service uses (privatelink 4.1, items 10 and 20; 4.5). Its targets are all
healthy, its lists have no pages, and it has no EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic (readiness 2.1 to
2.3).
"""

from collections.abc import Sequence
from typing import Any, Final

import moto.elb.urls
from moto.core.responses import ActionResult
from moto.elb.models import elb_backends as layeredelb_backends
from moto.elbv2.exceptions import ELBClientError
from moto.elbv2.responses import ELBV2Response

from reconciler import readiness_limits

from .endpoint_services import endpointservices_backends
from .listeners import target_health

__all__ = ["layeredelb_backends"]

VERSION: Final = "2015-12-01"
"""The API version with Network Load Balancers; Classic Load Balancing has another version at the same address."""
PATHS: Final = {"network": "/net/", "gateway": "/gwy/"}
PAGE: Final = readiness_limits.BALANCER_PAGE
RULES: Final = "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"

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
        """Describe one page; the checks stand here since moto breaks on a page size of 0 and on an unknown marker.

        A load balancer of a seed keeps its state; moto makes every one active that is described.
        """
        if len(self._get_param("LoadBalancerArns", [])) > readiness_limits.LOAD_BALANCERS_PER_CALL:
            raise ELBClientError(
                "ValidationError", f"At most {readiness_limits.LOAD_BALANCERS_PER_CALL} load balancers a call"
            )
        states = {arn: one.state for arn, one in self.elbv2_backend.load_balancers.items()}
        found: list[Any] = self.elbv2_backend.describe_load_balancers(
            self._get_param("LoadBalancerArns", []), self._get_param("Names", [])
        )
        for one in found:
            one.state = states[one.arn]
        return self._page("LoadBalancers", found)

    def describe_listeners(self) -> ActionResult:
        """Describe one page of the listeners of a load balancer, or of those that are named."""
        answer: Any = super().describe_listeners().result
        return self._page("Listeners", answer["Listeners"])

    def describe_target_groups(self) -> ActionResult:
        """Describe one page of target groups."""
        answer: Any = super().describe_target_groups().result
        return self._page("TargetGroups", list(answer["TargetGroups"]))

    def describe_target_health(self) -> ActionResult:
        """Describe the health of the targets of a group."""
        answer: Any = super().describe_target_health().result
        group = self.elbv2_backend.target_groups[self._get_param("TargetGroupArn")]
        return ActionResult({"TargetHealthDescriptions": target_health(group, answer["TargetHealthDescriptions"])})

    def set_security_groups(self) -> ActionResult:
        """Set the security groups, and whether they decide about traffic through PrivateLink."""
        result: Any = super().set_security_groups().result
        rules = self._get_param(RULES)
        if rules:
            _enforce(self.elbv2_backend.load_balancers[self._get_param("LoadBalancerArn")], rules)
        return ActionResult({**result, **({RULES: rules} if rules else {})})

    def delete_load_balancer(self) -> ActionResult:
        """Delete a load balancer, unless an endpoint service uses it."""
        arn = self._get_param("LoadBalancerArn")
        if endpointservices_backends[self.current_account][self.region].uses(arn):
            raise ELBClientError("ResourceInUse", f"Load balancer '{arn}' is used by a VPC endpoint service")
        return super().delete_load_balancer()

    def _correct(self, balancer: Any) -> None:  # noqa: ANN401 - moto's FakeLoadBalancer
        backend, wrong = self.elbv2_backend, balancer.arn
        balancer.arn, balancer.state = wrong.replace("/app/", PATHS[balancer.type]), "active"
        if balancer.security_groups:
            _enforce(balancer, "on")
        backend.load_balancers[balancer.arn] = backend.load_balancers.pop(wrong)
        backend.tagging_service.copy_tags(wrong, balancer.arn)
        backend.tagging_service.delete_all_tags_for_resource(wrong)

    def _page(self, listed: str, found: Sequence[Any]) -> ActionResult:
        """Return the page of *found* that is asked for; a marker is the ARN of the last item of the page before."""
        size, marker = int(self._get_param("PageSize", PAGE[1])), self._get_param("Marker")
        if not PAGE[0] <= size <= PAGE[1]:
            raise ELBClientError("ValidationError", f"PageSize must be from {PAGE[0]} to {PAGE[1]}")
        arns = [one.arn for one in found]
        if marker and marker not in arns:
            raise ELBClientError("ValidationError", "Marker is not valid")
        start = arns.index(marker) + 1 if marker else 0
        items = list(found[start : start + size])
        following = {"NextMarker": items[-1].arn} if start + size < len(found) else {}
        return ActionResult({listed: items, **following})


def _enforce(balancer: Any, rules: str) -> None:  # noqa: ANN401 - moto's FakeLoadBalancer
    """Say whether the security groups decide about traffic through PrivateLink (readiness 2.2)."""
    balancer.enforce_security_group_inbound_rules_on_private_link_traffic = rules


def answer_by_version(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - the signature of moto's dispatcher
    """Answer a request for the second API version here, and one for the first with moto."""
    ours = arguments[0].values.get("Version") == VERSION
    return TwinElbV2Response.dispatch(*arguments, **named) if ours else by_version(*arguments, **named)


moto.elb.urls.url_paths["{0}/$"] = answer_by_version
