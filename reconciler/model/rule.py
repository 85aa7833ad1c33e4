"""The rules of guards, by the codes of the problems that they make."""

from enum import StrEnum


class Rule(StrEnum):
    """What must not happen unacknowledged (contract 1.1); all but `protected` can be accepted."""

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
