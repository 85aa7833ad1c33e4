"""Eventual consistency on demand."""


class StaleReads:
    """Reads that answer as if the last write had not happened yet.

    EC2 "is eventually consistent" and publishes no bound (privatelink.md 1.0), so that a test says how many reads
    of an operation are stale after each write to an endpoint service.
    """

    def __init__(self) -> None:
        self._stale: dict[str, int] = {}

    def read_stale(self, operation: str, *, times: int = 1) -> None:
        """Answer, after each write, the next *times* calls of a Describe operation from before it; 0 ends that."""
        self._stale[operation] = times

    def stale_reads(self, operation: str) -> int:
        """Give how many reads of *operation* are stale after a write."""
        return self._stale.get(operation, 0)
