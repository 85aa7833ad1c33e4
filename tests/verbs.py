"""The verbs of all kinds by name, for requests that tests make."""

from collections.abc import Mapping

from reconciler.kinds.endpoint_service import verbs as of_services
from reconciler.kinds.experience import verbs as of_experiences
from reconciler.kinds.private_marketplace import verbs as of_private_marketplace
from reconciler.model import Address, Request, Verb
from reconciler.ports import Clients

VERB: Mapping[str, Verb] = {
    verb.name: verb
    for verb in (*of_experiences.CHANGES, *of_experiences.VERBS, *of_services.VERBS, *of_private_marketplace.VERBS)
}


def asking(call: str) -> Request:
    """Return a request for one change by *call*, of any object."""
    verb = next(one for one in VERB.values() if one.call.name == call)
    return Request(address=Address("experience", "any"), verb=verb, details={}, remote_id=None)


def tag(clients: Clients, arn: str, **tags: str) -> None:
    """Tag an experience, as a plan's call does."""
    sent = [{"Key": key, "Value": value} for key, value in sorted(tags.items())]
    clients.calls("marketplace-catalog", "us-east-1").edit(VERB["TagResource"], {"ResourceArn": arn, "Tags": sent})
