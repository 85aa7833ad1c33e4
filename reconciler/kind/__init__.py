"""What a folder under kinds/ provides: a frozen record of functions, and the values that they exchange."""

from .exchanged import Consequences, Matching, Parsed, Planned, PlanningContext, Readiness, Surroundings
from .record import Kind, remotes
from .remote import Remote, Remotes, Side

__all__ = [
    "Consequences",
    "Kind",
    "Matching",
    "Parsed",
    "Planned",
    "PlanningContext",
    "Readiness",
    "Remote",
    "Remotes",
    "Side",
    "Surroundings",
    "remotes",
]
