"""The `marketplace-catalog` service behind moto's dispatcher: one backend for each account, and its HTTP."""

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
from .backends import standing
from .membership import membership_of

HOST: Final = "catalog.marketplace.us-east-1.amazonaws.com"
LOCK: Final = RLock()
"""Held while an operation is carried out, since the server has a thread for each connection."""
QUERY: Final = {"catalog": "Catalog", "entityId": "EntityId", "changeSetId": "ChangeSetId"}
"""The parameters that are sent in the query string, by their names there (botocore's model)."""


class MarketplaceCatalogBackend(BaseBackend):
    """One account's access to the Private Marketplace of its organization.

    The entities are in the backend of the management account, which owns them (catalog 1.8); the backends of other
    accounts stay empty.
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
        """What this account sees now, after everything that is due has happened."""
        caller = membership_of(self.account_id)
        home = marketplacecatalog_backends[caller.home][self.region_name].marketplace
        with LOCK:
            home.advance(self.conditions)
        enabled = caller.enabled and home.has_learned(self.conditions)
        return View(replace(caller, enabled=enabled), home, self.conditions)

    def call(self, operation: str, parameters: Parameters) -> Answer:
        """Carry out one operation by its API name.

        Raises:
            Refusal: the service refuses.
        """
        with LOCK:
            if self.conditions.request_rates and not self.buckets.take(operation, self.conditions.clock()):
                raise THROTTLING()
            check(PARAMETERS[operation], operation, parameters)
            return OPERATIONS[operation](self.view, parameters)

    def edit(self, changes: Sequence[Mapping[str, Any]]) -> None:
        """Carry out a change set at once, without waiting and without faults, as another user would in the console.

        Raises:
            Refusal: it cannot start.
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
    """An answer whose members already have the API's names, written as JSON."""

    def execute_result(self, context: ActionContext) -> TYPE_RESPONSE:  # noqa: ARG002 - moto's signature
        """Return status, headers and body of the answer."""
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

# A client for another Region asks a host that does not exist (catalog 1.1).
marketplacecatalog_backends = BackendDict(
    MarketplaceCatalogBackend,
    "marketplace-catalog",
    use_boto3_regions=False,
    additional_regions=[limits.CATALOG_REGION],
)


def advance_change_sets() -> None:
    """Advance the change sets of all accounts: their events are due even if no call reaches the catalogue."""
    for _, _, backend in standing(marketplacecatalog_backends):
        with LOCK:
            backend.marketplace.advance(backend.conditions)


def _rate(operation: str) -> tuple[float, float]:
    """Return size and refill of an operation's token bucket, which holds the requests of one second (catalog 2)."""
    rate = limits.REQUESTS_PER_SECOND[operation]
    return rate, rate


def _publish(account: str, event: Mapping[str, Any]) -> None:
    """Put an event on the account's default bus in us-east-1."""
    events_backends[account][limits.CATALOG_REGION].put_events([dict(event)])
