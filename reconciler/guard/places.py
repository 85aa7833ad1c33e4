"""The place in the documents that a problem about members of a list points at. Pure.

Example: a plan revokes grants that the documents `acme.yaml` and `beta.yaml` end. The problem points at the day in
`acme.yaml`, and its message ends with `see also beta.yaml:3:10`. Where no document names the members, the problem
points at the document of the list.
"""

from collections.abc import Iterable

from reconciler.model import Change
from reconciler.spelling import named


def pointed(change: Change, path: str, members: Iterable[str]) -> tuple[str, str]:
    """Return the first place where documents name *members* of the list at *path*, and words about the others."""
    sources = change.members(path).sources or {}
    places = [*dict.fromkeys(sources[one] for one in sorted(members) if one in sources)]
    if not places:
        return change.source, ""
    return places[0], f"; see also {named(places[1:], {})}" if places[1:] else ""
