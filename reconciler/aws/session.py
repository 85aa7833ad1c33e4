"""Clients made from the settings: sessions, their credentials, and the checks that every call passes.

botocore's sessions are made here, because `Gate` and `Pace` have to be registered before the first client is made. A
session belongs to one account: the marketplace has one, and each seller that is used has one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import Final

from botocore.config import Config
from botocore.session import Session

from reconciler import __version__
from reconciler.errors import InvalidInput
from reconciler.interruption import Interruption
from reconciler.limits import CATALOG_REGION
from reconciler.parallel import READERS
from reconciler.ports import Clients, Clock, SellerClients
from reconciler.regions import COMMERCIAL, is_region, partition_of
from reconciler.settings import Role, Settings

from .access import Access
from .buckets import Buckets, SharedBuckets
from .by_verb import CallsApi
from .caller import APPLYING, PLANNING, Caller
from .calls import CallList, Gate
from .catalog import CatalogApi
from .credentials import assume, assumed, found_by, use
from .denial import Encoded
from .errors import telling, unset
from .halt import Halt
from .handlers import new_session
from .identity import IdentityApi
from .log import Log
from .models import models
from .organizations import OrganizationsApi
from .permission_pages import PageParsers
from .rates import Pace
from .sellers import Sellers
from .service import Service, refuse_half_answers
from .stored_objects import StoredObjectsApi
from .timestamps import timestamp
from .traffic import Traffic
from .waits import LoggedClock

ATTEMPTS: Final = 6
"""Attempts of one call. A throttled call waits up to 1, 2, 4, 8 and 16 seconds between them, others a twentieth.

AWS_MAX_ATTEMPTS and the profile override the number.
"""
CONNECT_SECONDS: Final = 10
READ_SECONDS: Final = 30


@dataclass(frozen=True, kw_only=True)
class ClientMaker:
    """Makes clients of all AWS services that a command needs; they can make *calls* and no others.

    Credentials, profiles and endpoints come from boto3's ordinary chain, which reads the environment of the process.
    *environ* is read only for AWS_REGION, which boto3 ignores. No call is sent once *interruption* forbids it. *log*
    gets a line for each call. A member of a fleet has a *role* that is assumed before any other, and shares *buckets*
    with other members.
    """

    calls: CallList
    clock: Clock
    environ: Mapping[str, str]
    interruption: Interruption | None = None
    log: Log | None = None
    role: Role | None = None
    buckets: SharedBuckets = field(default_factory=SharedBuckets)

    def clients(self, settings: Settings) -> Clients:
        """Make the clients for the accounts and regions of *settings*; that makes no call.

        A seller's client is made at its first use. Raises InvalidInput for an unknown region or setting, and Unreadable
        for an unknown profile and when there are no credentials to assume the marketplace's role with.
        """
        role = settings.marketplace.role if settings.marketplace else None
        caller = Caller(role=role.arn if role else None)
        traffic = Traffic(self.clock, self.log or Log())
        opened = partial(
            watched_session, calls=self.calls, clock=self.clock, interruption=self.interruption, traffic=traffic
        )
        with telling(lambda error: unset(error, caller)):
            session = opened(account=settings.marketplace.account if settings.marketplace else "")
            bundle = session.get_config_variable("ca_bundle") or self.environ.get("REQUESTS_CA_BUNDLE")
            caller = Caller(session.profile, caller.role, bundle, APPLYING if self.calls.writing else PLANNING)
            made = self._clients(session, opened, settings, caller, LoggedClock(self.clock, traffic.log).sleep)
            return replace(made, spent=traffic.spent)

    def _clients(
        self,
        session: Session,
        opened: Callable[..., Session],
        settings: Settings,
        caller: Caller,
        pause: Callable[[float], None],
    ) -> Clients:
        """Make the clients of the marketplace's *session*, and those of the sellers, which are made at first use."""
        buyer = settings.marketplace is not None or not settings.sellers
        region, config = _region(session, self.environ, buyer=buyer), client_config(session)
        session.set_config_variable("region", region)  # botocore needs a region for its own calls for credentials
        found = found_by(session)
        if self.role:
            found = assumed(session, self.role, found, region, config, caller)
        sellers = Sellers(opened, found, config, caller=caller, region=region).clients(settings.sellers, self.buckets)
        if settings.marketplace and settings.marketplace.role:
            assume(session, settings.marketplace.role, found, region, config, caller)
        else:
            use(session, found)
        access = Access(lambda: session, config, caller)

        def service(name: str) -> Service:
            """Make a client: STS in the user's region, all others in us-east-1; one that nothing calls is not made."""
            where = region if name == "sts" else CATALOG_REGION
            now = buyer and name in self.calls.services
            return Service(access.client(name, where), name, caller) if now else access.service(name, where)

        return assembled(service, sellers, pause=pause)


