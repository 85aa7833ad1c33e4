"""From documents and live experiences to pairs that can be compared, with the problems that a reader must know. Pure.

`match` takes these steps, one file each:

1. `pairing`: find the live experience of each document. Reading asks for it, to know what else to read.
2. `aliases`: state desired products by the ids that AWS uses; find ids that may have changed their form.
3. `gone`: leave out principals that the organization does not have.
4. `holders`, `releases`: find the experience that holds each principal, and whether it may release it.
5. `parts`: if only a part of the repository is planned, find what has to wait for the rest.
6. `approvals`: warn of what a plan takes away that no document states.
"""

from .aliases import suspects
from .approvals import askable
from .matcher import match
from .pairing import pair_up

__all__ = ["askable", "match", "pair_up", "suspects"]
