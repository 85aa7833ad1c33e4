"""The EventBridge event at the end of a change set (catalog.md 3.1), on moto's default bus in us-east-1."""

import json
from typing import Any, Final

from moto.events.models import events_backends

from reconciler import limits

from .change_set import ChangeSet
from .conditions import timestamp

DETAIL_TYPES: Final = {
    "SUCCEEDED": "Change Set Succeeded",
    "FAILED": "Change Set Failed",
    "CANCELLED": "Change Set Cancelled",
}


def publish(change_set: ChangeSet, request_id: str) -> None:
    """Tell the account that started the set how it ended; which account AWS tells is not documented."""
    events_backends[change_set.owner][limits.CATALOG_REGION].put_events([_entry(change_set, request_id)])


def _entry(change_set: ChangeSet, request_id: str) -> dict[str, Any]:
    return {
        "Source": "aws.marketplacecatalog",
        "DetailType": DETAIL_TYPES[change_set.status],
        "Time": change_set.ended,  # moto writes it out where it delivers
        "Resources": [change_set.arn],
        "Detail": json.dumps(_detail(change_set, request_id)),
    }


def _detail(change_set: ChangeSet, request_id: str) -> dict[str, str]:
    failure = {} if change_set.failure_code is None else {"FailureCode": change_set.failure_code}
    return {
        "requestId": request_id,
        "Catalog": limits.CATALOG,
        "ChangeSetId": change_set.id,
        "ChangeSetName": change_set.name,
        "StartTime": timestamp(change_set.started),
        "EndTime": timestamp(change_set.ended or 0.0),
        **failure,
    }
