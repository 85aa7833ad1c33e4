"""`drift --adopt`: asks what to adopt, writes the files, and says what was written and what differs still."""

from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from shlex import quote

from reconciler.errors import ExitCode, ReconcilerError, Refused, UsageError
from reconciler.model import Acceptance, Address, Lapse, Problem, Severity
from reconciler.pipeline import (
    Difference,
    Planning,
    Restated,
    check_acceptances,
    check_selectors,
    differing,
    restate,
    sources_of,
)
from reconciler.printed import PlanJson
from reconciler.render import clean, problem_lines
from reconciler.render.page import Page
from reconciler.render.pasting import pasted
from reconciler.render.words import count, joined
from reconciler.selectors import outside

from .codes import error_code, has
from .git.commit import is_in_git, uncommitted
from .questions import Questions
from .repository import find_config
from .terminal import Terminal
from .together import FileEdit, content_of, write_together

_SHOWN = 20
_GRANTS = "allowed_principals"
Tell = Callable[[Iterable[str]], None]


def check_adopting(arguments: Namespace, terminal: Terminal) -> None:
    """Refuse options that do not belong together, before AWS is read."""
    if not arguments.adopt:
        if arguments.accept:
            raise UsageError("--accept belongs to --adopt", "apply takes --accept for the plan that undoes the drift")
        return
    if arguments.revert:
        raise UsageError("--adopt and --revert are opposites", "adopt what is right in AWS first, then revert the rest")
    if not arguments.select and not terminal.interactive:
        hint = "say what to adopt: --select KIND.NAME, or a glob"
        raise UsageError("drift --adopt has to ask, and there is no terminal", hint)
    check_acceptances(_acceptances(arguments))


def _acceptances(arguments: Namespace) -> Sequence[Acceptance]:
    return [*map(Acceptance.read, arguments.accept)]


def comparing_all(arguments: Namespace) -> Namespace:
    """Return *arguments* for the comparison: an adoption needs that of the whole repository, without acceptances."""
    return Namespace(**{**vars(arguments), "select": [], "exclude": [], "accept": []}) if arguments.adopt else arguments


