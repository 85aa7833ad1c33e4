"""Plans of endpoint services from YAML text and plain data, without AWS or the twin."""

from collections.abc import Mapping
from typing import Any

from reconciler.documents import read
from reconciler.kinds import all_kinds
from reconciler.model import Address, Desired, Problem
from reconciler.pipeline import Conduct, Planning, PlanOptions, Repository, Run, apply, plan
from reconciler.pipeline.loading import understand
from reconciler.settings import Settings
from reconciler.validation import validate
from tests.fakes.endpoint_services import SETTINGS, FakeEndpointServices, selling
from tests.fakes.ports import FakeClock

ACME, GLOBEX, INITECH = "333333333333", "555555555555", "999999999999"
NLB = "arn:aws:elasticloadbalancing:us-east-1:888888888888:loadbalancer/net/{}/0123456789abcdef"


def root(account: str) -> str:
    """Return the ARN of a whole account."""
    return f"arn:aws:iam::{account}:root"


def nlb(name: str = "api") -> str:
    """Return the ARN of a load balancer."""
    return NLB.format(name)


def repository(text: str, settings: Settings = SETTINGS) -> Repository:
    """Read and parse documents; their file is `wish.yaml`."""
    kinds = all_kinds()
    loaded = read(text.encode(), "wish.yaml")
    documents, invalid = validate(loaded.documents, {name: kind.schema for name, kind in kinds.items()})
    return understand(settings, kinds, documents, (*loaded.problems, *invalid))


def desired(text: str, name: str = "api", settings: Settings = SETTINGS) -> Desired[Any]:
    """Return the desired state of one service."""
    understood = repository(text, settings)
    assert understood.errors == ()
    return understood.wish[Address("endpoint_service", name)]


def told(problems: tuple[Problem, ...]) -> list[tuple[str, str, str]]:
    """Return severity, code and place of problems."""
    return [(problem.severity.value, problem.code, problem.source) for problem in problems]


def planned(
    text: str,
    services: FakeEndpointServices,
    settings: Settings = SETTINGS,
    **options: Any,  # noqa: ANN401
) -> Planning:
    """Plan documents against services; *options* are fields of PlanOptions."""
    clients = selling(services, settings.sellers)
    return plan(repository(text, settings), clients, PlanOptions(**options), clock=FakeClock(), commit=None)


def calls(planning: Planning) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the actions of a plan with their parameters."""
    return [(operation.action, operation.parameters) for operation in planning.plan.operations]


def carried_out(planning: Planning, services: FakeEndpointServices) -> Run:
    """Apply a plan and return the run."""
    clients = selling(services, planning.repository.settings.sellers)
    conduct = Conduct(clock=FakeClock(), jitter=lambda: 0.0, tell=lambda _event: None)
    return apply(planning, clients, conduct, token=lambda: "token")
