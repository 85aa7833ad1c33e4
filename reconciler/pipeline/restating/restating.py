"""Drift that is adopted: documents are edited until they say what AWS has, and the next plan leaves them alone. Pure.

Each round restates what still differs, reads the new texts as the next plan will, and compares them with the live state
again. An object whose documents cannot say what AWS has is left out, with the reason, and all others are tried again
from the beginning: what is written is valid and has been compared. Then guards look at the way from the repository to
AWS, as if a user had asked for it.

Example: AWS has archived an experience that its document enables with two principals. Round 1 writes `status: archived`
and `principals: []`; then nothing differs. If an unselected document would be in error with it, it is left out.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from reconciler.adoption import Restatement
from reconciler.model import Acceptance, Address, FieldChange, Problem, Severity, ValueChange
from reconciler.pipeline.planning import Planning
from reconciler.rewriting import NotRewritable

from .blaming import Blamed, Kept, new_errors, to_blame
from .reversing import digest_of_adoption, refusals
from .states import Content, Difference, RepositoryState

_ROUNDS: Final = 4
"""More than any object needs: an experience that is no longer archived, or a service that is no longer absent, shows
its other differences in the second round."""
_SHARED: Final = "change the document by hand, or write out the values that it shares with others"


@dataclass(frozen=True, slots=True)
class Restated:
    """What documents say with what AWS has.

    *adopted* are the paths of the fields that documents say now, by object. *files* are the new contents by name.
    *kept* are chosen differences that stay. *remaining* is every object that still differs, chosen or not. *refusals*
    are those of guards; if one has the severity `refused`, nothing may be written. *digest* are the 8 characters for
    which a rule can be accepted. *errors* are those of objects that are in error still.
    """

    adopted: Mapping[Address, Sequence[str]] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    kept: tuple[Kept, ...] = ()
    remaining: tuple[Address, ...] = ()
    refusals: tuple[Problem, ...] = ()
    digest: str = ""
    errors: Mapping[Address, Problem] = field(default_factory=dict)

    @property
    def refused(self) -> bool:
        """Tell whether a guard refuses it."""
        return any(one.severity is Severity.REFUSED for one in self.refusals)


def restate(
    planning: Planning, chosen: Collection[Address], content: Content, accept: Sequence[Acceptance] = ()
) -> Restated:
    """Return the documents that say what AWS has of the *chosen* objects, of the whole repository that was planned.

    *content* returns the content of a file. *accept* has acceptances of rules, for the digest of the adoption.
    """
    if planning.evidence is None:
        return Restated()
    before = RepositoryState.of(planning.evidence, content)
    found = sorted(one for one in chosen if one in before.differences)
    end, blamed = _ended(before, found)
    adopted = {one: paths for one in found if (paths := end.adopted(one))}
    return Restated(
        adopted=adopted,
        files={name: file.data for name, file in end.state.files.items()},
        kept=tuple(sorted((*blamed, *end.kept()), key=lambda one: one.address)),
        remaining=tuple(end.state.differences),
        refusals=refusals(planning, before, end.state, adopted, accept),
        digest=digest_of_adoption(planning, before, adopted),
        errors=_by_address(end.state.errors),
    )


def _by_address(errors: Sequence[Problem]) -> Mapping[Address, Problem]:
    """Return the first error of each object."""
    return {one.address: one for one in reversed(errors) if one.address}


Reasons = Mapping[Address, Mapping[str, str]]
"""Why fields cannot be adopted, by object and path."""


@dataclass(frozen=True, slots=True)
class _LastRound:
    """The last round: its *state*, the *reasons* of what stays, and each field that was *edited*, as it differed."""

    state: RepositoryState
    reasons: Reasons
    edited: Mapping[Address, Mapping[str, FieldChange]]

    def left(self, address: Address) -> Mapping[str, FieldChange]:
        """Return what differs of an object still, by path."""
        differences = self.state.differences
        return {one.path: one for one in differences[address].fields} if address in differences else {}

    def adopted(self, address: Address) -> list[str]:
        """Return the paths of the fields of which at least a part was adopted."""
        left = self.left(address)
        return sorted(path for path, field in self.edited.get(address, {}).items() if left.get(path) != field)

    def kept(self) -> Iterator[Kept]:
        """Return the fields that no document can state, by reason; without paths if AWS does not have the object."""
        for address, paths in self.reasons.items():
            by_reason: dict[str, list[str]] = {}
            for path in paths.keys() & self.left(address).keys():
                by_reason.setdefault(paths[path], []).append(path)
            for why, many in by_reason.items():
                there = self.state.differences[address].pair.observed
                yield Kept(address, why, paths=tuple(sorted(many)) if there else ())


def _ended(before: RepositoryState, wanted: Sequence[Address]) -> tuple[_LastRound, Sequence[Kept]]:
    """Return the end in which all of *wanted* is adopted that can be, and the objects that cannot.

    Each time objects are to blame, the others begin again without them.
    """
    try:
        return _settled(before, wanted), ()
    except Blamed as blamed:
        out = {one.address for one in blamed.kept}
        end, kept = _ended(before, [one for one in wanted if one not in out])
        return end, (*blamed.kept, *kept)


def _settled(before: RepositoryState, wanted: Sequence[Address]) -> _LastRound:
    """Return the end in which nothing that can be adopted differs. Raises Blamed."""
    state, reasons = before, dict[Address, Mapping[str, str]]()
    edited: dict[Address, Mapping[str, FieldChange]] = {}
    for _ in range(_ROUNDS):
        todo = {one: _restated(state, state.differences[one]) for one in wanted if one in state.differences}
        reasons |= {address: one.left_out for address, one in todo.items() if one.left_out}
        todo = {address: one for address, one in todo.items() if one.edits or one.documents}
        if not todo:
            break
        now = {address: _fields_of(state.differences[address], one) for address, one in todo.items()}
        edited |= {address: {**fields, **edited.get(address, {})} for address, fields in now.items()}
        state = _checked(before, state, wanted, todo)
    _check_ended(state, wanted, reasons)
    return _LastRound(state, reasons, edited)


def _fields_of(difference: Difference, restatement: Restatement) -> Mapping[str, FieldChange]:
    """Return the fields that are restated, by path: all that differ, or of an object that is gone the edited ones."""
    if difference.pair.observed:
        return {one.path: one for one in difference.fields}
    edits = {".".join(edit.path): edit.value for edit in restatement.edits}
    return {path: ValueChange(path, None, value) for path, value in edits.items()}


def _restated(state: RepositoryState, difference: Difference) -> Restatement:
    adoption = state.repository.remotes[difference.pair.desired.address.kind].adoption
    if adoption is None:
        return Restatement(left_out={one.path: "objects of this kind cannot be adopted" for one in difference.fields})
    return adoption.restate(difference.pair, difference.fields, state.repository.references)


def _edited(state: RepositoryState, todo: Mapping[Address, Restatement]) -> RepositoryState:
    """Return the state after all edits. Raises Blamed with the objects whose edits a file cannot take."""
    try:
        return state.edited(todo)
    except NotRewritable as error:
        alone = {address: _refused(state, address, one) for address, one in todo.items()}
        blamed = {address: why for address, why in alone.items() if why} or dict.fromkeys(todo, str(error))
        raise Blamed(
            [Kept(one, f"its file cannot be rewritten: {why}", _SHARED) for one, why in blamed.items()]
        ) from error


def _refused(state: RepositoryState, address: Address, restatement: Restatement) -> str:
    """Say why the files cannot take the edits of one object; empty if they can."""
    try:
        state.rewritten({address: restatement})
    except NotRewritable as error:
        return str(error)
    return ""


def _checked(
    before: RepositoryState, state: RepositoryState, wanted: Sequence[Address], todo: Mapping[Address, Restatement]
) -> RepositoryState:
    """Return *state* after the edits of *todo*. Raises Blamed with the objects to blame for errors that are new.

    If no error names one of them, each is tried alone.
    """
    after = _edited(state, todo)
    errors = new_errors(before, after)
    if not errors:
        return after
    blamed = {one.address: one for error in reversed(errors) for one in to_blame(error, before, wanted, todo)}
    if not blamed:
        alone = [address for address, one in todo.items() if new_errors(before, state.edited({address: one}))]
        why = f"another document would be in error: {errors[0].message}"
        blamed = {address: Kept(address, why, errors[0].hint) for address in alone or todo}
    raise Blamed([*blamed.values()])


def _check_ended(state: RepositoryState, wanted: Sequence[Address], reasons: Reasons) -> None:
    """Raise Blamed with the objects that still differ without a reason."""
    left = {one: _unexplained(state, one, reasons) for one in wanted if one in state.differences}
    errors = _by_address(state.errors)
    kept = [_still_differing(one, paths, errors.get(one)) for one, paths in left.items() if paths]
    if kept:
        raise Blamed(kept)


def _still_differing(address: Address, paths: Sequence[str], error: Problem | None) -> Kept:
    """Return an object of which no edit helps, with its own error if it has one."""
    if error:
        return Kept(address, error.message, error.hint)
    return Kept(address, f"its documents would still differ from AWS in {', '.join(paths)}", "change them by hand")


def _unexplained(state: RepositoryState, address: Address, reasons: Reasons) -> list[str]:
    return [one.path for one in state.differences[address].fields if one.path not in reasons.get(address, {})]
