"""Whole runs of sellers: endpoint services are planned and applied on the twin by the real program, on a fake clock."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import count
from pathlib import Path
from textwrap import dedent
from typing import Any

import boto3
from botocore.config import Config

from reconciler.aws.by_verb import CallsApi
from reconciler.aws.caller import Caller
from reconciler.aws.calls import CallList
from reconciler.aws.certificates import CertificatesApi
from reconciler.aws.endpoint_services import EndpointServicesApi
from reconciler.aws.identity import IdentityApi
from reconciler.aws.load_balancers import LoadBalancersApi
from reconciler.aws.sales import SalesApi
from reconciler.aws.sellers import SALES
from reconciler.aws.service import Service
from reconciler.aws.session import assembled, watched_session
from reconciler.aws.topics import TopicsApi
from reconciler.aws.zones import ZonesApi
from reconciler.interruption import Interruption
from reconciler.kind import Kind
from reconciler.kinds import all_kinds
from reconciler.model import Address, Plan, Severity, Verb
from reconciler.pipeline import Acceptance, Conduct, Planning, PlanOptions, Repository, Run, adopt, apply, load, plan
from reconciler.ports import Clients, SellerClients
from reconciler.twin.bridge.endpoint_services import inspect
from reconciler.twin.ec2.inspection import InspectedService
from reconciler.twin.seed import Seed, parse
from reconciler.twin.twin import Twin
from tests.ends import at_end
from tests.trial import COMMIT, MANAGEMENT, ORGANIZATION, WORLD, Time, Unhurried, port

SAAS, LABS = "888888888888", "777777777777"
ACME, GLOBEX, INITECH = "333333333333", "555555555555", "999999999999"
HOME, ABROAD = "us-east-1", "eu-west-1"
SELLERS: Mapping[str, tuple[str, tuple[str, ...]]] = {"saas": (SAAS, (HOME, ABROAD))}
TWO_SELLERS = {**SELLERS, "labs": (LABS, (HOME,))}
BUYER = f"organization: {ORGANIZATION}\nmarketplace: {{account: '{MANAGEMENT}'}}\n"


def balancer(name: str = "api", region: str = HOME, account: str = SAAS) -> str:
    """Return the ARN of a network load balancer."""
    return f"arn:aws:elasticloadbalancing:{region}:{account}:loadbalancer/net/{name}/0123456789abcdef"


def service_id(name: str = "api") -> str:
    """Return an id that contains the name as far as hexadecimal digits allow."""
    return f"vpce-svc-{name.encode().hex():0>17.17}"


def endpoint_id(number: int = 1) -> str:
    """Return the id of a consumer's endpoint."""
    return f"vpce-{number:017x}"


def root(account: str) -> str:
    """Return the ARN of a whole account."""
    return f"arn:aws:iam::{account}:root"


def accounts(number: int, start: int = 1) -> list[str]:
    """Return many account ids."""
    return [f"{each:012d}" for each in range(start, start + number)]


