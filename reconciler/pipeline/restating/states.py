"""A repository as it stands between two edits, compared with the live state that a plan has read. Nothing is read.

Example: a plan has read exp-1, which is disabled, and the document of `experience.finance` says enabled: it differs in
status. With `status: disabled` in the text of the file, the next state has no difference.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from reconciler.adoption import FieldEdit, Restatement
from reconciler.diff import diff
from reconciler.documents import read
from reconciler.kind import Matching, PlanningContext
from reconciler.model import Address, Document, FieldChange, Organization, Pair, Problem, Severity, mark
from reconciler.pipeline.loading import Repository, understand
from reconciler.pipeline.proving import Evidence
from reconciler.rewriting import Edit, YamlFile, shapes_of
from reconciler.validation import validate

Content = Callable[[str], bytes]
"""Returns the content of a file of documents, by its name as users see it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The difference of one object: *fields* as a plan would change them, and what AWS would hold then, *settled*."""

    pair: Pair[Any]
    settled: Any
    fields: tuple[FieldChange, ...]


def differing(
    repository: Repository, matchings: Mapping[str, Matching], observed: Mapping[str, Any]
) -> Mapping[Address, Difference]:
    """Return every object that differs, also those that are only observed, and those that are in error.

    Of an object that waits for others, which are in error, all is compared, not only what a plan could do now.
    """
    found = {}
    for address, pair in _pairs(repository, matchings, observed).items():
        remote = repository.remotes[address.kind]
        settled = remote.settle(pair.desired, pair.observed)
        if fields := diff(pair.live or remote.blank, settled):
            found[address] = Difference(pair, settled, fields)
    return dict(sorted(found.items()))


def _pairs(
    repository: Repository, matchings: Mapping[str, Matching], observed: Mapping[str, Any]
) -> Mapping[Address, Pair[Any]]:
    """Return every document with its live object; one that was matched is as its kind has matched it."""
    adoptions = ((kind, repository.remotes[kind].adoption) for kind in observed)
    every = (pair for kind, one in adoptions if one for pair in one.in_error(repository.wish, observed[kind]))
    matched = (one.wholes.get(pair.desired.address, pair) for one in matchings.values() for pair in one.pairs)
    return {pair.desired.address: pair for pair in (*every, *matched)}


@dataclass(frozen=True)
class RepositoryState:
    """A repository, the *files* that were edited, by name, and how it compares with what was *observed*, by kind.

    *documents* are those of the edited files, also documents in error.
    """

    repository: Repository
    observed: Mapping[str, Any]
    organization: Organization
    content: Content
    files: Mapping[str, YamlFile]
    matchings: Mapping[str, Matching]
    documents: tuple[Document, ...] = ()

    @classmethod
    def of(cls, evidence: Evidence, content: Content) -> "RepositoryState":
        """Return the state that a plan was made from; *content* reads its files."""
        snapshot = evidence.snapshot
        return cls(evidence.repository, snapshot.observations, snapshot.organization, content, {}, evidence.matchings)

    @cached_property
    def differences(self) -> Mapping[Address, Difference]:
        """Return every object that differs."""
        return differing(self.repository, self.matchings, self.observed)

    @cached_property
    def pairs(self) -> Mapping[Address, Pair[Any]]:
        """Return every document with its live object, by address."""
        return _pairs(self.repository, self.matchings, self.observed)

    @cached_property
    def errors(self) -> tuple[Problem, ...]:
        """Return all errors: those of the documents, and those that only the comparison with AWS shows.

        An error in an edited file has the address of the document in which it is.
        """
        found = (*self.repository.problems, *(one for each in self.matchings.values() for one in each.problems))
        errors = (one for one in found if one.severity is Severity.ERROR)
        return tuple(one if one.address else replace(one, address=self._stated_at(one.source)) for one in errors)

    def _stated_at(self, source: str) -> Address | None:
        """Return the document in which the place *source*, `file:line:column`, lies; None outside of edited files."""
        file, *place = source.rsplit(":", 2)
        before = [one for one in self.documents if one.file == file and one.marks.here <= mark(*map(int, place))]
        return max(before, key=lambda one: one.marks.here).address if before else None

    def edited(self, restatements: Mapping[Address, Restatement]) -> "RepositoryState":
        """Return the state after the edits of *restatements*, by the objects that they are about.

        Raises NotRewritable if a file cannot say that.
        """
        return self._with(self.rewritten(restatements))

    def rewritten(self, restatements: Mapping[Address, Restatement]) -> Mapping[str, YamlFile]:
        """Return the edited files after the edits of *restatements*. New documents go to the file of their object.

        Raises NotRewritable if a file cannot say that.
        """
        files = dict(self.files)
        for name, edits in self._by_file(edit for one in restatements.values() for edit in one.edits).items():
            files[name] = self._file(name, files).with_edits(edits)
        for address, one in restatements.items():
            if one.documents:
                name = self.repository.wish[address].document.file
                files[name] = self._file(name, files).with_documents(one.documents)
        return files

    def _by_file(self, edits: Iterable[FieldEdit]) -> Mapping[str, Sequence[Edit]]:
        found: dict[str, list[Edit]] = {}
        for one in edits:
            name = self.repository.wish[one.address].document.file
            found.setdefault(name, []).append((one.address, one.path, one.value))
        return found

    def _file(self, name: str, files: Mapping[str, YamlFile]) -> YamlFile:
        """Return a file as it is in *files*, else as it is read."""
        if name in files:
            return files[name]
        shapes = shapes_of({kind: one.schema for kind, one in self.repository.kinds.items()})
        return YamlFile.of(self.content(name), name, shapes)

    def _with(self, files: Mapping[str, YamlFile]) -> "RepositoryState":
        """Return the state with *files*, whose texts are read, validated and understood as those of the next plan."""
        loaded = [read(file.data, name) for name, file in files.items()]
        schemas = {name: kind.schema for name, kind in self.repository.kinds.items()}
        every = tuple(one for part in loaded for one in part.documents)
        documents, invalid = validate(every, schemas)
        told = (*(one for part in loaded for one in part.problems), *invalid)
        known = self.repository
        repository = understand(
            known.settings, known.kinds, [*self._others(files), *documents], told, today=known.today
        )
        observed = self._paired(repository)
        matchings = self._matched(repository, observed)
        return replace(
            self, repository=repository, files=files, documents=every, observed=observed, matchings=matchings
        )

    def _others(self, files: Collection[str]) -> Iterable[Document]:
        """Return the documents of all other files."""
        return (one.document for one in self.repository.wish.values() if one.document.file not in files)

    def _paired(self, repository: Repository) -> Mapping[str, Any]:
        """Return what was observed, paired with the documents of *repository*."""
        adoptions = {kind: repository.remotes[kind].adoption for kind in self.observed}
        wish = repository.wish
        return {
            kind: one.paired(wish, self.observed[kind]) if one else self.observed[kind]
            for kind, one in adoptions.items()
        }

    def _matched(self, repository: Repository, observed: Mapping[str, Any]) -> Mapping[str, Matching]:
        context = PlanningContext(organization=self.organization, references=repository.references)
        return {kind: repository.remotes[kind].match(repository.wish, one, context) for kind, one in observed.items()}
