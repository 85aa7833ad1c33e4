"""The services of one account, reached with one set of credentials. Clients are made at first use."""

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
from .trust import read_bundle_once


class Access:
    """Makes services from the session that *opened* returns. The session is opened at first use."""

    def __init__(self, opened: Callable[[], Session], config: Config, caller: Caller) -> None:
        """Keep what clients are made from; *config* is the botocore configuration that they share."""
        self._front = once(lambda: boto3.session.Session(botocore_session=opened()))
        self._config = config
        self._caller = caller

    def service(self, name: str, region: str, where: str = "") -> Service:
        """Return the service *name* in *region*.

        Its client is made at the first call, so that call raises InvalidInput or Unreadable when it can't be made.
        """
        return Service(Lazily(partial(self._client_or_error, name, region)), name, self._caller, where)

    def client(self, name: str, region: str) -> Any:  # noqa: ANN401 - botocore has no types
        """Make a client now. Raises what botocore raises."""
        return read_bundle_once(self._front().client(name, region_name=region, config=self._config))

    def _client_or_error(self, name: str, region: str) -> Any:  # noqa: ANN401 - as client
        with telling(lambda error: unset(error, self._caller)):
            return self.client(name, region)