def clients(
    settings: Settings,
    calls: CallList,
    *,
    clock: Clock,
    environ: Mapping[str, str],
    interruption: Interruption | None = None,
    log: Log | None = None,
) -> Clients:
    """Make the clients of a repository that is no member of a fleet, as `ClientMaker` does."""
    maker = ClientMaker(calls=calls, clock=clock, environ=environ, interruption=interruption, log=log)
    return maker.clients(settings)


def watched_session(
    *,
    calls: CallList,
    clock: Clock,
    buckets: Buckets | None = None,
    interruption: Interruption | None = None,
    traffic: Traffic | None = None,
    account: str = "",
) -> Session:
    """Make a session whose clients all have gate, pace, halt and the check of answers; *traffic* watches them.

    The clients can make *calls* and no others. *buckets* limit the calls of EC2; by default the session has its own.
    Without *interruption* nothing interrupts. *account* is the account that the log names.
    """
    session, traffic = new_session(), traffic or Traffic(clock, Log())
    loader = models(session.get_config_variable("data_path"), calls.reads | calls.writes)
    session.register_component("data_loader", loader)
    parsers = PageParsers()
    parsers.set_parser_defaults(timestamp_parser=timestamp)
    session.register_component("response_parser_factory", parsers)
    session.register("provide-client-params", Gate(calls))
    session.register("request-created.*.*", Pace(calls, buckets or Buckets(), clock, traffic.log))
    session.register("request-created.*.*", Halt(interruption or Interruption(), calls))
    session.register("before-parse", refuse_half_answers)
    traffic.watch(session, account)
    session.register("after-call", Encoded(traffic.log))
    return session


def assembled(
    service: Callable[[str], Service],
    sellers: Mapping[str, SellerClients] | None = None,
    *,
    pause: Callable[[float], None],
) -> Clients:
    """Make the ports of the services that *service* returns by name; *pause* sleeps for a number of seconds."""
    identity = IdentityApi(sts=service("sts"), iam=service("iam"))
    organizations = OrganizationsApi(service("organizations"))
    catalog = CatalogApi(
        service("marketplace-catalog"),
        shared=lambda: identity.account() != organizations.describe().management_account,
        pause=pause,
    )
    return Clients(
        catalog=catalog,
        organizations=organizations,
        identity=identity,
        sellers=sellers or {},
        calls=cache(lambda name, _region: CallsApi(service(name))),
        objects=StoredObjectsApi(cache(lambda: service("s3"))),
    )


def _region(session: Session, environ: Mapping[str, str], *, buyer: bool) -> str:
    """Return the user's region, by default us-east-1. Raises InvalidInput for a region that fits no partition.

    The region of a *buyer* must be in the commercial partition: no other has the Marketplace Catalog API.
    """
    region = environ.get("AWS_REGION") or session.get_config_variable("region") or CATALOG_REGION
    whose = "AWS's commercial partition" if buyer else "AWS"
    if not is_region(region) or (buyer and partition_of(region) != COMMERCIAL):
        raise InvalidInput(
            f"AWS configuration: {region!r} is not a region of {whose}",
            hint=f"check AWS_REGION, AWS_DEFAULT_REGION and the profile; {CATALOG_REGION} always works",
        )
    return str(region)


def client_config(session: Session) -> Config:
    """Return the configuration of every client. The user's settings of retries are kept, except the mode `legacy`.

    The user agent is that of the session, since botocore would make one of twenty parts twice a call, which takes a
    fifteenth of the call's time (measured).
    """
    app = session.get_config_variable("user_agent_appid")
    mode = session.get_config_variable("retry_mode")
    attempts = session.get_config_variable("max_attempts")
    return Config(
        user_agent=session.user_agent(),
        user_agent_extra=" ".join([f"reconciler/{__version__}", *([f"app/{app}"] if app else [])]),
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        max_pool_connections=2 * READERS,
        retries={
            "mode": "standard" if mode in {None, "legacy"} else mode,
            "total_max_attempts": attempts or ATTEMPTS,
        },
    )
