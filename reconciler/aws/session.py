"""Clients from settings: one boto3 session, its credentials, and what every call of it passes.

The botocore session beneath it is made here, because gate and pace have to be in place before its first client is.
"""

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any, Final

import boto3.session
from botocore.config import Config
from botocore.credentials import (
    AssumeRoleCredentialFetcher,
    CredentialProvider,
    CredentialResolver,
    DeferredRefreshableCredentials,
)
from botocore.exceptions import NoCredentialsError
from botocore.loaders import Loader, create_loader
from botocore.session import Session

from reconciler import __version__
from reconciler.errors import InvalidInput, ReconcilerError
from reconciler.limits import CATALOG_REGION
from reconciler.ports import Clients, Clock
from reconciler.settings import Role, Settings

from .calls import Gate
from .catalog import CatalogApi
from .errors import Caller, unset
from .identity import IdentityApi
from .organizations import OrganizationsApi
from .parallel import THREADS
from .rates import Pace, published_rates
from .service import Service, refuse_half_answers

ATTEMPTS: Final = 6
"""Of one call: a throttled one waits up to 1, 2, 4, 8 and 16 seconds in between, others a twentieth of that.

AWS_MAX_ATTEMPTS or the profile may say otherwise.
"""
CONNECT_SECONDS: Final = 10
READ_SECONDS: Final = 30


def clients(settings: Settings, *, writes: bool, clock: Clock, environ: Mapping[str, str]) -> Clients:
    """Make everything of AWS that a plan may ask for, and may change only when *writes*.

    Credentials, profiles and endpoints come from boto3's ordinary chain, which reads the environment of the process
    by itself; *environ* is asked for AWS_REGION alone, which boto3 does not read. No call is made. Raises
    InvalidInput for an unknown profile, region or setting, and Unreadable without credentials for the role.
    """
    role = settings.marketplace.role if settings.marketplace else None
    caller = Caller(role=role.arn if role else None)
    try:
        session = watched_session(writes=writes, clock=clock)
        caller = Caller(session.profile, caller.role)
        return _clients(session, role, caller, environ)
    except ReconcilerError:
        raise
    except Exception as error:
        raise unset(error, caller) from error


def watched_session(*, writes: bool, clock: Clock) -> Session:
    """Make a session with gate, pace and the check of answers in every client that it will make, its own included."""
    session = Session()
    session.register_component("data_loader", _models(session.get_config_variable("data_path")))
    session.register("provide-client-params", Gate(writes=writes))
    session.register("request-created.*.*", Pace(published_rates(), clock))
    session.register("before-parse", refuse_half_answers)
    return session


@cache
def _models(data_path: str | None) -> Loader:
    """Give botocore's models, read once a process: applying makes a second session, and reading is half of its cost."""
    return create_loader(data_path)


def _clients(session: Session, role: Role | None, caller: Caller, environ: Mapping[str, str]) -> Clients:
    """Make the clients of *session*. Only STS is asked in the user's own region; the others live in us-east-1."""
    region, config = _region(session, environ), _config(session)
    if role:
        _assume(session, role, region, config)

    front = boto3.session.Session(botocore_session=session)

    def service(name: str) -> Service:
        where = region if name == "sts" else CATALOG_REGION
        return Service(front.client(name, region_name=where, config=config), name, caller)

    return assembled(service)


def assembled(service: Callable[[str], Service]) -> Clients:
    """Make the ports of the services that *service* gives by name."""
    identity = IdentityApi(sts=service("sts"), iam=service("iam"))
    organizations = OrganizationsApi(service("organizations"))
    catalog = CatalogApi(
        service("marketplace-catalog"),
        shared=lambda: identity.account() != organizations.describe().management_account,
    )
    return Clients(catalog=catalog, organizations=organizations, identity=identity)


def _region(session: Session, environ: Mapping[str, str]) -> str:
    """Give the user's region, us-east-1 when none is set; one that AWS does not have is a mistake worth telling."""
    region = environ.get("AWS_REGION") or session.get_config_variable("region") or CATALOG_REGION
    if region not in session.get_available_regions("sts"):
        raise InvalidInput(
            f"AWS configuration: {region!r} is no region of AWS's commercial partition",
            hint=f"check AWS_REGION, AWS_DEFAULT_REGION and the profile; {CATALOG_REGION} always works",
        )
    return str(region)


def _config(session: Session) -> Config:
    """Set what every client has in common; what the user chose about retries stays, but for botocore's oldest mode."""
    mode = session.get_config_variable("retry_mode")
    attempts = session.get_config_variable("max_attempts")
    return Config(
        user_agent_extra=f"reconciler/{__version__}",
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        max_pool_connections=2 * THREADS,
        retries={
            "mode": "standard" if mode in {None, "legacy"} else mode,
            "total_max_attempts": attempts or ATTEMPTS,
        },
    )


def _assume(session: Session, role: Role, region: str, config: Config) -> None:
    """Have *session* use the credentials of *role*, assumed with those that it finds now."""
    source = session.get_component("credential_provider").load_credentials()
    if source is None:
        raise NoCredentialsError
    external_id = {"ExternalId": role.external_id} if role.external_id else {}
    fetcher = AssumeRoleCredentialFetcher(
        partial(session.create_client, region_name=region, config=config),
        source,
        role.arn,
        extra_args={"RoleSessionName": "reconciler", **external_id},
    )
    session.register_component("credential_provider", CredentialResolver([_AssumedRole(fetcher)]))


class _AssumedRole(CredentialProvider):  # type: ignore[misc]  # botocore has no types
    """The credentials of one role, and no others."""

    METHOD = "assume-role"

    def __init__(self, fetcher: AssumeRoleCredentialFetcher) -> None:
        super().__init__()
        self._fetcher = fetcher

    def load(self) -> Any:  # noqa: ANN401 - botocore has no types
        """Give credentials that are fetched when first used and again before they expire."""
        return DeferredRefreshableCredentials(refresh_using=self._fetcher.fetch_credentials, method=self.METHOD)
