"""From the desired state and the snapshot to a plan; the steps are in the docstring of `plan`."""

from .planner import Planning, PlanOptions, check_acceptances, check_selectors, plan

__all__ = ["PlanOptions", "Planning", "check_acceptances", "check_selectors", "plan"]
