"""Where documents of customers say that a grant comes or goes. Pure.

Example: a plan adds the grant of account 1, which line 4 of `acme.yaml` names, and revokes that of account 2, whose
day stands in line 3 of `beta.yaml`, and that of account 3. The places are `acme.yaml:4:15` and `beta.yaml:3:10`.
Account 3 has none, since no document names it.
"""

from collections.abc import Iterator, Mapping
from itertools import chain

from reconciler.model import SetChange
from reconciler.principal_forms import normal_form
from reconciler.regions import partition_of

from .spec import Paired, Wanted

_GRANTS = "allowed_principals"


def sources(pair: Paired, change: SetChange) -> Mapping[str, str] | None:
    """Return the place of each changed grant that a document names: of one that expires, the place of its day.

    None for other lists, which no document but that of the service names.
    """
    if change.path != _GRANTS:
        return None
    forms: Mapping[str, str] = pair.observed.facts.get("other_forms", {}) if pair.observed else {}
    partition = partition_of(pair.desired.spec.region or "")
    changed = {forms.get(one, one): one for one in chain(change.added, change.removed)}
    return {changed[principal]: place for principal, place in _places(pair.desired, partition, changed)}


def _places(desired: Wanted, partition: str, changed: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each principal of *changed* once, with its first place; a grant that stays is named where it is stated."""
    left, feeds = set(changed), [*((feed, False) for feed in desired.fed), *((feed, True) for feed in desired.ended)]
    for feed, over in feeds:
        for member in feed.members:
            principal = normal_form(member, partition)
            if principal in left:
                left.discard(principal)
                yield principal, feed.document.at("expires") if over else feed.at(member)
