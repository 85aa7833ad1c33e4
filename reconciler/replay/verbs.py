"""Every change type and every call that changes an object, and the facts that it sets."""

from collections.abc import Iterator

from . import experience_facts, service_facts
from .facts import Fact
from .sent import Sent

EFFECTS = {**experience_facts.EFFECTS, **service_facts.EFFECTS}
LISTS = experience_facts.LISTS | service_facts.LISTS

VERBS = tuple(EFFECTS)
"""In the order in which those of one call take effect."""


def facts(change: Sent) -> Iterator[Fact]:
    """Give every fact that *change* sets; raises KeyError for a verb that there is none of."""
    yield from EFFECTS[change.verb](change.details)
    yield from (Fact(f"tags.{key}", None, value) for key, value in change.tags.items())
