"""States that change by themselves."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phase:
    """A state that turns into *then* when the clock reaches *due* (seconds since 1970); by default it stays."""

    state: str
    due: float = math.inf
    then: str = ""

    def at(self, now: float) -> str:
        """Give the state at the moment *now*."""
        return self.then if now >= self.due else self.state
