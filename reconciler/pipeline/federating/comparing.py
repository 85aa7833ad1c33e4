"""How each experience of a member differs from the source, and what cannot be told from AWS. Pure.

The sample allows in a member what the source allows, and denies everything else that the member allows. So a product
that left the source's allowed list stands on the denied list of every member, and one that left the source's denied
list stays denied there: that is residue (samples 4).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reconciler.model import Fields

from .organizations import OrganizationRead
from .shared_products import GROUPS, SharedProducts

DONE: Final = {"allow": "allowed", "deny": "denied"}
"""What each list does with a product."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedList:
    """One list of an experience, by its *key*; *used* tells whether the document names the group of the source's list.

    *more* are products that the source's list does not have, *missing* those that only the source's list has. *shared*
    is how many both have.
    """

    key: str
    used: bool = False
    more: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    shared: int = 0

    @property
    def whole(self) -> bool:
        """Tell whether the list has all products of the source's list, and there are any."""
        return self.shared > 0 and not self.missing


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedMember:
    """A live experience of a member; *unsynced* says why the sample skips it, empty if it does not."""

    id: str
    title: str
    unsynced: str
    lists: tuple[ComparedList, ...] = ()

    @property
    def used(self) -> tuple[str, ...]:
        """Return the lists of which the document names the group."""
        return tuple(one.key for one in self.lists if one.used)

    @property
    def doubtful(self) -> tuple[ComparedList, ...]:
        """Return the lists that lack products of the source's although the experience has others of them.

        AWS does not tell whether the sample keeps such a list in step. An experience that has nothing of the source is
        the member's own.
        """
        related = any(one.shared for one in self.lists)
        return tuple(one for one in self.lists if related and one.missing)


def compared(member: OrganizationRead, shared: SharedProducts) -> Iterator[ComparedMember]:
    """Compare each experience of *member* that is not archived with the products of the source."""
    for id_, fields in member.live().items():
        editable = bool(member.experiences[id_].facts.get("editable"))
        unsynced = _unsynced(fields, editable=editable)
        lists = tuple(_list(key, fields, shared) for key in GROUPS)
        if not (unsynced and _of_its_own(lists)):
            lists = tuple(replace(one, used=one.whole) for one in lists)
        yield ComparedMember(id=id_, title=str(fields.get("title", "")), unsynced=unsynced, lists=lists)


def _of_its_own(lists: Sequence[ComparedList]) -> bool:
    """Tell whether the lists of an experience that the sample skips show that it does not follow the source.

    Kept in step, an experience denies all that the source denies, and allows nothing else than the source.
    """
    return any(one.missing or (one.more and one.key == "allow") for one in lists)


def _unsynced(fields: Fields, *, editable: bool) -> str:
    """Say why the sample skips an experience, unless a parameter names it.

    Of all experiences, it updates those that are enabled, have a policy and no AdminStatus (samples 4).
    """
    if fields.get("status") != "enabled":
        return f"its status is {fields.get('status', 'disabled')}"
    if fields.get("products") is None:
        return "it has no procurement policy"
    return "AWS reports the AdminStatus Editable for it" if editable else ""


def _list(key: str, fields: Fields, shared: SharedProducts) -> ComparedList:
    own, group = frozenset(fields.get(f"products.{key}", ())), shared.ids[key]
    return ComparedList(
        key=key, more=tuple(sorted(own - group)), missing=tuple(sorted(group - own)), shared=len(own & group)
    )
