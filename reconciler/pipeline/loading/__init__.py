"""A user's repository, read and understood without AWS."""

from .repository import Repository, load, understand
from .selecting import likely_meant
from .sources import Sources, read_settings, sources_of, stated_recipients

__all__ = [
    "Repository",
    "Sources",
    "likely_meant",
    "load",
    "read_settings",
    "sources_of",
    "stated_recipients",
    "understand",
]
