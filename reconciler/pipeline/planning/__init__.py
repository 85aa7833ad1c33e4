"""Wish and world to plan: the steps stand in the docstring of `plan`."""

from .plan import Planning, PlanOptions, plan

__all__ = ["PlanOptions", "Planning", "plan"]
