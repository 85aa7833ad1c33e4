"""The functions of other packages that commands need; tests replace them with smaller ones."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from datetime import date, datetime

    from reconciler.explanations import Explanation
    from reconciler.interruption import Interruption
    from reconciler.model import Address, Spent
    from reconciler.pipeline import (
        Adopted,
        AdoptOptions,
        Divided,
        EndpointOptions,
        Federated,
        FederateOptions,
        FormattedFile,
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
    from reconciler.starter import NewRepository, Survey

    from .git.commit import Commit

Progress = Callable[[Mapping[str, Any]], None]
"""Called by an apply with each event of an operation."""

Tell = Callable[[str], None]
Keep = Callable[["Run"], None]
"""Called by an apply that is interrupted and has to continue for a while, with the run as it stands."""


class Program(Protocol):
    """The functions that commands need of the rest of the program."""

    environment: Mapping[str, str]
    interruption: "Interruption"
    commit: "Commit | None"
    """The commit of the documents where their work tree is on another machine; None where git can be asked."""

    def now(self) -> "datetime":
        """Return the time of day, in UTC."""
        ...

    def spent(self) -> "Spent":
        """Return what `plan` and `apply` have spent on AWS so far."""
        ...

    def beside(self, roles: "Sequence[Role | None]", interruption: "Interruption | None" = None) -> "Sequence[Program]":
        """Return a program for each of *roles*, which it assumes before any other; they share their request rates.

        Each has an interruption of its own, unless all have *interruption*.
        """
        ...

    def load(
        self,
        config: Path,
        paths: Sequence[Path] = (),
        beside: Sequence[Path] = (),
        *,
        today: "date | None" = None,
    ) -> "Repository":
        """Read a repository without AWS: all of it and the folders *beside* it that exist, or only *paths*.

        *today* is another day than that of the clock.
        """
        ...

    def within(self, target: "Repository") -> "Program":
        """Return this program as it runs in a part of a repository, which it takes as it is and does not read."""
        ...

    def load_target(self, config: Path, name: str, *, today: "date | None" = None) -> "Repository":
        """Read one target of a repository."""
        ...

    def load_divided(self, config: Path, *, today: "date | None" = None) -> "Divided":
        """Read a repository and divide it into its targets."""
        ...

    def format_files(self, config: Path | None, paths: Sequence[Path] = ()) -> "Iterator[FormattedFile]":
        """Return files of documents in canonical form; *config* is None where no repository is around *paths*."""
        ...

    def plan(
        self,
        repository: "Repository",
        options: "PlanOptions",
        commit: str | None,
        tell: Tell,
        read: "ReadingProgress",
    ) -> "Planning":
        """Plan with clients that refuse to write; *tell* gets what the plan waits for, *read* counts what is read."""
        ...

    def attributed(self, planning: "Planning", edits: "LastEdits") -> "Planning":
        """Return a plan with the origin of each difference; *edits* are the last edits of the documents behind it."""
        ...

    def surroundings(self, planning: "Planning") -> "Mapping[Address, ServiceSurroundings]":
        """Return what is around each endpoint service of a plan, read by clients that refuse to write."""
        ...

    def apply(self, planning: "Planning", tell: Progress, keep: Keep, read: "ReadingProgress") -> "Run":
        """Apply a plan; *read* counts what its last look reads."""
        ...

    def adopt(self, repository: "Repository", address: "Address", remote_id: str, read: "ReadingProgress") -> str:
        """Return the YAML that adopts one live object; *read* counts what is read."""
        ...

    def adopt_all(
        self, repository: "Repository", options: "AdoptOptions", tell: Tell, read: "ReadingProgress"
    ) -> "Adopted":
        """Return documents of everything unmanaged; *tell* gets what it waits for, *read* counts what is read."""
        ...

    def verify(
        self,
        planning: "Planning",
        service: str,
        options: "EndpointOptions",
        agree: "Callable[[Sequence[str]], None]",
        tell: Tell,
    ) -> "VerificationJson":
        """Look at a service from its observer; *agree* raises unless the user wants a test endpoint.

        *tell* gets what the user has to know while the endpoint is there.
        """
        ...

    def migrate(
        self,
        repository: "Repository",
        files: "Callable[[Clients], Sequence[SampleFile]]",
        options: "MigrateOptions",
        tell: Tell,
        read: "ReadingProgress",
    ) -> "Migrated":
        """Return documents of the experiences of AWS's sample, and what its *files* say; the rest as `adopt_all`."""
        ...

    def federate(self, options: "FederateOptions", tell: Tell, read: "ReadingProgress") -> "Federated":
        """Return the files of a repository of several organizations, each read with clients that refuse to write."""
        ...

    def deliver(self, recipient: "Recipient", message: "Message", settings: "Settings | None") -> None:
        """Send *message* to *recipient*, with the roles of *settings*. Raises ReconcilerError, which quotes no URL."""
        ...

    def schemas(self) -> Mapping[str, Mapping[str, Any]]:
        """Return the published JSON Schemas by name: of kinds, documents, settings and each JSON that is printed."""
        ...

    def survey(self) -> "Survey":
        """Return what AWS says about the account of the credentials, with clients that refuse to write."""
        ...

    def starter_files(self, about: "NewRepository") -> Mapping[str, str]:
        """Return the text of each file of a new repository, by its path."""
        ...

    def explanations(self) -> "Mapping[str, Explanation]":
        """Return the explanation of every problem code and every rule, by its code."""
        ...

    def serve(self, port: int, seed: Path | None, ready: Callable[[Mapping[str, str]], None]) -> None:
        """Serve the twin until it is interrupted; *ready* gets the environment of its clients."""
        ...
