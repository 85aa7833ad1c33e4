"""A seller's services with what they deliver, who has bought it, and who is connected; the same for each size.

Each buyer has two agreements about one offering, a grant on one of its services, and maybe endpoints there. Every tenth
buyer has bought from a channel partner, too. So subscriptions and access agree, and all has to be read to know that.
"""

from math import ceil
from pathlib import Path
from typing import NamedTuple

from reconciler.limits import GET_ENTITLEMENTS_PAGE, SALES_REQUESTS_PER_SECOND, SEARCH_AGREEMENTS_PAGE
from reconciler.privatelink_limits import EC2_FILTER_VALUES, EC2_PAGE

from .live import CONFIGURATIONS, CONNECTIONS, PERMISSIONS
from .terraform import seconds
from .world import ACCOUNT, REGION, SELLER

SEARCH, ENTITLEMENTS = "SearchAgreements", "GetEntitlements"
RESOLD = 10
"""Of how many buyers one has an entitlement by a resale."""


class SoldSize(NamedTuple):
    """How many services deliver how many offerings, with how many agreements and connections."""

    services: int = 1_000
    offerings: int = 10
    agreements: int = 100_000
    connections: int = 20_000

    @property
    def buyers(self) -> int:
        """Return the number of buyers of one offering."""
        return self.agreements // self.offerings // 2

    @property
    def delivering(self) -> int:
        """Return the number of services of one offering."""
        return self.services // self.offerings

    @property
    def resold(self) -> int:
        """Return the number of entitlements to one offering."""
        return ceil(self.buyers / RESOLD)

    def service_of(self, offering: int, buyer: int) -> int:
        """Return the number of the service that grants a buyer."""
        return offering * self.delivering + buyer % self.delivering


QUICK_SALES = SoldSize(services=100, offerings=2, agreements=4_000, connections=1_000)


def product(offering: int) -> str:
    """Return the id of a product."""
    return f"prod-{offering:013d}"


def code(offering: int) -> str:
    """Return the code of a product."""
    return f"{offering:025d}"


def account(offering: int, buyer: int) -> str:
    """Return the account of a buyer."""
    return f"{1 + offering:04d}{buyer:08d}"


def service_id(number: int) -> str:
    """Return the id of a service."""
    return f"vpce-svc-{number:017x}"


def granted(size: SoldSize, number: int) -> list[str]:
    """Return the accounts that a service grants."""
    offering, first = divmod(number, size.delivering)
    return [account(offering, buyer) for buyer in range(first, size.buyers, size.delivering)]


def connected(size: SoldSize, number: int) -> list[tuple[str, str]]:
    """Return the endpoints of a service with their owners."""
    owners, each = granted(size, number), size.connections // size.services
    return [(f"vpce-{number * each + at:017x}", owners[at % len(owners)]) for at in range(each)]


def fewest_reads(size: SoldSize) -> dict[str, int]:
    """Return the fewest calls that read everything: full pages of every list, connections of 200 services in a call."""
    batches = ceil(size.services / EC2_FILTER_VALUES)
    each = size.connections // size.services
    last = size.services - (batches - 1) * EC2_FILTER_VALUES
    filled = [EC2_FILTER_VALUES] * (batches - 1) + [last]
    return {
        CONFIGURATIONS: ceil(size.services / EC2_PAGE[1]),
        PERMISSIONS: sum(max(1, ceil(len(granted(size, one)) / EC2_PAGE[1])) for one in range(size.services)),
        CONNECTIONS: sum(max(1, ceil(many * each / EC2_PAGE[1])) for many in filled),
        SEARCH: size.offerings * ceil(2 * size.buyers / SEARCH_AGREEMENTS_PAGE),
        ENTITLEMENTS: size.offerings * ceil(size.resold / GET_ENTITLEMENTS_PAGE),
        "GetCallerIdentity": 1,
    }


def seconds_at_quota(calls: dict[str, int]) -> float:
    """Return the seconds that AWS's rates require for *calls*; each operation has a rate of its own."""
    sales = [count / SALES_REQUESTS_PER_SECOND[name] for name, count in calls.items() if name in {SEARCH, ENTITLEMENTS}]
    return max(*sales, seconds({name: count for name, count in calls.items() if name.startswith("DescribeVpc")}))


def write_sold(size: SoldSize, folder: Path) -> None:
    """Write the repository of *size* below *folder*: one file for each service, with the grants of its customers."""
    wish = folder / "desired_state"
    wish.mkdir(parents=True, exist_ok=True)
    offerings = (f"      o-{one}: {{id: {product(one)}, code: '{code(one)}'}}\n" for one in range(size.offerings))
    settings = f"version: 1\nsellers:\n  {SELLER}:\n    account: '{ACCOUNT}'\n    regions: [{REGION}]\n    offerings:\n"
    (folder / "reconciler.yaml").write_text(settings + "".join(offerings), encoding="utf-8")
    for number in range(size.services):
        (wish / f"api-{number:04d}.yaml").write_text(_documents(size, number), encoding="utf-8")


def _documents(size: SoldSize, number: int) -> str:
    """Return a service, and the document that names its customers."""
    principals = "".join(f"  - '{one}'\n" for one in granted(size, number))
    return (
        f"kind: endpoint_service\nname: api-{number:04d}\nregion: {REGION}\nid: {service_id(number)}\n"
        f"offering: o-{number // size.delivering}\n---\n"
        f"kind: allowed_principals\nname: api-{number:04d}\nservice: api-{number:04d}\nprincipals:\n{principals}"
    )
