"""The principals below which accounts may be governed otherwise in some states than in others. Pure.

Nothing else of an organization is needed to compare the states: an account that is below none of these principals has
the same seat with the same catalogue in all of them.

Example: Base holds the organization, and Dev the OUs 1 and 2. In the second state Dev holds OU 1 alone, and OU 2 has no
holder. Only accounts below OU 2 are concerned. If Dev allowed another product in the second state, the accounts below
OU 1 would be concerned, too. Base does not change, so the rest of the organization is not needed.
"""

from collections.abc import Iterable, Iterator, Sequence

from reconciler.governance import ENABLED, Experience, Experiences

_NOBODY = frozenset[str]()


def touched(states: Iterable[Experiences]) -> frozenset[str]:
    """Return the principals whose seats or catalogues differ in any mixture of *states*.

    A run that fails in part may leave each experience with the status of one state and the principals of another one,
    so experiences count that are enabled in any state.
    """
    return _NOBODY.union(*map(_touched, _versions(states)))


def _versions(states: Iterable[Experiences]) -> Iterator[Sequence[Experience | None]]:
    """Return the versions of each experience that has several; None where a state does not have it."""
    distinct = list({id(state): state for state in states}.values())
    for name in dict.fromkeys(name for state in distinct for name in state):
        versions = {id(one): one for one in [state.get(name) for state in distinct]}
        if len(versions) > 1:
            yield list(versions.values())


def _touched(versions: Sequence[Experience | None]) -> frozenset[str]:
    there = [one for one in versions if one]
    if not any(one.status == ENABLED for one in there):
        return _NOBODY
    held = _NOBODY.union(*(one.principals for one in there))
    same = all(one and one.status == ENABLED and one.products == there[0].products for one in versions)
    return held.difference(there[0].principals.intersection(*(one.principals for one in there))) if same else held
