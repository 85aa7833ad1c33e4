"""From the desired state and the snapshot to a plan; the steps are in the docstring of `plan`."""

from .planner import Planning, PlanOptions, plan

__all__ = ["PlanOptions", "Planning", "plan"]
