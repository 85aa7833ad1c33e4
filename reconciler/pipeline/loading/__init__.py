"""A user's repository, read and understood without AWS."""

from .fleets import accounts_in, accounts_of, is_fleet, read_fleet
from .repository import Repository, load, understand
from .selecting import likely_meant
from .sources import Sources, read_settings, sources_of, stated_recipients
from .targets import Divided, divided, load_divided, load_target

__all__ = [
    "Divided",
    "Repository",
    "Sources",
    "accounts_in",
    "accounts_of",
    "divided",
    "is_fleet",
    "likely_meant",
    "load",
    "load_divided",
    "load_target",
    "read_fleet",
    "read_settings",
    "sources_of",
    "stated_recipients",
    "understand",
]
