"""The rules of the guards. The code of a rule is the code of its problems."""

from enum import StrEnum


class Rule(StrEnum):
    """A rule that refuses a plan until the user accepts it (contract 1.1); `protected` cannot be accepted."""

    PROTECTED = "protected"
    MAX_REMOVALS = "max_removals"
    GRANTS = "max_grants_removed"
    CONNECTED = "max_connected_removed"
    LOSING = "max_accounts_losing_access"
    EVERYTHING = "max_accounts_losing_everything"
    UNGOVERNED = "ungoverned"
    PUBLIC = "public_endpoint_service"
    PAYER = "payer"
    DELETE = "delete"
    REJECT = "reject_connections"
    PRIVATE_DNS = "private_dns"
    TRUSTED_ACCESS = "trusted_access"


ACCEPTABLE = tuple(rule for rule in Rule if rule is not Rule.PROTECTED)
"""The rules that a user can accept."""
