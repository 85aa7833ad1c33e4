"""`reconciler import --all`: the files of what was imported, and the answer that says what was written and what not."""

from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from reconciler.errors import ExitCode, ReconcilerError, UsageError
from reconciler.kind import Kind
from reconciler.pipeline import Adopted, AdoptOptions, Sources, sources_of
from reconciler.render import clean
from reconciler.render.page import Page
from reconciler.rewriting import NotRewritable, Shapes, YamlFile, shapes_of
from reconciler.spelling import numbered

from .program import Program
from .reading import reading
from .terminal import Terminal
from .together import FileEdit, content_of, write_together


def import_all(arguments: Namespace, program: Program, terminal: Terminal, config: Path) -> int:
    """Write everything unmanaged as documents, and say what was written."""
    sources = sources_of(config)
    folder = Path(arguments.out) if arguments.out else sources.folder
    check_folder(folder, sources)
    repository = program.load(config, beside=[folder])
    options = AdoptOptions(select=tuple(arguments.select), names=arguments.names)
    with reading(terminal) as shown:
        adopted = program.adopt_all(repository, options, terminal.say, shown.progress)
    edits = edits_of(adopted.files, folder, sources, repository.kinds)
    write_together(edits)
    terminal.answer(Page(terminal.answer_style).messages(import_lines(adopted, folder, sources)))
    return import_code(adopted)


def check_folder(folder: Path, sources: Sources) -> None:
    """Refuse a folder that no document can be written into."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"--out {folder}: is no folder")
    if sources.only_reads(folder):
        hint = "other repositories use it, too: choose a folder of this one"
        raise UsageError(f"{folder} is included by {sources.config}", hint)


def edits_of(files: Mapping[str, str], folder: Path, sources: Sources, kinds: Mapping[str, Kind]) -> Sequence[FileEdit]:
    """Return the new content of each file: documents are added behind those that a file has already."""
    shapes = shapes_of({name: kind.schema for name, kind in kinds.items()})
    edits = []
    for name, text in files.items():
        path = folder / name
        if sources.leaves_out(path):
            raise UsageError(f"{path} would not be read: {sources.config} ignores it", "choose another --out")
        before = content_of(path)
        after = text.encode() if before is None else _added(before, text, path, shapes)
        edits.append(FileEdit(path, before, after))
    return edits


def _added(before: bytes, text: str, path: Path, shapes: Shapes) -> bytes:
    """Return the content of a file with the documents of *text* behind its own."""
    try:
        return YamlFile.of(before, str(path), shapes).with_documents(text).data
    except NotRewritable as error:
        raise ReconcilerError(f"documents cannot be added to {path}: {error}", "nothing was written") from error


def import_code(adopted: Adopted) -> ExitCode:
    """Return the exit code of an import: what was not read counts before what was not imported."""
    if adopted.problems:
        return ExitCode.UNREADABLE
    return ExitCode.PARTIAL if adopted.left_out else ExitCode.DONE


def import_lines(adopted: Adopted, folder: Path, sources: Sources) -> Iterator[str]:
    """Return what was written, and what was not."""
    yield from _written(adopted, folder)
    if adopted.left_out:
        yield from ("", "Not imported:")
        for one in adopted.left_out:
            yield f"  {clean(one.what)}: {clean(one.why)}"
            yield from [f"    hint: {clean(one.hint)}"] if one.hint else []
    if adopted.problems:
        yield from ("", "Not read:")
        for problem in adopted.problems:
            yield f"  {clean(problem.message)}"
            yield from [f"    hint: {clean(problem.hint)}"] if problem.hint else []
    yield from (line for note in adopted.notes for line in ("", clean(note)))
    if adopted.files and not sources.holds(folder / "any.yaml"):
        yield from ("", f"No plan reads {folder}: move its files into {sources.folder}.")


def _written(adopted: Adopted, folder: Path) -> Iterator[str]:
    if not adopted.objects:
        yield "Nothing was imported." if adopted.problems else "Nothing to import."
        return
    count = len(adopted.objects)
    yield f"Imported {count:,} object{'s' if count > 1 else ''} into {folder}:"
    addresses = {str(address): address for address in adopted.objects}
    width = max(map(len, addresses))
    for told in numbered(addresses):
        remote_id = clean(adopted.objects[addresses[told]]) or "its unmanaged grants"
        yield f"  {told:<{width}}  {remote_id}"
    for kind in sorted({name.kind for name in adopted.names}):
        names = sum(name.kind == kind for name in adopted.names)
        yield f"  {names:,} name{'s' if names > 1 else ''} of kind {kind}"
