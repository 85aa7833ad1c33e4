"""Amazon EC2 as the port `Consumer`: what an account sees of services, and its endpoints (privatelink 2.4, 2.5)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from reconciler.errors import Rejected, Throttled, Unreadable
from reconciler.ports import ConsumerEndpoint, ConsumerSubnet, OfferedService, WantedEndpoint
from reconciler.privatelink_limits import EC2_PAGE

from .answer import Answer
from .errors import one_line
from .service import Service

_NO_SUCH_SERVICE: Final = frozenset({"InvalidServiceName"})
_NO_SUCH_ENDPOINT: Final = "InvalidVpcEndpointId.NotFound"


class ConsumerApi:
    """Looks at the services, subnets and endpoints of one account in one region; creates and deletes endpoints."""

    def __init__(self, service: Service, region: str) -> None:
        """Make the calls through *service* (`ec2`), whose client is for *region*."""
        self._service = service
        self._region = region

    def service(self, name: str, region: str) -> OfferedService | None:
        """Return the service of that name in *region*; None if this account may not see it, as for a wrong name.

        EC2 has one answer for both: InvalidServiceName (privatelink 1.8).
        """
        asked = self._service.of(name)
        there = self._there(region)
        page = asked.read_unless(_NO_SUCH_SERVICE, "DescribeVpcEndpointServices", ServiceNames=[name], **there)
        found = page.structures("ServiceDetails") if page else ()
        return next((_offered(item) for item in found if item.id("ServiceName") == name), None)

    def lists(self, name: str, owner: str, region: str) -> bool:
        """Tell whether the service is among those of *owner* in *region* that are listed without naming them."""
        asked, there = {"owner": [owner]}, self._there(region)
        listed = self._pages("DescribeVpcEndpointServices", "ServiceDetails", asked, **there)
        return any(item.id("ServiceName") == name for item in listed)

    def subnets(self, ids: Collection[str]) -> tuple[ConsumerSubnet, ...]:
        """Return those of the subnets that exist: a call that names an unknown one in SubnetIds would fail."""
        found = self._pages("DescribeSubnets", "Subnets", {"subnet-id": sorted(ids)})
        return tuple(
            ConsumerSubnet(*map(item.id, ("SubnetId", "VpcId", "AvailabilityZone", "AvailabilityZoneId")))
            for item in found
        )

    def endpoint(self, endpoint_id: str) -> ConsumerEndpoint | None:
        """Return one endpoint; None if it is not there, or does not show yet."""
        found = self._pages("DescribeVpcEndpoints", "VpcEndpoints", {"vpc-endpoint-id": [endpoint_id]})
        return next(map(_endpoint, found), None)

    def endpoints(self, tag: str) -> tuple[ConsumerEndpoint, ...]:
        """Return all endpoints with a tag of that key; every page."""
        return tuple(map(_endpoint, self._pages("DescribeVpcEndpoints", "VpcEndpoints", {"tag-key": [tag]})))

    def create(self, wanted: WantedEndpoint) -> str:
        """Create an endpoint and return its id. After an answer that cannot be read, the same token finds it again."""
        groups = {"SecurityGroupIds": list(wanted.security_groups)} if wanted.security_groups else {}
        there = {"ServiceRegion": wanted.service_region} if wanted.service_region else {}
        tags = [{"Key": key, "Value": value} for key, value in wanted.tags.items()]
        answer = self._service.of(wanted.service_name).write(
            "CreateVpcEndpoint",
            VpcEndpointType="Interface",
            ServiceName=wanted.service_name,
            VpcId=wanted.vpc,
            SubnetIds=list(wanted.subnets),
            PrivateDnsEnabled=False,
            TagSpecifications=[{"ResourceType": "vpc-endpoint", "Tags": tags}],
            ClientToken=wanted.token,
            **groups,
            **there,
        )
        try:
            return answer.inside("VpcEndpoint").id("VpcEndpointId")
        except Unreadable as error:
            code, id_ = "UnreadableAnswer", answer.request_id
            raise Throttled(error.message, code=code, operation="CreateVpcEndpoint", request_id=id_) from error

    def delete(self, endpoint_id: str) -> None:
        """Delete an endpoint. AWS answers HTTP 200 also where it did not: Rejected, unless it is not there."""
        answer = self._service.of(endpoint_id).write("DeleteVpcEndpoints", VpcEndpointIds=[endpoint_id])
        for item in answer.structures_or_none("Unsuccessful"):
            error = item.inside("Error")
            code, message = error.text_or("Code", "") or "Unknown", one_line(error.text_or("Message", ""))
            if code != _NO_SUCH_ENDPOINT:
                raise Rejected(message, code=code, operation="DeleteVpcEndpoints", request_id=answer.request_id)

    def _there(self, region: str) -> Mapping[str, Any]:
        """Return the parameter that asks for services of another region (privatelink 2.2)."""
        return {} if region == self._region else {"ServiceRegions": [region]}

    def _pages(
        self,
        operation: str,
        listed: str,
        asked: Mapping[str, Sequence[str]],
        **parameters: Any,  # noqa: ANN401 - as botocore takes them
    ) -> Iterator[Answer]:
        """Return the items of every page; *asked* are filters, which all have to hold."""
        filters = [{"Name": name, "Values": values} for name, values in asked.items()]
        for page in self._service.pages(operation, Filters=filters, MaxResults=EC2_PAGE[1], **parameters):
            yield from page.structures(listed)


def _offered(item: Answer) -> OfferedService:
    return OfferedService(
        name=item.id("ServiceName"),
        owner=item.text_or("Owner", "") or None,
        private_dns_name=item.text_or("PrivateDnsName", "") or None,
        private_dns_state=item.text_or("PrivateDnsNameVerificationState", "") or None,
        acceptance_required=item.flag("AcceptanceRequired"),
        zone_ids=frozenset(item.texts("AvailabilityZoneIds")),
    )


def _endpoint(item: Answer) -> ConsumerEndpoint:
    """Read one endpoint; EC2's model writes states with a capital letter, EC2's answers with a small one."""
    state = item.id("State")
    return ConsumerEndpoint(
        id=item.id("VpcEndpointId"),
        service_name=item.id("ServiceName"),
        vpc=item.id("VpcId"),
        state=state[0].lower() + state[1:],
        dns_names=tuple(filter(None, (one.text_or("DnsName", "") for one in item.structures_or_none("DnsEntries")))),
        tags={tag.text("Key"): tag.text_or("Value", "") for tag in item.structures_or_none("Tags")},
    )
