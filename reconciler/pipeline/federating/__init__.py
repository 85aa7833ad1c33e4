"""The import of organizations that AWS's sample pmp-cross-org-support keeps in step: a fleet with shared products."""

from .federation import PLAN_ROLE, Federated, FederateOptions, federate
from .imported import ImportedOrganization

__all__ = ["PLAN_ROLE", "FederateOptions", "Federated", "ImportedOrganization", "federate"]
