"""The rules that refuse a plan whose harm nobody has accepted. Pure.

A guard refuses; it never changes the plan. `--accept RULE@DIGEST` accepts one rule for one plan; `protected` cannot be
accepted. Example: a plan revokes 25 grants and `max_grants_removed` is 20. The rule yields a problem of severity
`refused` with the hint `--accept max_grants_removed@1a2b3c4d`; planned again with that option it is a note.
"""

from .acceptances import idle_acceptances
from .ruling import Wholes, accepted_rules, guard, preconditions

__all__ = ["Wholes", "accepted_rules", "guard", "idle_acceptances", "preconditions"]