def service(name: str = "api", region: str = HOME, account: str = SAAS, **stated: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return an existing service with a load balancer of its name."""
    return {"id": service_id(name), "load_balancers": [balancer(name, region, account)], **stated}


def connection(number: int, owner: str, state: str = "available", region: str = HOME) -> dict[str, Any]:
    """Return an endpoint of a consumer that was connected twelve days ago."""
    created = "2026-11-10T10:00:00Z"
    return {"id": endpoint_id(number), "owner": owner, "state": state, "region": region, "created": created}


def world(*services: Mapping[str, Any], spare: Iterable[str] = (), **stated: Any) -> Seed:  # noqa: ANN401 - JSON
    """Return the organization with *services*, and *spare* load balancers that no service uses.

    *hosted_zones* and *topics* are fields of the seed, *publishing* is one of its durations; all else are fields of the
    section.
    """
    whole = {**WORLD, **{name: stated.pop(name, []) for name in ("hosted_zones", "topics")}}
    whole["durations"] = {**WORLD.get("durations", {}), "publishing": stated.pop("publishing", 0)}
    arns = {arn: None for one in services for arn in one["load_balancers"]} | dict.fromkeys(spare)
    zones = {arn: [f"{arn.split(':')[3]}{letter}" for letter in "ab"] for arn in arns}
    balancers = [{"arn": arn, "zones": zones[arn], "ip_address_type": "dualstack"} for arn in arns]
    section = {"load_balancers": balancers, "services": list(services), **stated}
    return parse({**whole, "endpoint_services": section})


@cache
def _session(account: str, verbs: tuple[Verb, ...], *, writes: bool) -> Any:  # noqa: ANN401 - botocore has no types
    session = watched_session(calls=CallList.of(verbs, writing=writes), clock=Unhurried())
    session.set_credentials(f"AKIATWIN{account}", "twin")
    return session


@cache
def _client(name: str, account: str, region: str, verbs: tuple[Verb, ...], *, writes: bool, attempts: int) -> Service:
    config = Config(retries={"mode": "standard", "total_max_attempts": attempts})
    session, url = _session(account, verbs, writes=writes), f"http://127.0.0.1:{port()}"
    return Service(session.create_client(name, region_name=region, endpoint_url=url, config=config), name, Caller())


@dataclass
class Shop:
    """A repository of sellers and its twin. *events* are those of the last apply.

    *credentials* are the accounts of the sellers' credentials, their own unless stated. *dns* is the account of their
    hosted zones, if it is another one. *wrap* may put something between the program and AWS. *at_once* is how many
    edits are sent side by side; one, so that faults hit the first.
    """

    twin: Twin
    clock: Time
    folder: Path
    sellers: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=lambda: SELLERS)
    credentials: dict[str, str] = field(default_factory=dict)
    dns: str = ""
    attempts: int = 1
    at_once: int = 1
    wrap: Callable[[Clients], Clients] = lambda clients: clients
    events: list[Mapping[str, Any]] = field(default_factory=list)
    listener: Callable[[Mapping[str, Any]], None] = lambda _event: None
    kinds: Mapping[str, Kind] = field(default_factory=all_kinds)
    tokens: Iterator[str] = field(default_factory=lambda: (f"token-{number}" for number in count(1)))
    interruption: Interruption = field(default_factory=Interruption)

    def settings(self, text: str = "") -> None:
        """Write reconciler.yaml with the sellers and *text*, and an empty document file."""
        (self.folder / "desired_state").mkdir(exist_ok=True)
        lines = [
            f"  {name}: {{account: '{account}', regions: [{', '.join(regions)}]}}\n"
            for name, (account, regions) in self.sellers.items()
        ]
        (self.folder / "reconciler.yaml").write_text(f"version: 1\nsellers:\n{''.join(lines)}{text}")

    def wish(self, text: str, file: str = "wish.yaml") -> None:
        """Write a file of documents; common indentation is removed."""
        path = self.folder / "desired_state" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text))

    def load(self) -> Repository:
        """Read the repository, which must have no errors."""
        if not (self.folder / "reconciler.yaml").exists():
            self.settings()
        repository = load(self.folder / "reconciler.yaml", self.kinds, today=self.clock.now().date())
        assert repository.errors == ()
        return repository

    def clients(self, *, writes: bool) -> Clients:
        """Return the ports of everything, for the twin."""
        known = {
            name: self._seller(self.credentials.get(name, account), regions, writes=writes)
            for name, (account, regions) in self.sellers.items()
        }
        made = partial(self._service, account=MANAGEMENT, region=HOME, writes=writes)
        return self.wrap(assembled(made, known, pause=self.clock.sleep))

    def plan(self, **options: Any) -> Planning:  # noqa: ANN401 - the fields of PlanOptions
        """Plan with clients that refuse to write; *accept* names rules to accept for this plan."""
        reading = self.clients(writes=False)
        rules = options.pop("accept", ())
        made = plan(self.load(), reading, PlanOptions(**options), clock=self.clock, commit=COMMIT)
        if not rules:
            return made
        accepted = tuple(Acceptance(rule, made.plan.short_digest) for rule in rules)
        return plan(self.load(), reading, PlanOptions(**options, accept=accepted), clock=self.clock, commit=COMMIT)

    def apply(self, planning: Planning | None = None) -> Run:
        """Carry out *planning*, or else a new plan."""
        planning = planning or self.plan()
        self.events.clear()
        self.interruption = Interruption()

        def told(event: Mapping[str, Any]) -> None:
            self.events.append(event)
            self.listener(event)

        stop, at_once = self.interruption, self.at_once
        conduct = Conduct(clock=self.clock, jitter=lambda: 0.0, tell=told, interruption=stop, at_once=at_once)
        return apply(planning, self.clients(writes=True), conduct, token=lambda: next(self.tokens))

    def interrupt(self) -> None:
        """Press Ctrl-C."""
        self.interruption.ask()

    def converge(self, **options: Any) -> Run:  # noqa: ANN401 - the fields of PlanOptions
        """Plan and apply; require that nothing was refused, everything converged and the next plan is empty.

        Its world before is the world after the plan that was applied.
        """
        planning = self.plan(**options)
        assert refusals(planning.plan) == []
        run = self.apply(planning)
        assert [outcome.as_json() for outcome in run.outcomes if outcome.status != "succeeded"] == []
        assert (run.converged, run.remaining) == (True, ())
        again = self.plan()
        assert (again.plan.changes, again.plan.operations) == ((), ())
        assert at_end(again.plan.world, "before") == at_end(planning.plan.world, "after")
        return run

    def adopt(self, name: str, remote_id: str) -> str:
        """Import a service with clients that only read."""
        return adopt(self.load(), self.clients(writes=False), Address("endpoint_service", name), remote_id)

    def service(self, name: str = "api") -> InspectedService:
        """Return a service of the seed as the twin has it."""
        return inspect()[service_id(name)]

    def named(self, name: str) -> InspectedService:
        """Return the one service with this name tag, as the twin has it."""
        (found,) = (one for one in inspect().values() if one.tags.get("reconciler:name") == name)
        return found

    def written(self) -> dict[str, int]:
        """Return the number of calls of each operation that wrote since the twin was reset."""
        return dict(self.twin.calls.writes())

    def publish(self, zone: str, name: str, *values: str, account: str = SAAS) -> None:
        """Replace the TXT record set at *name* by *values*, as the owner of the zone would."""
        one = {"Name": name, "Type": "TXT", "TTL": 60, "ResourceRecords": [{"Value": f'"{value}"'} for value in values]}
        batch = {"Changes": [{"Action": "UPSERT", "ResourceRecordSet": one}]}
        keys = {"aws_access_key_id": f"AKIATWIN{account}", "aws_secret_access_key": "twin"}
        client = boto3.client("route53", endpoint_url=self.twin.endpoint, region_name=HOME, **keys)
        client.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=batch)

    def asked(self) -> dict[str, int]:
        """Return the number of calls of each operation of EC2 since the twin was reset."""
        return dict(self.twin.calls.operations("ec2"))

    def _seller(self, account: str, regions: Iterable[str], *, writes: bool) -> SellerClients:
        identity = IdentityApi(
            sts=self._service("sts", account, HOME, writes=writes),
            iam=self._service("iam", account, HOME, writes=writes),
        )
        services = {
            region: EndpointServicesApi(self._service("ec2", account, region, writes=writes), region)
            for region in regions
        }

        def api(name: str, region: str) -> Service:
            return self._service(name, account, region, writes=writes)

        zones = self._service("route53", self.dns or account, HOME, writes=writes)
        return SellerClients(
            identity=identity,
            regions=services,
            calls=lambda name, region: CallsApi(zones if name == "route53" else api(name, region)),
            zones=ZonesApi(zones, self.dns or account),
            sales=SalesApi(*(api(name, HOME) for name in SALES)),
            certificates={region: CertificatesApi(api("acm", region)) for region in services},
            load_balancers={region: LoadBalancersApi(api("elbv2", region), api("ec2", region)) for region in services},
            topics={region: TopicsApi(api("sns", region)) for region in services},
        )

    def _service(self, name: str, account: str, region: str, *, writes: bool) -> Service:
        verbs = tuple(verb for kind in self.kinds.values() if kind.remote for verb in kind.remote.verbs)
        return _client(name, account, region, verbs, writes=writes, attempts=self.attempts)


def refusals(made: Plan) -> list[tuple[str, str]]:
    """Return code and message of the problems that prevent an apply."""
    return problems(made, Severity.REFUSED)


def problems(made: Plan, severity: Severity) -> list[tuple[str, str]]:
    """Return code and message of a plan's problems of one severity."""
    return [(problem.code, problem.message) for problem in made.problems if problem.severity is severity]


def calls(planning: Planning) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the actions of a plan with their parameters."""
    return [(operation.action, operation.parameters) for operation in planning.plan.operations]


@contextmanager
def shop_on_twin(folder: Path) -> Iterator[Shop]:
    """Yield a repository of the seller saas, which has two regions and no service yet."""
    clock = Time()
    with Twin(world(), clock=clock.seconds).start(port()) as twin:
        yield Shop(twin, clock, folder)
