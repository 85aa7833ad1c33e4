"""A user's repository, read and understood without AWS."""

from .fleets import accounts_of, is_fleet, read_fleet
from .repository import Repository, load, understand
from .selecting import likely_meant
from .sources import Sources, read_settings, sources_of, stated_recipients

__all__ = [
    "Repository",
    "Sources",
    "accounts_of",
    "is_fleet",
    "likely_meant",
    "load",
    "read_fleet",
    "read_settings",
    "sources_of",
    "stated_recipients",
    "understand",
]
