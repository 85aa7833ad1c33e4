"""The program in one screen: load, plan, apply, adopt, over the rooms of the house.

Kinds and clients are handed in: nothing here knows which kinds there are, or how AWS is reached.
"""

from reconciler.execute import Conduct
from reconciler.guard import Acceptance

from .adoption import adopt
from .application import apply
from .effective import effective
from .loading import Repository, load, sources_of
from .planning import Planning, PlanOptions, plan
from .run import Run
from .sources import Sources

__all__ = [
    "Acceptance",
    "Conduct",
    "PlanOptions",
    "Planning",
    "Repository",
    "Run",
    "Sources",
    "adopt",
    "apply",
    "effective",
    "load",
    "plan",
    "sources_of",
]
