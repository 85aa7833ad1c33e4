"""The parameters of StartChangeSet (facts: catalog 1.3, 1.4).

Example: a change set creates an experience and allows a product in it. Its changes are called A and B, and B names the
experience, which has no id yet, by `$A.Entity.Identifier`.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count, product
from string import ascii_uppercase
from typing import Any

from .limits import CATALOG
from .model import Address, Request

EntitiesByAddress = Mapping[Address, object]
"""The identifiers of the objects of a change set: `id@revision`, or a placeholder until the id is known."""


def change_set(requests: Sequence[Request], entities: EntitiesByAddress) -> Mapping[str, Any]:
    """Return the parameters of the call that carries *requests*; *entities* has the objects that it does not create."""
    names = dict(zip((request.key for request in requests), change_names(), strict=False))
    made = {one.address: f"${names[one.key]}.Entity.Identifier" for one in requests if one.verb.makes}
    told = {**entities, **made}
    changes = [_change(one, names[one.key], None if one.verb.makes else told[one.address]) for one in requests]
    return {"Catalog": CATALOG, "ChangeSet": changes}


def change_names() -> Iterator[str]:
    """Return the names A, B … Z, AA, AB …: letters only, as in all of AWS's examples (facts: catalog 1.3)."""
    for length in count(1):
        yield from ("".join(letters) for letters in product(ascii_uppercase, repeat=length))


def _change(request: Request, name: str, entity: object) -> Mapping[str, Any]:
    named = {"Type": request.verb.entity_type} | ({} if entity is None else {"Identifier": entity})
    change = {"ChangeType": request.verb.name, "ChangeName": name, "Entity": named, "DetailsDocument": request.details}
    tags = [{"Key": key, "Value": value} for key, value in sorted((request.tags or {}).items())]
    return {**change, "EntityTags": tags} if tags else change
