"""The replay: before a plan is shown, its operations are executed on a model of AWS. This is the plan's proof. Pure.

It is an engine over the kinds' `proof.py` and shares no code with the planner. It reads the parameters of operations as
they will be sent, holds objects as fields by YAML path, and refuses what AWS refuses.

Example: op-1 disassociates `ou-1` from experience a, and op-2 associates it with b. The replay starts with the observed
experiences and executes op-1 and op-2. It checks that AWS would accept both, that b then holds `ou-1`, that op-2 waits
for op-1, and that neither could be left out.
"""

from .replay import Replay, Replayed

__all__ = ["Replay", "Replayed"]
