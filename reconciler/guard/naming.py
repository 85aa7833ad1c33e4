"""The names behind a number."""

from collections.abc import Iterable, Mapping

NAMED = 10
"""How many ids a message names; the plan shows all of them."""


def named(ids: Iterable[str], names: Mapping[str, str]) -> str:
    """Name *ids* in their order by id and name, the first ones where there are many."""
    every = list(ids)
    more = f" and {len(every) - NAMED} more" if len(every) > NAMED else ""
    return ", ".join(f"{id_} ({names[id_]})" if names.get(id_, "").strip() else id_ for id_ in every[:NAMED]) + more
