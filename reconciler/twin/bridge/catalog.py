"""The `marketplace-catalog` service behind moto's dispatcher: what each account has of it, and HTTP there and back."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from threading import RLock
from types import ModuleType
from typing import Any, ClassVar, Final
from urllib.parse import parse_qs, urlsplit

from moto.core.base_backend import BackendDict, BaseBackend
from moto.core.common_types import TYPE_RESPONSE
from moto.core.responses import ActionContext, ActionResult
from moto.events.models import events_backends

from reconciler import limits
from reconciler.twin.body import read_json
from reconciler.twin.catalog.change import parse_start_request
from reconciler.twin.catalog.codes import ACCESS_DENIED, THROTTLING, VALIDATION
from reconciler.twin.catalog.conditions import ChangeSetFaults, Conditions
from reconciler.twin.catalog.marketplace import PrivateMarketplace
from reconciler.twin.catalog.operations import OPERATIONS, Answer, Parameters
from reconciler.twin.catalog.parameters import PARAMETERS
from reconciler.twin.catalog.shapes import check
from reconciler.twin.catalog.views import View
from reconciler.twin.moments import http_date
from reconciler.twin.rates import Buckets

from .answering import Answering
from .membership import membership_of

HOST: Final = "catalog.marketplace.us-east-1.amazonaws.com"
LOCK: Final = RLock()
"""Held while one operation is carried out: the server has a thread for each connection."""
QUERY: Final = {"catalog": "Catalog", "entityId": "EntityId", "changeSetId": "ChangeSetId"}
"""The parameters that travel in the query string (botocore's model)."""


class MarketplaceCatalogBackend(BaseBackend):
    """One account's way into the Private Marketplace of its organisation.

    What the organisation owns lies with its management account ("created in the management account and shared
    with the member account that is a delegated administrator"); everybody else's backend stays empty.
    """

    conditions: ClassVar[Conditions] = Conditions()

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.marketplace = PrivateMarketplace(account_id, _publish)
        self.buckets = Buckets(_rate)

    @property
    def _url_module(self) -> ModuleType:
        """The module with `url_bases` and `url_paths`, which moto would look for under the name `urls`."""
        return sys.modules[__name__]

    @property
    def view(self) -> View:
        """What this account sees now; everything that is due has happened."""
        caller = membership_of(self.account_id)
        home = marketplacecatalog_backends[caller.home][self.region_name].marketplace
        with LOCK:
            home.advance(self.conditions)
        return View(caller, home, self.conditions)

    def call(self, operation: str, parameters: Parameters) -> Answer:
        """Carry out one operation of the API by its name.

        Raises:
            Refusal: the service refuses.
        """
        with LOCK:
            if self.conditions.request_rates and not self.buckets.take(operation, self.conditions.clock()):
                raise THROTTLING()
            check(PARAMETERS[operation], operation, parameters)
            return OPERATIONS[operation](self.view, parameters)

    def edit(self, changes: Sequence[Mapping[str, Any]]) -> None:
        """Carry out a change set at once, as somebody else would in the console: no waiting and no faults.

        Raises:
            Refusal: it can't start.
            ValueError: it failed.
        """
        request = parse_start_request({"Catalog": limits.CATALOG, "ChangeSet": list(changes)})
        undisturbed = replace(self.conditions, preparing=0.0, applying=0.0, faults=ChangeSetFaults())
        with LOCK:
            view = self.view
            change_set = view.marketplace.start(request, view.caller, undisturbed)
        if change_set.status != "SUCCEEDED":
            raise ValueError(f"the edit failed: {change_set.errors}")

    def release(self) -> None:
        """Let the change sets go on that a fault holds."""
        with LOCK:
            for change_set in self.view.marketplace.open_sets():
                change_set.release(self.conditions.clock())


class Written(ActionResult):
    """An answer that is JSON already in the names of the API."""

    def execute_result(self, context: ActionContext) -> TYPE_RESPONSE:  # noqa: ARG002 - moto's signature
        """Write the answer."""
        return 200, {}, json.dumps(self.result)


class MarketplaceCatalogResponse(Answering):
    """One request to the service."""

    def __init__(self) -> None:
        super().__init__(service_name="marketplace-catalog")

    def answer(self, operation: str) -> ActionResult:
        """Carry out the operation that the request names."""
        if self.region != limits.CATALOG_REGION:
            raise ACCESS_DENIED("Credential should be scoped to a valid region.")
        catalog = marketplacecatalog_backends[self.current_account][self.region]
        self.response_headers["date"] = http_date(catalog.conditions.clock())
        return Written(catalog.call(operation, self._parameters()))

    def _parameters(self) -> dict[str, Any]:
        query = parse_qs(urlsplit(self.uri).query, keep_blank_values=True)
        in_query = {QUERY.get(name, name): values[0] for name, values in query.items()}
        try:
            body = read_json(self.body or "{}")
        except ValueError as error:
            raise VALIDATION(f"The request body is not valid JSON: {error}") from None
        if not isinstance(body, dict):
            raise VALIDATION("The request body is not a JSON object")
        return {**in_query, **body}


url_bases: Final = [r"https?://catalog\.marketplace\.(.+)\.amazonaws\.com"]
url_paths: Final = {f"{{0}}/{operation}$": MarketplaceCatalogResponse.dispatch for operation in OPERATIONS}

# A client for another region asks a host that does not exist (catalog 1.1).
marketplacecatalog_backends = BackendDict(
    MarketplaceCatalogBackend,
    "marketplace-catalog",
    use_boto3_regions=False,
    additional_regions=[limits.CATALOG_REGION],
)


def let_pass_what_is_due() -> None:
    """Let the change sets of all accounts go on: their events are due even when nobody asks the catalogue."""
    for regions in list(marketplacecatalog_backends.values()):
        for backend in list(regions.values()):
            with LOCK:
                backend.marketplace.advance(backend.conditions)


def _rate(operation: str) -> tuple[float, float]:
    """Return the bucket of an operation, which holds one second's worth of requests (catalog 2)."""
    rate = limits.REQUESTS_PER_SECOND[operation]
    return rate, rate


def _publish(account: str, event: Mapping[str, Any]) -> None:
    """Put an event on the account's default bus in us-east-1."""
    events_backends[account][limits.CATALOG_REGION].put_events([dict(event)])
