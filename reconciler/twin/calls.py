"""The log of the calls that the twin received; tests compare it with the calls that they expect."""

from collections import Counter
from collections.abc import Iterator
from threading import Lock
from typing import Final, NamedTuple

READS: Final = ("BatchDescribe", "Describe", "Get", "List", "Search", "AssumeRole")


class Call(NamedTuple):
    """One request: the service by its signing name or `marketplace-catalog`, the operation, the calling account."""

    service: str
    operation: str
    account: str

    @property
    def writes(self) -> bool:
        """Whether the operation changes more than the caller's own session."""
        return not self.operation.startswith(READS)


class CallLog:
    """All calls in the order of their arrival, including those that were refused or throttled."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._calls: list[Call] = []

    def __iter__(self) -> Iterator[Call]:
        with self._lock:
            return iter(tuple(self._calls))

    def __len__(self) -> int:
        return len(self._calls)

    def add(self, call: Call) -> None:
        """Add a call to the log."""
        with self._lock:
            self._calls.append(call)

    def clear(self) -> None:
        """Forget all calls."""
        with self._lock:
            self._calls.clear()

    def operations(self, service: str = "") -> Counter[str]:
        """Count the calls of a service by operation; without *service*, the calls of all services."""
        return Counter(call.operation for call in self if service in {"", call.service})

    def writes(self) -> Counter[str]:
        """Count the calls that write, by operation: the multiset that a test asserts."""
        return Counter(call.operation for call in self if call.writes)
