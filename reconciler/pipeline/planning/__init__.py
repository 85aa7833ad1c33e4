"""From the desired state and the snapshot to a plan; the steps are in the docstring of `plan`."""

from .checking import check_acceptances, check_selectors
from .planner import KnownOrganization, Planning, PlanOptions, moved, plan

__all__ = ["KnownOrganization", "PlanOptions", "Planning", "check_acceptances", "check_selectors", "moved", "plan"]
