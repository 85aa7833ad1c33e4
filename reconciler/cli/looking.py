"""`verify` as it is installed: clients that look at a service from its observer and can do nothing else."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconciler import pipeline
from reconciler.aws.calls import OBSERVING, CallList
from reconciler.aws.clock import SystemClock
from reconciler.aws.log import Log
from reconciler.aws.session import clients
from reconciler.aws.waits import LoggedClock
from reconciler.interruption import Interruption
from reconciler.printed import VerificationJson

from .probing import SocketProber
from .program import Tell

if TYPE_CHECKING:
    from reconciler.pipeline import EndpointOptions, Planning


@dataclass(frozen=True)
class Outlook:
    """What the clients of `verify` are made of; *environ* and *log* are as for all clients."""

    environ: Mapping[str, str]
    clock: SystemClock
    interruption: Interruption
    log: Log

    def look(
        self,
        planning: "Planning",
        service: str,
        options: "EndpointOptions",
        agree: Callable[[Sequence[str]], None],
        tell: Tell,
    ) -> VerificationJson:
        """Look at a service from its observer, as `Program.verify` says."""
        made = clients(
            planning.repository.settings,
            CallList.of(OBSERVING, writing=bool(options.subnets)),
            clock=self.clock,
            environ=self.environ,
            interruption=self.interruption,
            log=self.log,
        )
        means = pipeline.Means(
            clock=LoggedClock(self.clock, self.log),
            token=lambda: str(uuid.uuid4()),
            agree=agree,
            tell=tell,
            interruption=self.interruption,
            prober=SocketProber(),
        )
        return pipeline.verify(planning, made, service, options, means)
