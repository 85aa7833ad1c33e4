"""The verbs of all kinds by name, for requests that tests make by hand."""

from collections.abc import Mapping

from reconciler.kinds.endpoint_service import verbs as of_services
from reconciler.kinds.experience import verbs as of_experiences
from reconciler.model import Verb
from reconciler.ports import Clients

VERB: Mapping[str, Verb] = {verb.name: verb for verb in (*of_experiences.VERBS, *of_services.VERBS)}


def tag(clients: Clients, arn: str, **tags: str) -> None:
    """Tag an experience, as a plan's call does."""
    sent = [{"Key": key, "Value": value} for key, value in sorted(tags.items())]
    clients.calls("marketplace-catalog", "us-east-1").edit(VERB["TagResource"], {"ResourceArn": arn, "Tags": sent})
