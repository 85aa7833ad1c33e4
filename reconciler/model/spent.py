"""What reconciler spent on AWS: its API calls and its time.

Example: reading an organization takes `ListRoots` once and `ListAccountsForParent` 14 times, and 1.3 seconds.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from reconciler.printed import SpentJson


@dataclass(frozen=True, slots=True)
class Spent:
    """API calls and seconds.

    *calls* are numbers of calls by API operation; each retry is a call of its own. *throttled* is the number of calls
    that AWS refused because there were too many. *seconds* are measured, waits included.
    """

    calls: Mapping[str, int] = field(default_factory=dict)
    throttled: int = 0
    seconds: float = 0.0

    def __add__(self, other: "Spent") -> "Spent":
        calls = Counter(self.calls) + Counter(other.calls)
        return Spent(calls, self.throttled + other.throttled, self.seconds + other.seconds)

    def __sub__(self, other: "Spent") -> "Spent":
        calls = Counter(self.calls) - Counter(other.calls)
        return Spent(calls, self.throttled - other.throttled, self.seconds - other.seconds)

    def as_json(self) -> SpentJson:
        """Return the JSON of the plan and of the run report (contract 4 and 5)."""
        return {
            "calls": dict(sorted(self.calls.items())),
            "throttled": self.throttled,
            "seconds": round(self.seconds, 1),
        }
