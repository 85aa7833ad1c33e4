"""The credentials of a session: those that boto3's ordinary chain finds, or a role assumed with them."""

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

from .caller import Caller
from .lazily import alone, once

_SESSIONS: Final[dict[str, Any]] = {}
"""Cached role credentials of profiles, for as long as the process runs; botocore renews them when they expire.

Without the cache the user would be asked twice: apply makes a second session after its plan, and AWS accepts each code
of an MFA device only once.
"""

Found = Callable[[], Any]
"""Returns botocore's credentials, or None when there are none."""


def found_by(session: Session) -> Found:
    """Return a function that finds the credentials that *session* uses by default, and remembers them."""
    chain = session.get_component("credential_provider")
    roles = chain.get_provider("assume-role")
    roles.cache = _SESSIONS
    roles._prompter = _typed  # noqa: SLF001 - botocore has no other place for it
    return once(chain.load_credentials)


def _typed(prompt: str) -> str:
    """Ask for the code of an MFA device at a terminal.

    Raises RefreshWithMFAUnsupportedError without a terminal: a job would wait for ever, or read something else as the
    code.
    """
    if sys.stdin is None or sys.stdin.closed or not sys.stdin.isatty():
        raise RefreshWithMFAUnsupportedError
    return getpass(prompt)


def use(session: Session, found: Found) -> None:
    """Make *session* use the credentials that *found* returns."""
    _provide(session, found)


def assume(session: Session, role: Role, found: Found, region: str, config: Config, caller: Caller) -> None:
    """Make *session* use credentials of *role*, assumed in *region* with the credentials that *found* returns.

    The role is assumed again when they expire. *caller* has the name of its sessions. Raises NoCredentialsError when
    *found* returns None.
    """
    _provide(session, assumed(session, role, found, region, config, caller))


def assumed(session: Session, role: Role, found: Found, region: str, config: Config, caller: Caller) -> Found:
    """Return a function that returns the credentials that `assume` makes a session use."""
    source = found()
    if source is None:
        raise NoCredentialsError
    external_id = {"ExternalId": role.external_id} if role.external_id else {}
    fetcher = AssumeRoleCredentialFetcher(
        alone(partial(session.create_client, region_name=region, config=config)),
        source,
        role.arn,
        extra_args={"RoleSessionName": caller.session_name, **external_id},
    )
    return once(partial(DeferredRefreshableCredentials, fetcher.fetch_credentials, _Provider.METHOD))


def _provide(session: Session, load: Found) -> None:
    session.register_component("credential_provider", CredentialResolver([_Provider(load)]))


class _Provider(CredentialProvider):  # type: ignore[misc]  # botocore has no types
    """A provider of the given credentials alone."""

    METHOD = "assume-role"

    def __init__(self, load: Found) -> None:
        super().__init__()
        self.load = load
