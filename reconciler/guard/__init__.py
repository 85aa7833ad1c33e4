"""What must not happen unacknowledged. Pure.

A guard refuses; it never changes the plan. `--accept RULE@DIGEST` acknowledges one rule for one plan; `protected`
cannot be acknowledged.
"""

from .ruling import ACCEPTABLE, Acceptance, Wholes, guard, preconditions, stale_acceptances

__all__ = ["ACCEPTABLE", "Acceptance", "Wholes", "guard", "preconditions", "stale_acceptances"]
