"""Remarks on the members of a list that documents of others feed: where they are named, and where their stay ends.

Example: `acme.yaml:4` behind a grant that is added, `ended by beta.yaml:3` behind one whose day has come, and
`no document names it` behind one that is revoked because nothing names it.
"""

from collections.abc import Iterator
from itertools import chain

from reconciler.printed import SetChangeJson

from .words import clean

_UNNAMED = "no document names it"


def member_places(field: SetChangeJson, *, drifting: bool) -> Iterator[tuple[str, str]]:
    """Yield each member of *field* with its remark; none for a list that no other document feeds.

    Of drift, that no document names a member is the difference itself, and needs no remark.
    """
    sources = field.get("sources")
    if sources is None:
        return
    for member in chain(field["added"], field["removed"]):
        place = clean(sources.get(member, "")).rpartition(":")[0]
        if place:
            yield member, f"ended by {place}" if member in field["removed"] else place
        elif not drifting:
            yield member, _UNNAMED
