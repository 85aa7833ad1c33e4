"""Notes about fields that wait, and warnings about products that only a part allows. Pure."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reconciler.kinds.experience.matching.holders import Holders, is_archived
from reconciler.kinds.experience.spec import Paired
from reconciler.model import Address, Problem, note, warning
from reconciler.spelling import named, numbered

from .holds import HeldField, Hold
from .losses import Products, Share

WAITS, ONLY_IN_PART = "waits", "only-in-part"
"""The codes of these problems: fields that wait for the rest, and products that only a part lets accounts buy."""

Causes = Mapping[Hold, Collection[Address]]


def _stays(hold: Hold, pair: Paired, holders: Holders) -> bool:
    return hold.what is HeldField.SEAT and holders.held_by(hold.member, pair)


def _arrives(hold: Hold, pair: Paired, holders: Holders) -> bool:
    named = pair.desired.spec.principals or frozenset()
    return hold.what is HeldField.SEAT and hold.member in named and not holders.held_by(hold.member, pair)


def _is_live(pair: Paired) -> bool:
    """Tell whether the experience exists and is not archived; a new or revived one is disabled at first."""
    return pair.observed is not None and not is_archived(pair.observed)


def _stands(hold: Hold, pair: Paired, holders: Holders) -> bool:
    return _concerns(HeldField.STATUS)(hold, pair, holders) and _is_live(pair)


def _stays_disabled(hold: Hold, pair: Paired, holders: Holders) -> bool:
    return _concerns(HeldField.STATUS)(hold, pair, holders) and not _is_live(pair)


def _concerns(what: HeldField) -> Callable[[Hold, Paired, Holders], bool]:
    return lambda hold, pair, _holders: hold.what is what and hold.address == pair.desired.address


_STAYS = (
    (("{members} stays in {address}", "{members} stay in {address}"), HeldField.SEAT, _stays),
    (("{members} does not come to {address}", "{members} do not come to {address}"), HeldField.SEAT, _arrives),
    (("the status of {address} stays as it is",), HeldField.STATUS, _stands),
    (("{address} stays disabled",), HeldField.STATUS, _stays_disabled),
    (
        ("{members} stays allowed in {address}", "{members} stay allowed in {address}"),
        HeldField.PRODUCT,
        _concerns(HeldField.PRODUCT),
    ),
    (("{address} stays without a procurement policy",), HeldField.POLICY, _concerns(HeldField.POLICY)),
)
"""The messages for one and for several members, the field, and the function that finds the holds of an experience."""


@dataclass(frozen=True)
class PartNotes:
    """The notes and warnings about a part.

    *left_out* are the addresses of the documents that are not planned, *by_name* the same by the names of their
    experiences; *names* are by id.
    """

    left_out: Collection[Address]
    by_name: Mapping[str, Address]
    holders: Holders
    names: Mapping[str, str]

    def waiting(self, pairs: Iterable[Paired], causes: Causes) -> Iterator[Problem]:
        """Return a note for each field of *pairs*, as the documents state them, in which something waits."""
        for pair in pairs:
            for words, path, is_about in _STAYS:
                ours = {hold: cause for hold, cause in causes.items() if is_about(hold, pair, self.holders)}
                if ours:
                    yield replace(self._note(pair, words, ours), path=path.value)

    def _note(self, pair: Paired, words: Sequence[str], holds: Causes) -> Problem:
        members = sorted(hold.member for hold in holds)
        said = words[len(members) > 1].format(members=named(members, self.names), address=pair.desired.address)
        awaited = self._awaited(frozenset[Address]().union(*holds.values()))
        message = f"{said}: this waits for {named(awaited, {}) or 'the removals that --no-removals leaves out'}"
        return note(WAITS, message, pair.desired.document.source, "", pair.desired.address)

    def only_in_part(self, shares: Iterable[Share]) -> Iterator[Problem]:
        """Return a warning for the products that accounts may buy only because documents are left out.

        Accounts with the same products and the same reason share a warning.
        """
        alike: dict[tuple[str, Products], list[str]] = {}
        for share in shares:
            because = self._because(share.standing.awaits(self.by_name))
            alike.setdefault((because, share.products), []).extend(share.accounts)
        for (because, products), accounts in sorted(alike.items(), key=lambda one: (one[0][0], sorted(one[1]))):
            who = f"{len(accounts)} account{'' if len(accounts) == 1 else 's'}"
            what = "everything" if products is None else named(sorted(products), self.names)
            message = f"{who} can buy {what} only because {because}: {named(sorted(accounts), self.names)}"
            yield warning(ONLY_IN_PART, message)

    def _because(self, found: Collection[Address]) -> str:
        awaited = self._awaited(found)
        verb = "is" if len(awaited) == 1 else "are"
        return f"{named(awaited, {})} {verb} left out" if awaited else "--no-removals leaves out the rest"

    def _awaited(self, found: Collection[Address]) -> Sequence[str]:
        """Return the addresses *found*, or if there are none, of everything that is left out."""
        return numbered(map(str, found or self.left_out))
