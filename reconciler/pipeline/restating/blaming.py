"""The objects to blame for documents that would be in error with what AWS has. Pure.

Example: AWS has moved a principal from a to b, and only b is adopted. Its document would name the principal that the
one of a names: the error is about b and names a, so b stays as it is, with the hint to select a, too.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reconciler.adoption import Restatement
from reconciler.model import Address, Problem

from .states import RepositoryState


@dataclass(frozen=True, slots=True)
class Kept:
    """A difference that stays: *paths* of fields, none for the whole object, *why*, and a *hint* what to do."""

    address: Address
    why: str
    hint: str = ""
    paths: tuple[str, ...] = ()


class Blamed(Exception):
    """Objects that cannot be adopted together with the others, each with the reason."""

    def __init__(self, kept: Sequence[Kept]) -> None:
        """Keep the objects."""
        super().__init__()
        self.kept = tuple(kept)


def new_errors(before: RepositoryState, after: RepositoryState) -> Sequence[Problem]:
    """Return the errors of *after* that *before* has not had."""
    known = {(one.code, one.address) for one in before.errors}
    return [one for one in after.errors if (one.code, one.address) not in known]


def to_blame(
    error: Problem, before: RepositoryState, wanted: Sequence[Address], todo: Mapping[Address, Restatement]
) -> Iterator[Kept]:
    """Return the objects that an error is about: it has their address or that of an edited document, or names them.

    Those that were edited in this round come before others, which may have had their share in an earlier one. If the
    error names an object that differs and is not chosen, it may go with that one.
    """
    words = {word.strip(",;:()") for word in error.message.split()} - {""}
    named = {
        address
        for address, one in before.differences.items()
        if error.address == address or not words.isdisjoint({str(address), one.pair.remote_id})
    }
    edited = [one for one in todo if one in named or error.address in {edit.address for edit in todo[one].edits}]
    beside = [str(one) for one in sorted(named.difference(wanted))]
    hint = f"select {' and '.join(beside)}, too" if beside else error.hint
    for address in edited or [one for one in wanted if one in named]:
        yield Kept(address, f"its documents would be in error: {error.message}", hint)