class DriftAdoption:
    """One adoption: the drift that *planning* has found, and the choice of the command line or of a user."""

    def __init__(self, arguments: Namespace, planning: Planning, terminal: Terminal) -> None:
        """Take the comparison. Raises UsageError for a selector that selects nothing."""
        check_selectors(planning.repository, arguments.select, arguments.exclude)
        self._arguments, self._planning = arguments, planning
        self._terminal, self._sources = terminal, sources_of(find_config(arguments.config, Path.cwd()))
        self._before: dict[str, bytes] = {}

    def run(self, drift: PlanJson, tell: Tell) -> int:
        """Adopt what is chosen of *drift*, which was shown; *tell* gets the answer. Return the exit code.

        Raises Refused if a file must not be changed, and ReconcilerError if one cannot be written.
        """
        chosen = self._chosen()
        restated = restate(self._planning, chosen, self._content, _acceptances(self._arguments))
        if restated.refused:
            tell(self._refusal(restated, chosen))
            return ExitCode.REFUSED
        edits = [edit for edit in self._edits(restated) if edit.before != edit.after]
        self._check_files([edit.path for edit in edits])
        write_together(edits)
        tell(self._page.messages(self._answer(restated, [edit.path for edit in edits])))
        return self._code(restated, drift)

    @property
    def _page(self) -> Page:
        return Page(self._terminal.answer_style, self._planning.plan.names, full=True)

    @cached_property
    def _differences(self) -> Mapping[Address, Difference]:
        """Return every selected object that differs."""
        evidence = self._planning.evidence
        if evidence is None:
            return {}
        found = differing(self._planning.repository, evidence.matchings, evidence.snapshot.observations)
        return {address: one for address, one in found.items() if address in self._selected}

    @cached_property
    def _selected(self) -> frozenset[Address]:
        """Return the addresses that are selected, of all kinds."""
        every = frozenset(self._planning.repository.wish)
        return every - outside(every, self._arguments.select, self._arguments.exclude)

    def _chosen(self) -> Sequence[Address]:
        """Return the objects to adopt: all that are selected, or those that a user agrees to one by one."""
        if self._arguments.select:
            return [*self._differences]
        questions = Questions(self._terminal, asking=True)
        return [address for address, one in self._differences.items() if questions.agreed(_question(address, one))]

    def _content(self, name: str) -> bytes:
        """Read a file of documents."""
        content = content_of(Path(name))
        if content is None:
            raise ReconcilerError(f"{name} is gone, so nothing was written", "run the command again")
        return self._before.setdefault(name, content)

    def _edits(self, restated: Restated) -> Iterator[FileEdit]:
        return (FileEdit(Path(name), self._before[name], after) for name, after in restated.files.items())

    def _check_files(self, files: Sequence[Path]) -> None:
        """Refuse to change included files, and files whose last edits no commit has."""
        for file in files:
            if self._sources.only_reads(file):
                hint = "other repositories use it, too: change it where it is kept, or select other objects"
                raise Refused(f"{file} is included by {self._sources.config}, so nothing was written", hint)
        dirty = uncommitted(files) if files else ()
        if dirty:
            named = joined([str(file) for file in dirty])
            hint = "commit these edits first: then git shows, and can undo, what the adoption changes"
            raise Refused(f"uncommitted edits in {named}, so nothing was written", hint)

    def _in_error(self, restated: Restated) -> Mapping[Address, tuple[str, str]]:
        """Return the selected objects that are in error still or were not compared, with the reason and a hint."""
        plan, remotes = self._planning.plan, self._planning.repository.remotes
        told = {address: (one.message, one.hint) for address, one in restated.errors.items()}
        noted = {one.address for one in plan.problems if one.severity is Severity.NOTE}
        unknown = self._selected - self._compared - noted - restated.adopted.keys() - told.keys()
        missing = dict.fromkeys(unknown, ("it could not be compared with AWS", ""))
        return {
            one: why
            for one, why in sorted({**missing, **told}.items())
            if one in self._selected and one.kind in remotes
        }

    @cached_property
    def _compared(self) -> frozenset[Address]:
        """Return the objects that the drift has compared."""
        evidence = self._planning.evidence
        matchings = evidence.matchings.values() if evidence else ()
        return frozenset(pair.desired.address for one in matchings for pair in one.pairs)

    @cached_property
    def _lapses(self) -> Sequence[Problem]:
        """Return the faults of selected objects in AWS that no plan repairs: no document can say them."""
        found = (one for one in self._planning.plan.problems if one.code in set(Lapse))
        return [one for one in found if one.address in self._selected]

    def _code(self, restated: Restated, drift: PlanJson) -> ExitCode:
        """Return 0 if nothing that is selected differs any more; an object that was not compared may differ."""
        if self._in_error(restated) and has(drift, "error"):
            return error_code(drift)
        differs = self._selected.intersection(restated.remaining) or self._lapses
        return ExitCode.CHANGES if differs else ExitCode.DONE

    def _refusal(self, restated: Restated, chosen: Sequence[Address]) -> Iterator[str]:
        """Say which rules refuse the adoption, and what accepts them."""
        page, head = self._page, "What AWS has was not adopted: guards refuse it, as if the repository asked AWS for it"
        problems = [one.as_json() for one in restated.refusals if one.severity is Severity.REFUSED]
        yield from page.messages(["", page.strong(head), *problem_lines(page, problems)])
        final = [one for one in problems if not (one["hint"] or "").startswith("--accept")]
        if final:
            left = "Nothing was written. What no option accepts has to be left out: select other objects."
            yield from page.messages([left])
            return
        yield from page.messages(["Nothing was written. To adopt it anyway, for exactly this drift:"])
        accepts = [*dict.fromkeys(one["hint"] or "" for one in problems)]
        yield from map(page.strong, pasted([*self._command(chosen, restated.digest), *accepts], page.style.width))

    def _command(self, chosen: Sequence[Address], digest: str) -> Iterator[str]:
        """Return the parts of the command that adopts the same objects without asking."""
        given = self._arguments
        yield "reconciler drift --adopt"
        yield from [f"--config {quote(given.config)}"] if given.config else []
        yield from (f"--select {quote(one)}" for one in given.select or map(str, chosen))
        yield from (f"--exclude {quote(one)}" for one in given.exclude)
        yield from (f"--accept {quote(one)}" for one in given.accept if one.endswith(f"@{digest}"))

    def _answer(self, restated: Restated, files: Sequence[Path]) -> Iterator[str]:
        """Say what was adopted, what was not and why, which files were written, and what to do next."""
        yield ""
        yield from self._adopted(restated)
        yield from self._kept(restated)
        yield from self._stale(restated.digest)
        if restated.remaining:
            shown = joined(_first([*map(str, restated.remaining)]))
            yield f"Drift remains in {count(len(restated.remaining), 'object')}: {shown}."
        if not files:
            yield "Nothing was written."
            return
        yield f"Wrote {count(len(files), 'file')}, each read again and compared with AWS:"
        yield from (f"  {file}" for file in files)
        if not all(map(is_in_git, files)):
            yield "Not all of them are in a git repository: there, nothing shows or undoes what has changed."
        yield "Next: look at git diff, commit the files and open a pull request; plan has no change left for them."

    def _adopted(self, restated: Restated) -> Iterator[str]:
        if not self._differences:
            yield "Nothing to adopt: AWS is as the repository says in all that is selected and could be compared."
        elif restated.adopted:
            yield f"Adopted what AWS has of {count(len(restated.adopted), 'object')}:"
            width = max(len(str(address)) for address in restated.adopted)
            for address, paths in restated.adopted.items():
                yield f"  {address!s:<{width}}  {', '.join(map(clean, paths))}"

    def _kept(self, restated: Restated) -> Iterator[str]:
        """List what stays, with the reasons."""
        stays = [(f"{one.address} {', '.join(one.paths)}".rstrip(), one.why, one.hint) for one in restated.kept]
        told = {one.address for one in restated.kept}
        wrong = {address: why for address, why in self._in_error(restated).items() if address not in told}
        stays += [(str(address), why, hint) for address, (why, hint) in wrong.items()]
        stays += [(str(one.address), one.message, one.hint) for one in self._lapses]
        if stays:
            yield "Not adopted:"
        for what, why, hint in stays:
            yield f"  {clean(what)}: {clean(why)}"
            yield from [f"    hint: {clean(hint)}"] if hint else []

    def _stale(self, digest: str) -> Iterator[str]:
        """Say which acceptances are for another drift than that of *digest*."""
        for one in _acceptances(self._arguments):
            if one.digest != digest:
                yield f"--accept {one} is for another plan; the drift is {digest}."


def _question(address: Address, difference: Difference) -> str:
    """Ask about one object, with the fields that differ and its file; grants are in documents of their own."""
    paths = [field.path for field in difference.fields]
    where = "its documents" if _GRANTS in paths else difference.pair.desired.document.file
    return f"Write what AWS has of {address} ({clean(', '.join(paths))}) into {where}?"


def _first(words: Sequence[str]) -> Sequence[str]:
    """Return the first *words*, and the number of the others."""
    return words if len(words) <= _SHOWN else [*words[:_SHOWN], f"{len(words) - _SHOWN} more"]
