"""What all sessions of botocore in this process share: the files that they read, and the names of their events.

A session of botocore reads the table of endpoints and the models of its services anew, and compares some 200 names of
events with all aliases of services. Both depend on botocore's files alone, and a program makes one session or two; the
tests make thousands.
"""

from functools import cache
from typing import Any

import botocore.session
from botocore.hooks import EventAliaser
from botocore.loaders import create_loader


def share() -> None:
    """Let sessions share a loader for each data path, and the names of events that they have found."""
    botocore.session.create_loader = cache(create_loader)
    begin = EventAliaser.__init__
    found: dict[str, str] = {}

    def begun(aliaser: Any, *arguments: Any) -> None:  # noqa: ANN401 - botocore has no types
        begin(aliaser, *arguments)
        aliaser._alias_name_cache = found  # noqa: SLF001

    EventAliaser.__init__ = begun
