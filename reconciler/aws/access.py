"""One account as one set of credentials reaches it: its services, each with a client made when first asked."""

from collections.abc import Callable
from functools import partial
from typing import Any

import boto3.session
from botocore.config import Config
from botocore.session import Session

from .caller import Caller
from .errors import telling, unset
from .lazily import Lazily, once
from .service import Service


class Access:
    """Makes services of the session that *opened* gives, which is not opened before it is needed."""

    def __init__(self, opened: Callable[[], Session], config: Config, caller: Caller) -> None:
        """Keep what clients are made of; *config* is what they have in common."""
        self._front = once(lambda: boto3.session.Session(botocore_session=opened()))
        self._config = config
        self._caller = caller

    def service(self, name: str, region: str, where: str = "") -> Service:
        """Give the service *name* in *region*; an InvalidInput or Unreadable of its client is the first call's."""
        return Service(Lazily(partial(self._told, name, region)), name, self._caller, where)

    def client(self, name: str, region: str) -> Any:  # noqa: ANN401 - botocore has no types
        """Make a client now; whatever botocore raises comes out."""
        return self._front().client(name, region_name=region, config=self._config)

    def _told(self, name: str, region: str) -> Any:  # noqa: ANN401 - as client
        with telling(lambda error: unset(error, self._caller)):
            return self.client(name, region)
