"""A fleet of sellers on one twin: each member has one endpoint service in an account of its own."""

import json
from pathlib import Path
from typing import Any

from reconciler.twin.seed import Seed, parse

CUSTOMER = "191919191919"


def account_of(number: int) -> str:
    """Return the account of a member."""
    return f"8{number:011}"


def service_of(number: int) -> str:
    """Return the id of the endpoint service of a member."""
    return f"vpce-svc-{number:017x}"


def role_of(number: int) -> str:
    """Return the role that a member assumes."""
    return f"arn:aws:iam::{account_of(number)}:role/reconciler"


def planted(*numbers: int, trusted: str = "111111111111") -> Seed:
    """Return a seed with the endpoint services of members; their roles trust the account *trusted*."""
    balancers = {
        n: f"arn:aws:elasticloadbalancing:us-east-1:{account_of(n)}:loadbalancer/net/api/0123456789abcdef"
        for n in numbers
    }
    return parse(
        {
            "version": 1,
            "caller": "111111111111",
            "roles": [
                {"account": "222222222222", "name": "fleet", "trusted": ["111111111111"]},
                *({"account": account_of(n), "name": "reconciler", "trusted": [trusted]} for n in numbers),
            ],
            "endpoint_services": {
                "load_balancers": [{"arn": arn, "zones": ["us-east-1a"]} for arn in balancers.values()],
                "services": [{"id": service_of(n), "load_balancers": [arn]} for n, arn in balancers.items()],
            },
        }
    )


def write_member(
    folder: Path, number: int, *, grants: tuple[str, ...] = (CUSTOMER,), account: int | None = None
) -> None:
    """Write the repository of a member, which grants access to accounts."""
    account = number if account is None else account
    seller = {"account": account_of(account), "role": role_of(account), "regions": ["us-east-1"]}
    (folder / "desired_state").mkdir(parents=True)
    (folder / "reconciler.yaml").write_text(json.dumps({"version": 1, "sellers": {"saas": seller}}))
    documents: list[dict[str, Any]] = [
        {"kind": "endpoint_service", "name": "api", "region": "us-east-1", "id": service_of(number)},
        {"kind": "allowed_principals", "name": "customers", "service": "api", "principals": list(grants)},
    ]
    (folder / "desired_state" / "api.yaml").write_text("---\n".join(json.dumps(one) + "\n" for one in documents))


def name_account(folder: Path, number: int, other: int) -> None:
    """Let the member *number* below *folder* name the account of *other*, too: both run on one worker."""
    sellers = {
        name: {"account": account_of(one), "role": role_of(one), "regions": ["us-east-1"]}
        for name, one in (("saas", number), ("other", other))
    }
    (folder / "reconciler.yaml").write_text(json.dumps({"version": 1, "sellers": sellers}))
    file = folder / "desired_state" / "api.yaml"
    file.write_text(file.read_text().replace('"name": "api"', '"name": "api", "seller": "saas"'))


def write_fleet(folder: Path, *entries: dict[str, Any]) -> None:
    """Write fleet.yaml; by default it names each folder below sellers."""
    (folder / "fleet.yaml").write_text(json.dumps({"version": 1, "members": list(entries or [{"path": "sellers/*"}])}))
