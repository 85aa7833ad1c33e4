"""The workers that may get groups: those with the versions that this machine has.

A worker of another version would make another plan. Workers that join later are checked before they get a group.
"""

import platform
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from threading import Lock
from typing import Any, Final

from distributed import Client

from reconciler.errors import UsageError

NEEDED: Final = ("marketplace-reconciler", "boto3", "botocore", "distributed")
"""The packages whose versions decide what a plan says and whether it arrives."""
_FRESH: Final = 1.0
"""Seconds for which a list of the workers is used."""
_SHOWN: Final = 5
_PYTHON: Final = "Python"
_SILENCE: Final = (OSError, RuntimeError, TimeoutError, ValueError)
"""What dask raises where a scheduler does not answer; RuntimeError where the client has given up."""

Versions = Mapping[str, str]
"""Versions by package; an empty one is a package that is not there."""


class FitWorkers:
    """The workers of a cluster, by address; *complain* gets a line for each one that joins and is not fit."""

    def __init__(
        self, client: Client, complain: Callable[[str], None], now: Callable[[], float] = time.monotonic
    ) -> None:
        """Look at the workers. Raises UsageError if there is none, or one that is not fit: nothing was sent yet."""
        self._client, self._complain, self._now = client, complain, now
        self._lock = Lock()
        self._misfits: dict[str, str] = {}
        self._fit: dict[str, int] = {}
        self._looked = self._seen = self._now()
        self._look()
        if self._misfits:
            raise UsageError(_all(list(self._misfits.values())), _hint())
        if not self._fit:
            address = client.scheduler.address if client.scheduler else "tcp://SCHEDULER:8786"
            raise UsageError("the scheduler has no workers", f"start some: dask worker {address}")

    @property
    def threads(self) -> int:
        """Return how many groups they carry out at once."""
        return sum(self._fit.values())

    def there(self) -> tuple[str, ...]:
        """Return the addresses of those that are there now."""
        with self._lock:
            if self._now() >= self._looked + _FRESH:
                self._look()
            return tuple(self._fit)

    def absent(self) -> float:
        """Return for how many seconds none has been there."""
        return 0.0 if self.there() else self._now() - self._seen

    def _look(self) -> None:
        found = _threads(self._client)
        new = [one for one in found if one not in self._fit and one not in self._misfits]
        versions = _versions_there(self._client, new) if new else {}
        for address, wrong in _misfits(versions):
            self._misfits[address] = wrong
            self._complain(f"a worker has joined that gets nothing: {wrong}")
        known = (self._fit.keys() | versions.keys()) - self._misfits.keys()
        self._fit = {address: number for address, number in found.items() if address in known}
        self._looked = self._now()
        self._seen = self._looked if self._fit else self._seen


def _threads(client: Client) -> Mapping[str, int]:
    """Return the threads of each worker; none if the scheduler does not answer."""
    try:
        found: Mapping[str, int] = client.nthreads()
    except _SILENCE:
        return {}
    return found


def _misfits(versions: Mapping[str, Versions]) -> Iterable[tuple[str, str]]:
    """Say of each worker that is not fit what it has and what is needed."""
    here = _versions_here()
    for address, has in versions.items():
        wrong = [f"{name} {has[name] or 'is missing'}, needed is {needed}" for name, needed in here.items()]
        differing = [one for one, name in zip(wrong, here, strict=True) if has[name] != here[name]]
        if differing:
            yield address, f"{address}: {'; '.join(differing)}"


def _versions_here() -> Versions:
    return {_PYTHON: _minor(platform.python_version()), **{name: _version(name) for name in NEEDED}}


def _versions_there(client: Client, workers: Sequence[str]) -> Mapping[str, Versions]:
    """Ask *workers* with functions that every Python has: they may have nothing of ours.

    One that does not answer is not among them: it is leaving, and is asked again if it stays.
    """
    asked: dict[str, tuple[Any, ...]] = {
        _PYTHON: (platform.python_version,),
        **{name: (version, name) for name in NEEDED},
    }
    try:
        said = {name: client.run(*ask, workers=list(workers), on_error="return") for name, ask in asked.items()}
    except _SILENCE:
        return {}
    return {
        one: {name: _told(name, answers[one]) for name, answers in said.items()}
        for one in workers
        if all(isinstance(answers.get(one), str | PackageNotFoundError) for answers in said.values())
    }


def _told(name: str, answer: str | PackageNotFoundError) -> str:
    if isinstance(answer, PackageNotFoundError):
        return ""
    return _minor(answer) if name == _PYTHON else answer


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _minor(python: str) -> str:
    return ".".join(python.split(".")[:2])


def _all(wrong: Sequence[str]) -> str:
    more = [f"… and {len(wrong) - _SHOWN} more"] if len(wrong) > _SHOWN else []
    return "\n".join(["workers differ from this machine, so nothing was sent", *wrong[:_SHOWN], *more])


def _hint() -> str:
    here = _versions_here()
    wanted = " ".join(f"'{name}=={here[name]}'" for name in NEEDED[1:])
    return f"on the workers, install the same reconciler as here, and: pip install {wanted}"
