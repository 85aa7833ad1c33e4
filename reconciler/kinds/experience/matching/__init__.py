"""From wishes and what AWS has to pairs that can be compared, and everything that a reader must know first. Pure.

`match` takes these steps, one file each:

1. `pairing`: which live experience each wish is about. Reading asks for it, to know what else to read.
2. `aliases`: wishes spoken in the product ids that AWS uses; ids that may have changed their form.
3. `gone`: without the principals that the organisation does not have.
4. `holders`, `letting_go`: who holds each principal that a wish names, and whether it lets go.
5. `parts`: what waits where a part of the repository is planned.
6. `approvals`: what a plan takes away beyond its own words.
"""

from .aliases import suspects
from .approvals import askable
from .matcher import match
from .pairing import pair_up

__all__ = ["askable", "match", "pair_up", "suspects"]
