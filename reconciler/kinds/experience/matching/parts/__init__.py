"""Part of a repository planned: nobody loses by it what nobody would lose by the whole. Pure.

A plan is a part where a command selects, excludes or forbids removals, and where a wish is in error. What accounts
would lose only because the rest is left out waits for the rest:

1. `worlds` says what all documents ask for, the rest included: the whole. Where an error hides which live experience a
   document means, there are several possible wholes.
2. `losses` compares, account by account, what the part takes away with what every possible whole takes away.
3. `holds` is what waits: a seat, a status, a product, a first policy. `part` adds holds until nothing is lost beyond
   the whole; `telling` says what waits for what.

Example: `old` allows x and y to two accounts. The wish moves one account to `new`, which allows y, and denies y in
`old`. The whole takes y from one account. Without `new` the move waits, so both accounts stay in `old`, so `old` keeps
allowing y: that waits for `new`, too.
"""

from .holds import without_removals
from .part import Part, Setting, part_of

__all__ = ["Part", "Setting", "part_of", "without_removals"]
