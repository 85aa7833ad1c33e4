"""A plan of a part of a repository: no account loses anything that it would not lose by the whole. Pure.

A plan is a part if a command selects, excludes or forbids removals, or if a document is in error. A change by which
accounts would lose something only because the rest is left out waits for the rest:

1. `states` computes the experiences after the whole: all documents, the rest included. If an error hides which live
   experience a document means, there are several possible wholes.
2. `losses` compares, for each account, what the part takes away with what every possible whole takes away.
3. `holds` keeps fields as they are: a seat, a status, a product, a first policy. `part` adds holds until no account
   loses more than by the whole; `notes` reports which field waits for which document.

Example: `old` allows x and y and governs two accounts. The documents move one account to `new`, which allows y, and
deny y in `old`. The whole takes y from one account. If `new` is left out, the move waits, so both accounts stay in
`old`. Therefore `old` keeps allowing y: that waits for `new`, too.
"""

from .holds import without_removals
from .part import Part, Setting, part_of

__all__ = ["Part", "Setting", "part_of", "without_removals"]
