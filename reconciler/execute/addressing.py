"""AWS's messages about what a set itself creates: their `$A.Entity.Identifier` is nobody's word but the set's own."""

import re
from dataclasses import replace

from reconciler.model import Operation
from reconciler.ports import ChangeSet

from .changes import names_of

_REFERENCE = re.compile(r"\$([A-Za-z]+)\.Entity\.Identifier")


def addressed(message: str, operation: Operation) -> str:
    """Return *message* with addresses in the place of references to what changes of *operation* create."""
    if not _REFERENCE.search(message) or not operation.is_change_set:
        return message
    named = names_of(operation)
    return _REFERENCE.sub(lambda found: str(named[found[1]].address) if found[1] in named else found[0], message)


def addressed_set(change_set: ChangeSet, operation: Operation) -> ChangeSet:
    """Return *change_set*, which was sent for *operation*, with addresses in what AWS says of its failure."""
    errors = tuple(replace(error, message=addressed(error.message, operation)) for error in change_set.errors)
    why = change_set.failure_description
    return replace(change_set, errors=errors, failure_description=why and addressed(why, operation))
