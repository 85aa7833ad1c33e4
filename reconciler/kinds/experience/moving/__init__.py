"""Principals that leave, arrive or move, in the fewest changes of audiences that keep every account governed. Pure.

README.md beside this file explains the steps with an example. Each step is one file:

1. `seat_changes`: which principals leave, arrive and move, and which seats must change before others.
2. `level_merging`: moves that wait for others have a later level; other moves join a later level if that saves a
   change.
3. `waves`, with `wave_builder`: cut the moves of a level into waves that leave in one change set and arrive in the
   next.
4. `newcomers`: which principals fill an experience before it is enabled, and which wait for a move to it.
5. `audiences`: the changes, numbered, and what each of them waits for.
"""

from .audiences import AudienceChange, Audiences
from .seat_changes import Enablement, SeatChanges
from .wave_builder import Rounds

__all__ = ["AudienceChange", "Audiences", "Enablement", "Rounds", "SeatChanges"]
