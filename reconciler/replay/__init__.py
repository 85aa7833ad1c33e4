"""A plan carried out on what it knows of AWS, before anybody is shown it: the plan's own proof. Pure.

An engine over the kinds' proofs. It shares no code with what made the plan: it reads the parameters of operations as
they will be sent, holds objects as fields by their YAML path, and refuses what AWS refuses.
"""

from .replay import Replay, Replayed

__all__ = ["Replay", "Replayed"]
