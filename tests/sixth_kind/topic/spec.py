"""The spec of a topic, for desired and live state, and its parser."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from reconciler.kind import Parsed
from reconciler.model import Desired, Document, Problem, note
from reconciler.model.fields import at
from reconciler.names import References


class State(StrEnum):
    """Whether the topic is to exist."""

    PRESENT = "present"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicSpec:
    """An SNS topic of a seller in a region; *service* is the address of the endpoint service that may publish to it."""

    seller: str | None = at("seller")
    region: str | None = at("region")
    state: State | None = at("state")
    display_name: str | None = at("display_name")
    service: str | None = at("service")


SHOWN = 10
"""Characters of a display name that a text message shows."""
BLANK = TopicSpec()
"""A topic that does not exist."""


def parse(document: Document, references: References) -> Parsed:
    """Parse a valid document."""
    body = document.body
    spec = TopicSpec(
        seller=references.sellers[0].name,
        region=body["region"],
        state=State(body.get("state", State.PRESENT)),
        display_name=body.get("display_name"),
        service=f"endpoint_service.{body['service']}" if "service" in body else None,
    )
    return Parsed(Desired(address=document.address, spec=spec, document=document), tuple(_long_name(document)))


def _long_name(document: Document) -> Iterator[Problem]:
    """Tell of a display name that text messages show in part."""
    name = document.body.get("display_name", "")
    if len(name) > SHOWN:
        message = f"text messages show {name[:SHOWN]!r}"
        yield note("long-display-name", message, document.at("display_name"), "", document.address)
