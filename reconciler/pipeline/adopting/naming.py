"""Names for what is imported: made of AWS's words, valid, not taken, and the same whatever is imported first. Pure.

Example: the experience exp-1 `Finance & Co` becomes `experience.finance-co`. A second one of this title, exp-2, becomes
`experience.finance-co-exp-2`. The OU `Finance` becomes `principal.finance`.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import count

from reconciler.documents import looks_literal
from reconciler.model import Address, Organization
from reconciler.names import Name

_SEPARATORS = re.compile(r"[^a-z0-9_]+")
_LONGEST = 63
PRINCIPAL = "principal"


def slug(text: str) -> str:
    """Return the letters and digits of *text* as a name; "" if it has none, or if the name would look like an id."""
    name = _letters(text)
    return "" if looks_literal(name) else name


def _letters(text: str) -> str:
    return _SEPARATORS.sub("-", text.lower()).strip("-_")[:_LONGEST].strip("-_")


def addressed(kind: str, called: Mapping[str, Sequence[str]], taken: Collection[Address]) -> Mapping[str, Address]:
    """Return an address that is not *taken* for each object of *kind*.

    *called* has by id the texts that may name the object, the best first. If all of them are taken, the first gets the
    id behind it.
    """
    used = {address.name for address in taken if address.kind == kind}
    found: dict[str, Address] = {}
    for id_ in sorted(called):
        name = next(name for name in _candidates(kind, id_, called[id_]) if name not in used)
        used.add(name)
        found[id_] = Address(kind, name)
    return found


def _candidates(kind: str, id_: str, called: Sequence[str]) -> Iterator[str]:
    """Return names for the object *id_*, the best first."""
    yield from filter(None, map(slug, called))
    end = _letters(id_)[: _LONGEST // 2]
    whole = f"{(slug(called[0]) or kind)[: _LONGEST // 2]}-{end}"
    yield f"{kind}-{whole}"[:_LONGEST] if looks_literal(whole) else whole
    yield from (f"{kind}-{end}-{number}" for number in count(2))


def principals(organization: Organization, known: Collection[str], taken: Iterable[str]) -> Mapping[Address, Name]:
    """Return names for the organization, its units and its accounts, except those whose ids are *known*.

    They are those of the organization; none is *taken*.
    """
    called = {organization.id: ("organization",)} if organization.id else {}
    called |= {id_: (name,) for id_, name in organization.names().items()}
    unnamed = {id_: texts for id_, texts in called.items() if id_ not in known}
    addresses = addressed(PRINCIPAL, unnamed, [Address(PRINCIPAL, name) for name in taken])
    titles = {id_: name.strip() for id_, name in organization.names().items()}
    return {address: Name(id_, titles.get(id_) or None) for id_, address in addresses.items()}
