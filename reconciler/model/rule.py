"""The rules of guards, by the codes of the problems that they make."""

from enum import StrEnum


class Rule(StrEnum):
    """What must not happen unacknowledged (contract 1.1); all but `protected` can be accepted."""

    PROTECTED = "protected"
    MAX_REMOVALS = "max_removals"
    LOSING = "max_accounts_losing_access"
    UNGOVERNED = "ungoverned"
    PUBLIC = "public_endpoint_service"
    PAYER = "payer"
    DELETE = "delete"
    REJECT = "reject_connections"
