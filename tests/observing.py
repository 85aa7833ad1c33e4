"""A seller with an observer in another account, on the twin; time moves when the program sleeps."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import count
from typing import Any

import boto3
from botocore.config import Config

from reconciler.aws.caller import Caller
from reconciler.aws.calls import OBSERVING, CallList
from reconciler.aws.consumer import ConsumerApi
from reconciler.aws.service import Service
from reconciler.aws.session import watched_session
from reconciler.errors import ReconcilerError
from reconciler.interruption import Interruption
from reconciler.pipeline import EndpointOptions, Means, verify
from reconciler.ports import Clients, Consumer, NoProber, Prober
from reconciler.printed import VerificationJson, VerifiedLineJson
from reconciler.twin.bridge.endpoint_services import inspect
from tests.selling import HOME, SAAS, Shop, root, service, service_id, world
from tests.trial import Unhurried, port

OTHER = "444444444444"
NAME = f"com.amazonaws.vpce.us-east-1.{service_id()}"
ADMITTED = [root(OTHER)]
DOCUMENT = """
    kind: endpoint_service
    name: api
    region: us-east-1
    id: {id}
    {more}
"""


@cache
def _client(region: str, *, writes: bool) -> Service:
    session = watched_session(calls=CallList.of(OBSERVING, writing=writes), clock=Unhurried())
    session.set_credentials(f"AKIATWIN{OTHER}", "twin")
    config = Config(retries={"mode": "standard", "total_max_attempts": 1})
    url = f"http://127.0.0.1:{port()}"
    return Service(session.create_client("ec2", region_name=region, endpoint_url=url, config=config), "ec2", Caller())


def ec2(account: str = OTHER, region: str = HOME) -> Any:  # noqa: ANN401 - boto3's
    """Return boto3's client of an account."""
    keys = {"aws_access_key_id": f"AKIATWIN{account}", "aws_secret_access_key": "twin"}
    return boto3.client("ec2", region_name=region, endpoint_url=f"http://127.0.0.1:{port()}", **keys)


def subnet(zone: str = "us-east-1a", region: str = HOME) -> str:
    """Return the id of the observer's default subnet in a zone."""
    found = ec2(OTHER, region).describe_subnets(Filters=[{"Name": "availability-zone", "Values": [zone]}])["Subnets"]
    return str(found[0]["SubnetId"])


def refuse(costs: Sequence[str]) -> None:
    """Answer the question with no."""
    raise ReconcilerError(f"refused: {costs[0]}")


@dataclass
class Observatory:
    """A seller's repository with the service `api`, and its observer.

    *wrap* may put something between the program and the observer's account. *told* is what the user was told, *asked*
    what the user was asked.
    """

    shop: Shop
    settings: str = f"observer: {{role: 'arn:aws:iam::{OTHER}:role/observer'}}"
    wrap: Callable[[Consumer], Consumer] = lambda consumer: consumer
    told: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    interruption: Interruption = field(default_factory=Interruption)
    prober: Prober = field(default_factory=NoProber)
    runs: Any = field(default_factory=lambda: count(1))

    def begin(self, *, document: str = "", **stated: Any) -> None:  # noqa: ANN401 - the fields of a service in a seed
        """Start the twin again with a service of these fields, and write the repository."""
        durations = stated.pop("durations", {})
        self.shop.twin.reset(world(service(**stated), durations=durations))
        self.shop.wish(DOCUMENT.format(id=service_id(), more=document))
        observed = f", {self.settings}" if self.settings else ""
        text = f"version: 1\nsellers:\n  saas: {{account: '{SAAS}', regions: [us-east-1, eu-west-1]{observed}}}\n"
        (self.shop.folder / "reconciler.yaml").write_text(text)

    def verify(
        self,
        *subnets: str,
        agree: Callable[[Sequence[str]], None] | None = None,
        **stated: Any,  # noqa: ANN401 - options
    ) -> VerificationJson:
        """Verify `api`, with a test endpoint in *subnets* if there are any."""
        planning = self.shop.plan(select=("endpoint_service",))
        self.shop.twin.calls.clear()
        self.interruption = Interruption()
        means = Means(
            clock=self.shop.clock,
            token=lambda: f"run-{next(self.runs)}",
            agree=agree or self.asked.extend,
            tell=self.told.append,
            interruption=self.interruption,
            prober=self.prober,
        )
        options = EndpointOptions(subnets=subnets, **stated)
        return verify(planning, self._clients(writes=bool(subnets)), "api", options, means)

    def interrupt(self) -> None:
        """Press Ctrl-C."""
        self.interruption.ask()

    def endpoints(self) -> dict[str, str]:
        """Return the states of the service's connections, by endpoint."""
        return dict(inspect()[service_id()].connections)

    def live(self) -> list[str]:
        """Return the endpoints of the observer's account that are not deleted."""
        found = ec2().describe_vpc_endpoints(MaxResults=1000)["VpcEndpoints"]
        return [item["VpcEndpointId"] for item in found if item["State"] not in {"deleting", "deleted"}]

    def accept(self, endpoint: str) -> None:
        """Accept an endpoint as the owner of the service."""
        ec2(SAAS).accept_vpc_endpoint_connections(ServiceId=service_id(), VpcEndpointIds=[endpoint])

    def reject(self) -> None:
        """Reject all endpoints as the owner of the service."""
        ec2(SAAS).reject_vpc_endpoint_connections(ServiceId=service_id(), VpcEndpointIds=list(self.endpoints()))

    def written(self) -> dict[str, int]:
        """Return the number of calls of each operation that wrote since the verification began."""
        return self.shop.written()

    def _clients(self, *, writes: bool) -> Clients:
        made = self.shop.clients(writes=False)

        def observer(region: str) -> Consumer:
            return self.wrap(ConsumerApi(_client(region, writes=writes), region))

        return replace(made, sellers={"saas": replace(made.sellers["saas"], observer=observer)})


def line(answer: VerificationJson, name: str) -> VerifiedLineJson:
    """Return one line of an answer."""
    return next(one for one in answer["lines"] if one["id"] == name)


def told(answer: VerificationJson, *names: str) -> dict[str, tuple[str, str]]:
    """Return status and reason of some lines, of all without *names*."""
    return {one["id"]: (one["status"], one["because"]) for one in answer["lines"] if not names or one["id"] in names}


def statuses(answer: VerificationJson, names: Iterable[str] = ()) -> dict[str, str]:
    """Return the status of some lines, of all without *names*."""
    return {one["id"]: one["status"] for one in answer["lines"] if not names or one["id"] in names}
