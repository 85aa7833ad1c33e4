"""EC2 and AWS Marketplace's services for sellers on this machine: `python -m benchmarks.sellers.sold_wire FILE`.

It answers the reads of a plan as fast as it can, from pages that are made at the first call of each.
"""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from benchmarks.server import Asked, serve
from reconciler.limits import GET_ENTITLEMENTS_PAGE, SEARCH_AGREEMENTS_PAGE
from reconciler.privatelink_limits import EC2_PAGE

from .live import CONNECTIONS
from .sold import (
    ENTITLEMENTS,
    RESOLD,
    SEARCH,
    SoldSize,
    account,
    code,
    connected,
    granted,
    product,
    service_id,
)
from .wire import ANSWER, Wire
from .world import ACCOUNT, REGION

START, END = 1_767_225_600.0, 1_798_761_600.0
Row = dict[str, Any]


class SoldWire:
    """All reads of a seller's services, sales and connections."""

    def __init__(self, size: SoldSize) -> None:
        self._size = size
        self._ec2 = Wire(_live(size, number) for number in range(size.services))
        self._products = {product(one): one for one in range(size.offerings)}
        self._codes = {code(one): one for one in range(size.offerings)}
        self._numbers = {service_id(number): number for number in range(size.services)}
        self._agreements = cache(self._agreement_rows)
        self._entitlements = cache(self._entitlement_rows)

    def answer(self, asked: Asked) -> tuple[str, str | bytes]:
        """Return the answer to one call of any service, and the name of the call."""
        if asked.target:
            operation = asked.target.partition(".")[2]
            read: Callable[[Mapping[str, Any]], Row] = {SEARCH: self._search, ENTITLEMENTS: self._entitled}[operation]
            return operation, json.dumps(read(json.loads(asked.body)))
        parameters = dict(parse_qsl(asked.body.decode()))
        if parameters["Action"] == CONNECTIONS:
            return CONNECTIONS, ANSWER.format(CONNECTIONS, self._connections(parameters))
        return self._ec2.answer(asked)

    def _search(self, sent: Mapping[str, Any]) -> Row:
        filters = {one["name"]: one["values"][0] for one in sent["filters"]}
        rows, token = _page(
            self._agreements(self._products[filters["ResourceIdentifier"]]),
            sent.get("nextToken"),
            sent.get("maxResults", SEARCH_AGREEMENTS_PAGE),
        )
        return {"agreementViewSummaries": rows, **({"nextToken": token} if token else {})}

    def _entitled(self, sent: Mapping[str, Any]) -> Row:
        rows, token = _page(
            self._entitlements(self._codes[sent["ProductCode"]]),
            sent.get("NextToken"),
            sent.get("MaxResults", GET_ENTITLEMENTS_PAGE),
        )
        return {"Entitlements": rows, **({"NextToken": token} if token else {})}

    def _connections(self, sent: Mapping[str, str]) -> str:
        wanted = [self._numbers[one] for name, one in sent.items() if name.startswith("Filter.1.Value.")]
        every = [(number, *one) for number in wanted for one in connected(self._size, number)]
        rows, token = _page(every, sent.get("NextToken"), min(int(sent["MaxResults"]), EC2_PAGE[1]))
        more = f"<nextToken>{token}</nextToken>" if token else ""
        items = "".join(
            f"<item><serviceId>{service_id(number)}</serviceId><vpcEndpointId>{endpoint}</vpcEndpointId>"
            f"<vpcEndpointOwner>{owner}</vpcEndpointOwner><vpcEndpointState>available</vpcEndpointState>"
            f"<creationTimestamp>2026-11-10T10:00:00.000Z</creationTimestamp>"
            f"<vpcEndpointRegion>{REGION}</vpcEndpointRegion></item>"
            for number, endpoint, owner in rows
        )
        return f"<vpcEndpointConnectionSet>{items}</vpcEndpointConnectionSet>{more}"

    def _agreement_rows(self, offering: int) -> list[Row]:
        every = ((buyer, number) for buyer in range(self._size.buyers) for number in range(2))
        return [_agreement(offering, buyer, number) for buyer, number in every]

    def _entitlement_rows(self, offering: int) -> list[Row]:
        return [
            {
                "ProductCode": code(offering),
                "Dimension": "users",
                "CustomerAWSAccountId": account(offering, buyer),
                "Value": {"IntegerValue": 1},
                "ExpirationDate": END,
            }
            for buyer in range(0, self._size.buyers, RESOLD)
        ]


def _agreement(offering: int, buyer: int, number: int) -> Row:
    """Return an agreement with all members that AWS returns of one."""
    licence = f"arn:aws:license-manager::{ACCOUNT}:license:l-{offering:04x}{buyer:08x}{number:04x}"
    return {
        "agreementId": f"agmt-{offering:04d}{buyer:08d}{number}",
        "acceptanceTime": START,
        "startTime": START,
        "endTime": END + number,
        "lastUpdateTime": START,
        "agreementType": "PurchaseAgreement",
        "acceptor": {"accountId": account(offering, buyer)},
        "proposer": {"accountId": ACCOUNT},
        "proposalSummary": {"resources": [{"id": product(offering), "type": "SaaSProduct"}], "offerId": "offer-1"},
        "status": "ACTIVE",
        "entitlements": [{"licenseArn": licence}],
        "initialAgreementId": f"agmt-{offering:04d}{buyer:08d}{number}",
    }


def _page(every: Sequence[Any], token: str | None, size: int) -> tuple[Sequence[Any], str | None]:
    """Return one page, and the token of the next one."""
    start = int(token or 0)
    return every[start : start + size], str(start + size) if start + size < len(every) else None


def _live(size: SoldSize, number: int) -> dict[str, Any]:
    """Return a service as AWS has it."""
    arn = f"arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}:loadbalancer/net/api-{number:04d}/{number:016x}"
    principals = [f"arn:aws:iam::{one}:root" for one in granted(size, number)]
    return {"id": service_id(number), "load_balancer": arn, "tags": {}, "principals": principals}


if __name__ == "__main__":
    serve(SoldWire(SoldSize(*json.loads(Path(sys.argv[1]).read_bytes()))).answer)
