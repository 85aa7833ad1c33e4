"""Every operation of the services that the twin corrects, called in many wrong ways: no answer is HTTP 500.

The requests follow botocore's model of each operation: complete, empty, without one member, with a member of another
type, with bytes that are no text. They are the same in every run.
"""

import json
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any
from urllib.parse import urlencode

import pytest
from botocore.loaders import Loader
from botocore.model import OperationModel, ServiceModel

from reconciler.twin import seed
from reconciler.twin.catalog.details import DETAILS
from reconciler.twin.catalog.operations import OPERATIONS as CATALOG
from reconciler.twin.ec2.operations import OPERATIONS
from reconciler.twin.twin import Twin
from tests.twin.raw import Answer, Line, line

OWN = {
    "organizations": {"ListRoots", "ListAccounts", "ListAccountsForParent", "ListOrganizationalUnitsForParent",
                      "ListChildren", "ListParents", "ListAWSServiceAccessForOrganization",
                      "ListDelegatedAdministrators", "RegisterDelegatedAdministrator", "DescribeOrganization",
                      "DescribeAccount", "DescribeOrganizationalUnit"},
    "iam": {"CreateServiceLinkedRole", "GetRole"},
    "sts": {"AssumeRole", "GetCallerIdentity"},
    "elbv2": {"DescribeLoadBalancers"},
    "ec2": {*OPERATIONS, "DescribeVpcEndpointServices", "CreateVpcEndpoint", "DescribeVpcEndpoints",
            "DeleteVpcEndpoints", "CreateTags", "DeleteTags"},
    "marketplace-catalog": {*CATALOG, *DETAILS},
}  # fmt: skip
"""Operations on which the program relies: on these the twin does not even return TwinFailure."""
UNRULY = {"DeleteOrganization", "LeaveOrganization"}
"""Operations after which every other answer is that there is no organization."""
MEMBERS = ("Name", "Description", "Status", "Configuration", "Products", "Principals", "Catalog")
TEXTS = ("", "x", "ü" * 3, "\x00", "111111111111", "r-abcd", "LTU=", "x" * 3000)
SCALARS: Mapping[str, tuple[Any, ...]] = {
    "boolean": (True, False),
    "integer": (0, 5, -1, 10**20),
    "long": (0, 5, -1, 10**20),
    "float": (0.5,),
    "double": (0.5,),
    "timestamp": (1_600_000_000, 10**15),
    "blob": ("aGk=",),
}
OTHERS: tuple[Any, ...] = (None, True, 7, -0.5, "text", [], ["x"], {}, {"x": "y"})


def model_of(service: str) -> ServiceModel:
    """Load botocore's model of a service."""
    return ServiceModel(Loader().load_service_model(service, "service-2"), service)


def some(shape: Any, chance: Random, depth: int = 0) -> Any:  # noqa: ANN401 - JSON of any type
    """Return a random value of a shape."""
    kind = shape.type_name
    if kind == "structure":
        left_out = depth > 3
        return {name: some(item, chance, depth + 1) for name, item in shape.members.items() if not left_out}
    if kind == "list":
        return [some(shape.member, chance, depth + 1) for _ in range(chance.randrange(3))]
    if kind == "map":
        return {"key": some(shape.value, chance, depth + 1)}
    return chance.choice(SCALARS.get(kind) or getattr(shape, "enum", ()) or TEXTS)


def bodies(operation: OperationModel, chance: Random) -> Iterator[Any]:
    """Yield requests of an operation: complete, empty, without one member, with a member of another type."""
    shape = operation.input_shape
    whole = some(shape, chance) if shape else {}
    yield from (whole, {})
    if whole:
        name = chance.choice(sorted(whole))
        yield {other: value for other, value in whole.items() if other != name}
        yield whole | {name: chance.choice(OTHERS)}


def form(value: Any, name: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - JSON of any type
    """Write a value as the query protocol does."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from form(item, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list):
        for at, item in enumerate(value, 1):
            yield from form(item, f"{name}.member.{at}")
    else:
        yield name, str(value)


@pytest.fixture(scope="module")
def raw() -> Iterator[Line]:
    """A connection to the demo's organization, which also has endpoint services."""
    with Twin(seed.demo()) as twin, line(twin) as found:
        yield found


def check(answer: Answer, service: str, operation: str, sent: object) -> None:
    """Fail on HTTP 500, and on TwinFailure of an operation on which the program relies."""
    assert answer.status < 500, (service, operation, sent, answer)
    assert "TwinFailure" not in answer.text or operation not in OWN[service], (service, operation, sent, answer)


def test_no_call_to_the_catalogue_is_a_500(raw: Line) -> None:
    """Each operation is called, and each change type with any value in any member."""
    chance, model = Random(1), model_of("marketplace-catalog")  # noqa: S311 - has to repeat
    for name in model.operation_names:
        for body in bodies(model.operation_model(name), chance):
            check(raw.catalog(name, json.dumps(body)), "marketplace-catalog", name, body)
    for kind in DETAILS:
        for member in MEMBERS:
            details = {name: chance.choice((*OTHERS, *TEXTS)) for name in (member, chance.choice(MEMBERS))}
            change = {"ChangeType": kind, "Entity": {"Type": "Experience@1.0", "Identifier": "exp-1234default"}}
            sent = {"Catalog": "AWSMarketplace", "ChangeSet": [{**change, "DetailsDocument": details}]}
            check(raw.catalog("StartChangeSet", json.dumps(sent)), "marketplace-catalog", kind, details)


def test_no_call_to_organizations_is_a_500(raw: Line) -> None:
    """Bytes that are no text are among the requests."""
    chance, model = Random(2), model_of("organizations")  # noqa: S311 - has to repeat
    for name in sorted(set(model.operation_names) - UNRULY):
        for body in (*bodies(model.operation_model(name), chance), {"x": "\udcff"}):
            sent = json.dumps(body, ensure_ascii=False).encode(errors="surrogateescape")
            check(raw.organizations(name, sent), "organizations", name, body)


@pytest.mark.parametrize(
    ("service", "scope"), [("iam", "iam"), ("sts", "sts"), ("elbv2", "elasticloadbalancing"), ("ec2", "ec2")]
)
def test_no_call_of_the_query_protocol_is_a_500(raw: Line, service: str, scope: str) -> None:
    """EC2 is called for endpoint services and tags only; the rest is moto's, and large."""
    chance, model = Random(3), model_of(service)  # noqa: S311 - has to repeat
    names = [name for name in model.operation_names if service != "ec2" or "VpcEndpoint" in name or "eTags" in name]
    for name in sorted(names):
        for body in bodies(model.operation_model(name), chance):
            sent = urlencode([("Action", name), *form(body, "")], errors="surrogatepass").encode()
            check(raw.query(scope, sent), service, name, body)
