"""Principals that come, go and move, cut into the fewest changes of audiences that keep every account governed. Pure.

README.md beside this file explains the way with an example. Its steps, one file each:

1. `seat_changes`: who leaves, arrives and moves, and whose seat must have come before another one goes.
2. `level_merging`: moves that wait for others come on a later level; earlier ones are put off to it where that saves a
   change.
3. `waves`, with `wave_builder`: the moves of a level cut into waves, each of which leaves in one set and
   arrives in the next.
4. `newcomers`: who fills an experience before it is enabled, and who may wait for others that move there.
5. `audiences`: the changes, numbered, and what each of them waits for.
"""

from .audiences import AudienceChange, Audiences
from .seat_changes import Enablement, SeatChanges

__all__ = ["AudienceChange", "Audiences", "Enablement", "SeatChanges"]
