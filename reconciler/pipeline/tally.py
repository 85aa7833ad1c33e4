"""How much was read, and whether any of it is about something that AWS has. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from reconciler.kind import Remotes
from reconciler.model import Document, Problem, Wish
from reconciler.model.problem import warning
from reconciler.settings import Settings
from reconciler.spelling import quoted


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of what was read: documents, the kinds that they are of, and the files that they stand in."""

    documents: int = 0
    kinds: int = 0
    files: int = 0

    @classmethod
    def of(cls, documents: Collection[Document]) -> "Tally":
        """Count *documents*."""
        kinds = {document.address.kind for document in documents}
        return cls(len(documents), len(kinds), len({document.file for document in documents}))

    def as_json(self) -> dict[str, int]:
        """Return the numbers by name."""
        return {"documents": self.documents, "kinds": self.kinds, "files": self.files}


def nothing_managed(settings: Settings, remotes: Remotes, wish: Wish, tally: Tally) -> Iterator[Problem]:
    """Warn when there is nothing to compare AWS with: most likely the folder is the wrong one, or was not fetched."""
    if any(address.kind in remotes for address in wish):
        return
    if tally.documents:
        message = "nothing is managed: the documents only give names"
        hint = f"write one of {' or '.join(sorted(remotes))}; 'reconciler import' writes those of what is there"
    else:
        message = f"nothing is managed: {quoted(settings.desired_state)} holds no document"
        hint = "is it the right folder, and was all of it fetched (submodules, sparse checkout)?"
    source = settings.at("desired_state")
    yield warning("nothing-managed", message, source, hint)
