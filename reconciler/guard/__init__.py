"""What must not happen unacknowledged. Pure.

A guard refuses; it never changes the plan. `--accept RULE@DIGEST` acknowledges one rule for one plan; `protected`
cannot be acknowledged.
"""

from .ruling import ACCEPTABLE, Acceptance, guard, preconditions, stale_acceptances

__all__ = ["ACCEPTABLE", "Acceptance", "guard", "preconditions", "stale_acceptances"]
