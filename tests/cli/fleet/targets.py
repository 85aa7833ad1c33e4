"""A repository whose targets are a fleet: sellers in several regions, with one service in each of them, on a twin."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reconciler.twin.seed import Seed, parse
from tests.cli.fleet.fleets import CUSTOMER, account_of, role_of

REGIONS = ("eu-west-1", "us-east-1")


def seller_of(number: int) -> str:
    """Return the name of a seller."""
    return f"s{number}"


def service_of(number: int, region: int) -> str:
    """Return the id of the service of a seller in a region, by their numbers."""
    return f"vpce-svc-{number * 100 + region:017x}"


def planted(numbers: Sequence[int], regions: Sequence[str] = REGIONS) -> Seed:
    """Return a seed with one service of each seller in each region."""
    balancers = {
        service_of(
            n, at
        ): f"arn:aws:elasticloadbalancing:{region}:{account_of(n)}:loadbalancer/net/api/0123456789abcdef"
        for n in numbers
        for at, region in enumerate(regions)
    }
    return parse(
        {
            "version": 1,
            "caller": "111111111111",
            "roles": [{"account": account_of(n), "name": "reconciler", "trusted": ["111111111111"]} for n in numbers],
            "endpoint_services": {
                "load_balancers": [{"arn": arn, "zones": [f"{arn.split(':')[3]}a"]} for arn in balancers.values()],
                "services": [{"id": id_, "load_balancers": [arn]} for id_, arn in balancers.items()],
            },
        }
    )


def write_sellers(folder: Path, numbers: Sequence[int], regions: Sequence[str] = REGIONS, **more: Any) -> None:  # noqa: ANN401 - settings
    """Write a repository: one file a service, and one for the customer, who may connect to each of them."""
    sellers = {seller_of(n): {"account": account_of(n), "role": role_of(n), "regions": [*regions]} for n in numbers}
    (folder / "desired_state").mkdir(parents=True, exist_ok=True)
    (folder / "reconciler.yaml").write_text(json.dumps({"version": 1, "sellers": sellers, **more}))
    names = [write_service(folder, number, at, region) for number in numbers for at, region in enumerate(regions)]
    write(folder, "acme", kind="principal", id=CUSTOMER)
    write(folder, "customers", kind="allowed_principals", services=names, principals=["acme"])


def write_service(folder: Path, number: int, at: int, region: str, **more: Any) -> str:  # noqa: ANN401 - fields
    """Write the document of a service, and return its name."""
    name = f"{seller_of(number)}-{region}"
    fields = {"seller": seller_of(number), "region": region, "id": service_of(number, at), **more}
    write(folder, name, kind="endpoint_service", **fields)
    return name


def admit(folder: Path, *customers: str) -> None:
    """Have both services of seller 1 admit *customers* alone."""
    for at, region in enumerate(REGIONS):
        name = write_service(folder, 1, at, region, principals="exclusive")
        write(folder, f"{name}-customers", kind="allowed_principals", service=name, principals=[*customers])


def write(folder: Path, name: str, kind: str, **fields: Any) -> None:  # noqa: ANN401 - fields
    """Write one document in a file of its own."""
    (folder / "desired_state" / f"{kind}.{name}.yaml").write_text(json.dumps({"kind": kind, "name": name, **fields}))
