"""A plan carried out on what it knows of AWS, before anybody is shown it: the plan's own proof. Pure.

A second, small model of the catalogue and of endpoint services: it shares no code with what made the plan, or with what
executes it. It reads the parameters of operations as they will be sent, holds objects as fields by their YAML path, and
refuses what AWS refuses.
"""

from .replay import Replay, Replayed

__all__ = ["Replay", "Replayed"]
