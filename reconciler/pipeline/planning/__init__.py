"""From the desired state and the snapshot to a plan; the steps are in the docstring of `plan`."""

from .checking import check_acceptances, check_selectors
from .options import KnownOrganization, PlanOptions
from .planner import Planning, moved, plan

__all__ = ["KnownOrganization", "PlanOptions", "Planning", "check_acceptances", "check_selectors", "moved", "plan"]
