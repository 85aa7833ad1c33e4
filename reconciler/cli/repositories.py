"""What the installed program reads of the user's files: repositories, their targets, and files to be formatted."""

from collections.abc import Iterator, Sequence
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime
    from typing import Self

    from reconciler.pipeline import Divided, FormattedFile, Repository


class Repositories:
    """Reads repositories; a program within a target of one has read it already, and knows no other."""

    _target: "Repository | None" = None

    def now(self) -> "datetime":
        """Return the time of day, in UTC."""
        raise NotImplementedError

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
        from dataclasses import replace

        from reconciler import pipeline
        from reconciler.kinds import all_kinds

        if self._target:
            return replace(self._target, kinds=all_kinds())
        return pipeline.load(config, all_kinds(), paths, beside, today=today or self.now().date())

    def load_target(self, config: Path, name: str, *, today: "date | None" = None) -> "Repository":
        """Read one target of a repository; a program within a target knows no other."""
        from reconciler import pipeline
        from reconciler.errors import UsageError
        from reconciler.kinds import all_kinds

        if not self._target:
            return pipeline.load_target(config, all_kinds(), name, today=today or self.now().date())
        if name != self._target.target:
            raise UsageError(f"the plan is of the target {name}, not of {self._target.target}", "plan again")
        return self.load(config)

    def within(self, target: "Repository") -> "Self":
        """Return this program as it runs in a part of a repository, which it takes as it is and does not read."""
        found = copy(self)
        found._target = target  # noqa: SLF001 - its own copy
        return found

    def load_divided(self, config: Path, *, today: "date | None" = None) -> "Divided":
        """Read a repository and divide it into its targets."""
        from reconciler import pipeline
        from reconciler.kinds import all_kinds

        return pipeline.load_divided(config, all_kinds(), today=today or self.now().date())

    def format_files(self, config: Path | None, paths: Sequence[Path] = ()) -> "Iterator[FormattedFile]":
        """Return files of documents in canonical form; *config* is None where no repository is around *paths*."""
        from reconciler import pipeline
        from reconciler.kinds import all_kinds

        return pipeline.format_files(all_kinds(), config, paths)
