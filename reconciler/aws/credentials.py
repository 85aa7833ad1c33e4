"""Whose credentials a session uses: those that boto3's ordinary chain finds, or a role assumed with them."""

import sys
from collections.abc import Callable
from functools import partial
from getpass import getpass
from typing import Any, Final

from botocore.config import Config
from botocore.credentials import (
    AssumeRoleCredentialFetcher,
    CredentialProvider,
    CredentialResolver,
    DeferredRefreshableCredentials,
)
from botocore.exceptions import NoCredentialsError, RefreshWithMFAUnsupportedError
from botocore.session import Session

from reconciler.settings import Role

from .lazily import alone, once

_SESSIONS: Final[dict[str, Any]] = {}
"""Sessions of profiles' roles, for as long as the process runs; botocore looks after their end.

Apply makes clients of its own after those of its plan, and AWS takes each code of an MFA device once.
"""

Found = Callable[[], Any]
"""Gives botocore's credentials, or None."""


def found_by(session: Session) -> Found:
    """Give what finds the credentials that *session* would use by itself: once, for all who ask."""
    chain = session.get_component("credential_provider")
    roles = chain.get_provider("assume-role")
    roles.cache = _SESSIONS
    roles._prompter = _typed  # noqa: SLF001 - botocore has no other place for it
    return once(chain.load_credentials)


def _typed(prompt: str) -> str:
    """Ask for the code of an MFA device where somebody can type it; a job would wait for ever, or read what is no code.

    Raises RefreshWithMFAUnsupportedError elsewhere.
    """
    if sys.stdin is None or sys.stdin.closed or not sys.stdin.isatty():
        raise RefreshWithMFAUnsupportedError
    return getpass(prompt)


def use(session: Session, found: Found) -> None:
    """Have *session* use the credentials *found*."""
    _provide(session, found)


def assume(session: Session, role: Role, found: Found, region: str, config: Config) -> None:
    """Have *session* use those of *role*, assumed in *region* with the credentials *found*, and again as they expire.

    Raises NoCredentialsError when none are found.
    """
    source = found()
    if source is None:
        raise NoCredentialsError
    external_id = {"ExternalId": role.external_id} if role.external_id else {}
    fetcher = AssumeRoleCredentialFetcher(
        alone(partial(session.create_client, region_name=region, config=config)),
        source,
        role.arn,
        extra_args={"RoleSessionName": "reconciler", **external_id},
    )
    _provide(session, partial(DeferredRefreshableCredentials, fetcher.fetch_credentials, _Provider.METHOD))


def _provide(session: Session, load: Found) -> None:
    session.register_component("credential_provider", CredentialResolver([_Provider(load)]))


class _Provider(CredentialProvider):  # type: ignore[misc]  # botocore has no types
    """The credentials that are given, and no others."""

    METHOD = "assume-role"

    def __init__(self, load: Found) -> None:
        super().__init__()
        self.load = load
