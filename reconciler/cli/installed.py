"""The program as it is installed."""

import gc
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .expenses import Expenses
from .membership import Membership, memberships
from .program import Keep, Progress, Tell
from .publications import Publications
from .repositories import Repositories

if TYPE_CHECKING:
    from datetime import datetime

    from reconciler.aws.buckets import SharedBuckets
    from reconciler.aws.log import Log
    from reconciler.aws.waits import LoggedClock
    from reconciler.cli.git.commit import Commit
    from reconciler.interruption import Interruption
    from reconciler.model import Address, Spent, Verb
    from reconciler.pipeline import (
        Adopted,
        AdoptOptions,
        EndpointOptions,
        Federated,
        FederateOptions,
        LastEdits,
        Migrated,
        MigrateOptions,
        Planning,
        PlanOptions,
        Repository,
        Run,
        SampleFile,
        ServiceSurroundings,
    )
    from reconciler.ports import Clients
    from reconciler.printed import VerificationJson
    from reconciler.reading_progress import ReadingProgress
    from reconciler.recipients import Message, Recipient
    from reconciler.settings import Role, Settings
    from reconciler.starter import Survey


class Installed(Repositories, Publications):
    """The program as it is installed: the pipeline, its kinds, AWS behind boto3, this machine's clock and chance."""

    def __init__(
        self,
        environment: Mapping[str, str],
        interruption: "Interruption",
        log: "Log | None" = None,
        membership: "Membership | None" = None,
    ) -> None:
        """Take the process's *environment*, the *interruption* of its signals, and the *log* of API calls.

        A member of a fleet has a *membership*. Modules are imported only when a command needs them.
        """
        from reconciler.aws.clock import SystemClock
        from reconciler.aws.log import Log

        self.environment, self.interruption = environment, interruption
        self.commit: Commit | None = None
        self._log, self._clock = log or Log(), SystemClock(interruption)
        self._expenses = Expenses()
        self._reading: Clients | None = None
        self._membership: Mapping[str, Any] = membership._asdict() if membership else {}

    @cached_property
    def _buckets(self) -> "SharedBuckets":
        """Return the request rates that all members share which run beside each other in this process."""
        from reconciler.aws.buckets import SharedBuckets

        return SharedBuckets()

    def now(self) -> "datetime":
        """Return the time of day, in UTC."""
        return self._clock.now()

    def spent(self) -> "Spent":
        """Return what `plan` and `apply` have spent on AWS so far."""
        return self._expenses.spent()

    def beside(
        self, roles: "Sequence[Role | None]", interruption: "Interruption | None" = None
    ) -> "Sequence[Installed]":
        """Return a program for each of *roles*, which it assumes before any other.

        They share their request rates, also with those that this program has returned before.
        Each has an interruption of its own, unless all have *interruption*.
        """
        from reconciler.interruption import Interruption

        from .garbage import collect_rarely

        collect_rarely()
        each = memberships(roles, self._buckets)
        return [Installed(self.environment, interruption or Interruption(), self._log, one) for one in each]

    def plan(
        self,
        repository: "Repository",
        options: "PlanOptions",
        commit: str | None,
        tell: Tell,
        read: "ReadingProgress",
    ) -> "Planning":
        """Plan with clients that refuse to write; *tell* gets what the plan waits for, *read* counts what is read."""
        from reconciler import pipeline

        clients = self._reading = self._clients(repository, read, writes=False)
        with self._expenses.counting(clients, self._clock):
            return pipeline.plan(repository, clients, options, clock=self._logged_clock, commit=commit, tell=tell)

    def attributed(self, planning: "Planning", edits: "LastEdits") -> "Planning":
        """Return a plan with the origin of each difference, read by the clients that have read the plan."""
        from reconciler import pipeline
        from reconciler.reading_progress import ReadingProgress

        clients = self._reading or self._clients(planning.repository, ReadingProgress(), writes=False)
        with self._expenses.counting(clients, self._clock):
            return pipeline.attributed(planning, edits, clients, self._logged_clock)

    def surroundings(self, planning: "Planning") -> "Mapping[Address, ServiceSurroundings]":
        """Return what is around each endpoint service, read by the clients that have read the plan."""
        from reconciler import pipeline
        from reconciler.reading_progress import ReadingProgress

        clients = self._reading or self._clients(planning.repository, ReadingProgress(), writes=False)
        with self._expenses.counting(clients, self._clock):
            return pipeline.read_surroundings(planning, clients)

    def apply(self, planning: "Planning", tell: Progress, keep: Keep, read: "ReadingProgress") -> "Run":
        """Apply a plan, with clients that may write; *read* counts what its last look reads."""
        import random
        import uuid

        from reconciler import pipeline

        gc.enable()
        stop = self.interruption
        conduct = pipeline.Conduct(clock=self._logged_clock, jitter=random.random, tell=tell, interruption=stop)
        clients = self._clients(planning.repository, read, writes=True)
        with self._expenses.counting(clients, self._clock):
            return pipeline.apply(planning, clients, conduct, token=lambda: str(uuid.uuid4()), keep=keep)

    def adopt(self, repository: "Repository", address: "Address", remote_id: str, read: "ReadingProgress") -> str:
        """Return the YAML that adopts one live object; *read* counts what is read."""
        from reconciler import pipeline

        return pipeline.adopt(repository, self._clients(repository, read, writes=False), address, remote_id)

    def adopt_all(
        self, repository: "Repository", options: "AdoptOptions", tell: Tell, read: "ReadingProgress"
    ) -> "Adopted":
        """Return documents of everything unmanaged; *tell* gets what it waits for, *read* counts what is read."""
        from reconciler import pipeline

        clients = self._clients(repository, read, writes=False)
        return pipeline.adopt_all(repository, clients, options, clock=self._logged_clock, tell=tell)

    def verify(
        self,
        planning: "Planning",
        service: str,
        options: "EndpointOptions",
        agree: Callable[[Sequence[str]], None],
        tell: Tell,
    ) -> "VerificationJson":
        """Look at a service from its observer, with clients that can do nothing else."""
        from .looking import Outlook

        outlook = Outlook(self.environment, self._clock, self.interruption, self._log)
        return outlook.look(planning, service, options, agree, tell)

    def migrate(
        self,
        repository: "Repository",
        files: "Callable[[Clients], Sequence[SampleFile]]",
        options: "MigrateOptions",
        tell: Tell,
        read: "ReadingProgress",
    ) -> "Migrated":
        """Return documents of the experiences of AWS's sample, and what its *files* say; the rest as `adopt_all`."""
        from reconciler import pipeline
        from reconciler.aws.calls import OF_SAMPLE

        clients = self._clients(repository, read, writes=False, more=OF_SAMPLE)
        return pipeline.migrate(repository, clients, files, options, clock=self._logged_clock, tell=tell)

    def federate(self, options: "FederateOptions", tell: Tell, read: "ReadingProgress") -> "Federated":
        """Return the files of a repository of several organizations, each read with clients that refuse to write."""
        from reconciler import pipeline
        from reconciler.kinds import all_kinds

        kinds = all_kinds()

        def opened(settings: "Settings") -> "Clients":
            repository = pipeline.Repository(settings=settings, kinds=kinds)
            return self._clients(repository, read, writes=False)

        return pipeline.federate(kinds, opened, options, clock=self._logged_clock, tell=tell)

    def deliver(self, recipient: "Recipient", message: "Message", settings: "Settings | None") -> None:
        """Send *message* to *recipient*, with the roles of *settings*. Raises ReconcilerError, which quotes no URL."""
        from reconciler.aws.notices import Notices

        from .notifying.delivery import delivered

        first = self._membership.get("role")
        delivered(recipient, message, Notices(settings, self._clock, self.interruption, self._log, first))

    def survey(self) -> "Survey":
        """Return what AWS says about the account of the credentials, with clients that refuse to write."""
        from .surveying import surveyed

        return surveyed(self.environment, self._clock, self.interruption, self._log)

    def serve(self, port: int, seed: Path | None, ready: Callable[[Mapping[str, str]], None]) -> None:
        """Serve the twin until it is interrupted; *ready* gets the environment of its clients."""
        from .serving import serve

        gc.enable()
        serve(port, seed, ready)

    @property
    def _logged_clock(self) -> "LoggedClock":
        """Return the clock of this machine, whose waits are written to the log."""
        from reconciler.aws.waits import LoggedClock

        return LoggedClock(self._clock, self._log)

    def _clients(
        self, repository: "Repository", read: "ReadingProgress", *, writes: bool, more: "Sequence[Verb]" = ()
    ) -> "Clients":
        """Return the clients of the settings, for the calls of the kinds and *more*; *read* counts what they read."""
        from dataclasses import replace

        from reconciler.aws.calls import CallList
        from reconciler.aws.session import ClientMaker

        from .name_servers import resolver_in

        verbs = [verb for remote in repository.remotes.values() for verb in remote.verbs]
        maker = ClientMaker(
            calls=CallList.of([*verbs, *more], writing=writes),
            clock=self._clock,
            environ=self.environment,
            interruption=self.interruption,
            log=self._log,
            **self._membership,
        )
        made = maker.clients(repository.settings)
        return replace(made, progress=read, resolver=resolver_in(self.environment))
