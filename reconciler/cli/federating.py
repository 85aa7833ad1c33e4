"""`reconciler import --from-cross-org`: a repository with a folder for each organization, and `migration.md`."""

import os
from argparse import Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path

from reconciler.errors import ExitCode, UsageError
from reconciler.model import Address
from reconciler.pipeline import PLAN_ROLE, Federated, FederateOptions, ImportedOrganization
from reconciler.render import clean
from reconciler.render.page import Page
from reconciler.spelling import numbered

from .program import Program
from .reading import reading
from .terminal import Terminal
from .together import FileEdit, write_together

NEW = ("fleet.yaml", "migration.md", "management", "shared/products.yaml")
"""What the import writes besides a folder for each member; none of it may be there."""


def import_federation(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Write the organization of the credentials and those of all members as one new repository."""
    folder = Path(arguments.out or ".")
    options = FederateOptions(
        members=tuple(arguments.from_cross_org),
        experience=arguments.management_experience,
        role=arguments.role or PLAN_ROLE,
        names=arguments.names,
        strict=arguments.strict,
    )
    _check_new(folder, options)
    with reading(terminal) as shown:
        federated = program.federate(options, terminal.say, shown.progress)
    write_together([FileEdit(folder / name, None, text.encode()) for name, text in federated.files.items()])
    terminal.answer(Page(terminal.answer_style).messages(_lines(federated, folder)))
    left_out = any(one.adopted.left_out for one in federated.organizations)
    return ExitCode.PARTIAL if left_out else ExitCode.DONE


def _check_new(folder: Path, options: FederateOptions) -> None:
    """Raise UsageError if anything is there that the import would write: nothing is overwritten."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"--out {folder}: is no folder")
    for name in (*NEW, *(f"members/{account}" for account in options.members)):
        if os.path.lexists(folder / name):
            raise UsageError(
                f"{folder / name} is there already, and is not overwritten", "name a new folder: --out DIR"
            )


def _lines(federated: Federated, folder: Path) -> Iterator[str]:
    """Return what was written of each organization, and what was not."""
    yield f"Imported {len(federated.organizations)} organizations into {folder}:"
    for one in federated.organizations:
        yield from ("", f"{one.folder}  {one.id}", *_objects(one))
    if federated.shared:
        counts = ", ".join(f"{count:,} {group}" for group, count in federated.shared.items())
        yield from ("", f"shared/products.yaml has the products of the source: {counts}.")
    yield f"{folder / 'fleet.yaml'} names all folders."
    yield f"{folder / 'migration.md'} says how each member differs from the source, and what to switch off."


def _objects(one: ImportedOrganization) -> Iterator[str]:
    addresses: Mapping[str, Address] = {str(address): address for address in one.adopted.objects}
    width = max(map(len, addresses), default=0)
    for told in numbered(addresses):
        yield f"  {told:<{width}}  {clean(one.adopted.objects[addresses[told]])}"
    for left_out in one.adopted.left_out:
        yield f"  not imported: {clean(left_out.what)}: {clean(left_out.why)}"
