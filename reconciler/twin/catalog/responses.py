"""HTTP to backend and back, for the operations of the `marketplace-catalog` service."""

import json
from email.utils import formatdate
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from moto.core.responses import BaseResponse

from reconciler import limits
from reconciler.twin.body import read_json

from .exceptions import AccessDeniedException, ValidationException
from .models import MarketplaceCatalogBackend, marketplacecatalog_backends

QUERY: Final = {"catalog": "Catalog", "entityId": "EntityId", "changeSetId": "ChangeSetId"}
"""The parameters that travel in the query string (botocore's model)."""


class MarketplaceCatalogResponse(BaseResponse):
    """One request to the service."""

    def __init__(self) -> None:
        super().__init__(service_name="marketplace-catalog")

    @property
    def catalog(self) -> MarketplaceCatalogBackend:
        """The calling account's backend."""
        if self.region != limits.CATALOG_REGION:
            raise AccessDeniedException("Credential should be scoped to a valid region.")
        return marketplacecatalog_backends[self.current_account][self.region]

    def answer(self) -> str:
        """Carry out the operation that the request names."""
        operation, catalog = self._get_action(), self.catalog
        self.response_headers["date"] = formatdate(catalog.conditions.clock(), usegmt=True)
        return json.dumps(catalog.call(operation, self._parameters()))

    # moto looks an operation up by its name; the backend tells them apart.
    list_entities = describe_entity = batch_describe_entities = answer
    start_change_set = describe_change_set = cancel_change_set = list_change_sets = answer
    tag_resource = untag_resource = list_tags_for_resource = answer

    def _parameters(self) -> dict[str, Any]:
        query = parse_qs(urlsplit(self.uri).query, keep_blank_values=True)
        in_query = {QUERY.get(name, name): values[0] for name, values in query.items()}
        return {**in_query, **self._json()}

    def _json(self) -> dict[str, Any]:
        try:
            body = read_json(self.body or "{}")
        except ValueError as error:
            raise ValidationException(f"The request body is not valid JSON: {error}") from None
        if not isinstance(body, dict):
            raise ValidationException("The request body is not a JSON object")
        return body
