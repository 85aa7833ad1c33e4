"""What was imported of one organization: the documents of its folder. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from reconciler.errors import Unreadable
from reconciler.pipeline.adopting import Adopted, AdoptOptions, adopt_of, file_of
from reconciler.pipeline.loading import understand

from .organizations import OrganizationRead
from .shared_products import SharedProducts


@dataclass(frozen=True, slots=True)
class ImportedOrganization:
    """One organization: the *folder* of its settings and documents, its *id*, and what was imported."""

    folder: str
    id: str
    adopted: Adopted


def imported(
    read: OrganizationRead, shared: SharedProducts, follow: Mapping[str, Collection[str]], *, names: bool
) -> ImportedOrganization:
    """Import everything of one organization; *follow* has by experience the lists that use the source's groups.

    Raises Unreadable if a part could not be read.
    """
    kinds = read.state.repository.kinds
    documents = shared.documents(kinds)
    repository = understand(read.settings, kinds, documents, shared=lambda _document: True)
    adopted = adopt_of(replace(read.state, repository=repository), read.clients, AdoptOptions(names=names))
    if adopted.problems:
        raise Unreadable(f"{read.folder}: {adopted.problems[0].message}", adopted.problems[0].hint)
    files = dict(adopted.files)
    for address, id_ in adopted.objects.items():
        file = file_of(address)
        files[file] = shared.grouped(files[file], address, follow.get(id_, ()), kinds)
    return ImportedOrganization(read.folder, read.id, replace(adopted, files=files))
