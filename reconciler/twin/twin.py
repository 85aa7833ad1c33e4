"""The twin of AWS: it is started, used and stopped here."""

import time
from collections.abc import Callable, Mapping
from random import Random
from types import TracebackType
from typing import Any, ClassVar, Self

from reconciler import limits

from .bridge import services
from .bridge.application import TwinApplication
from .bridge.catalog import MarketplaceCatalogBackend, marketplacecatalog_backends
from .bridge.planting import clear, plant
from .calls import CallLog
from .catalog.conditions import Conditions
from .catalog.inspection import InspectedExperience, inspect
from .certificates.desk import CertificateDesk
from .ec2.private_dns import FAILED
from .exchange import Answer, Request, answered
from .faults import Faults
from .listener import Listener
from .sales.desk import SalesDesk
from .seed import Seed


class Twin:
    """The embedded AWS, filled with a seed. One runs in a process, since moto keeps its state in the process.

    *clock* returns seconds since 1970 and moves change sets on. Ids come from `Random(chance)`, so two twins that get
    the same calls return the same answers.
    """

    _running: ClassVar["Twin | None"] = None

    def __init__(self, seed: Seed | None = None, *, clock: Callable[[], float] = time.time, chance: int = 0) -> None:
        self.seed = seed or Seed()
        self._clock = clock
        self._chance = chance
        self._application = TwinApplication()
        self._listener: Listener | None = None

    @property
    def endpoint(self) -> str:
        """The URL to give as `AWS_ENDPOINT_URL`; the twin has to be started."""
        if self._listener is None:
            raise RuntimeError("the twin is not running: start it first")
        return self._listener.endpoint

    @property
    def calls(self) -> CallLog:
        """The calls since the start or the last reset."""
        return self._application.calls

    @property
    def faults(self) -> Faults:
        """The planned faults."""
        return self._application.faults

    @property
    def account(self) -> str:
        """The management account, or the seed's caller if there is no organization."""
        organization = self.seed.organization
        return organization.management_account if organization else self.seed.caller

    @property
    def catalog(self) -> MarketplaceCatalogBackend:
        """The catalogue of the management account, which tests read, and edit as another user would."""
        return self.catalog_of(self.account)

    def catalog_of(self, account: str) -> MarketplaceCatalogBackend:
        """Return the catalogue as *account* reaches it."""
        return marketplacecatalog_backends[account][limits.CATALOG_REGION]

    def experiences(self) -> dict[str, InspectedExperience]:
        """Return all experiences by id, with all their entities."""
        return inspect(self.catalog.view.marketplace)

    def edit(self, *changes: Mapping[str, Any]) -> None:
        """Carry out *changes*, in StartChangeSet's form, at once, as another user would."""
        self.catalog.edit(changes)

    def lose_verification(self, service_id: str, state: str = FAILED) -> None:
        """Make the private DNS name of an endpoint service unverified, as AWS does when it misses the record.

        It goes into *state*: `failed`, or `pendingVerification`. AWS does not say which (private-dns 1.2).
        """
        from .bridge.endpoint_services import lose_verification  # noqa: PLC0415 - moto's EC2 takes time to load

        lose_verification(service_id, state)

    def environment(self, account: str | None = None) -> dict[str, str]:
        """Return the environment that points an AWS client of *account* (by default the seed's caller) to the twin."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": f"AKIATWIN{account or self.seed.caller}",
            "AWS_SECRET_ACCESS_KEY": "twin",
            "AWS_DEFAULT_REGION": limits.CATALOG_REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    @classmethod
    def at(cls, endpoint: str) -> "Twin | None":
        """Return the twin of this process that answers at *endpoint*, or None."""
        running = cls._running
        return running if running and running.endpoint == endpoint else None

    def answer(self, request: Request) -> Answer:
        """Answer a request of this process in the calling thread, as over HTTP."""
        return answered(self._application, request)

    def start(self, port: int = 0) -> Self:
        """Fill the services with the seed and answer on *port* of 127.0.0.1; 0 takes a free port."""
        if Twin._running is not None:
            raise RuntimeError("a twin is running in this process: stop it first")
        services.register()
        self.reset()
        self._listener = Listener(self._application, port)
        self._listener.start()
        Twin._running = self
        return self

    def reset(self, seed: Seed | None = None) -> None:
        """Start over with *seed*, or with the same one: calls and faults are forgotten, the port stays."""
        self.seed = seed or self.seed
        desk = SalesDesk(self.seed.sales, clock=self._clock, request_rates=self.seed.request_rates)
        self._application.begin(self.seed.caller, desk, CertificateDesk(self.seed.certificates))
        plant(self.seed, self._conditions())

    def stop(self) -> None:
        """Stop answering and forget everything."""
        if self._listener is not None:
            self._listener.stop()
            self._listener, Twin._running = None, None
            clear()

    def __enter__(self) -> Self:
        return self if self._listener else self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _conditions(self) -> Conditions:
        return Conditions(
            clock=self._clock,
            random=Random(self._chance),  # noqa: S311 - ids have to repeat, not to be secret
            preparing=self.seed.preparing,
            applying=self.seed.applying,
            enabling=self.seed.enabling,
            deleting=self.seed.deleting,
            request_rates=self.seed.request_rates,
            open_change_sets=self.seed.open_change_sets,
            product_aliases=self.seed.product_aliases,
            faults=self.faults,
        )
