"""`reconciler import --from-aws-sample`: the files of the sample, the documents, and `migration.md`."""

import os
import re
import shlex
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from reconciler.errors import UsageError
from reconciler.pipeline import MOST_BYTES, Migrated, MigrateOptions, SampleFile, bucket_files, is_read, sources_of
from reconciler.ports import Clients
from reconciler.render.page import Page

from .importing import check_folder, edits_of, import_code, import_lines
from .program import Program
from .reading import reading
from .terminal import Terminal
from .together import FileEdit, write_together

PAGE = "migration.md"
_WHAT = "name the bucket of the sample, s3://BUCKET, or a folder with a copy of it: aws s3 sync s3://BUCKET FOLDER"
S3 = "s3://"
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", re.ASCII)
"""The names of buckets (S3 User Guide, naming rules)."""


def import_sample(arguments: Namespace, program: Program, terminal: Terminal, config: Path) -> int:
    """Write the experiences of the sample as documents, and the page that compares its files with AWS."""
    sources = sources_of(config)
    folder, page = Path(arguments.out) if arguments.out else sources.folder, config.parent / PAGE
    check_folder(folder, sources)
    if os.path.lexists(page):
        raise UsageError(f"{page} is there already, and is not overwritten", "move it away, and import again")
    files = _files_of(arguments.from_aws_sample)
    repository = program.load(config, beside=[folder])
    options = MigrateOptions(source=arguments.from_aws_sample, names=arguments.names, strict=arguments.strict)
    with reading(terminal) as shown:
        migrated = program.migrate(repository, files, options, terminal.say, shown.progress)
    edits = edits_of(migrated.adopted.files, folder, sources, repository.kinds)
    write_together([*edits, FileEdit(page, None, migrated.page.encode("utf-8", "replace"))])
    told = [*import_lines(migrated.adopted, folder, sources), *_findings(migrated, page)]
    terminal.answer(Page(terminal.answer_style).messages(told))
    return import_code(migrated.adopted)


def _files_of(source: str) -> Callable[[Clients], Sequence[SampleFile]]:
    """Return what reads the files of *source*; a folder is read at once. Raises UsageError for a wrong name."""
    if source.startswith(S3):
        bucket = source.removeprefix(S3).removesuffix("/")
        if not _BUCKET.fullmatch(bucket):
            hint = "write s3:// and the name of the bucket: the sample reads no folders of it"
            raise UsageError(f"{source} is no bucket", hint)
        return lambda clients: bucket_files(clients.objects, bucket)
    files = copied_files(Path(source))
    return lambda _clients: files


def copied_files(folder: Path) -> Sequence[SampleFile]:
    """Return the files of a copy of the bucket, those of hidden folders left out. When they were uploaded is unknown.

    Raises UsageError if the folder cannot be read, or has no file of the sample.
    """
    if not folder.is_dir():
        raise _no_folder(folder)
    try:
        names = sorted(name for name in _names(folder))
        files = [SampleFile(name, _data(folder / name) if is_read(name) else None) for name in names]
    except OSError as error:
        raise UsageError(f"{error.filename or folder} cannot be read: {error.strerror}") from error
    if not any(map(is_read, names)):
        hint = "its files begin with Experience_, STATUS_Experience_ or ERROR_STATUS_Experience_"
        raise UsageError(f"{folder} has no file of AWS's sample", hint)
    return files


def _no_folder(given: Path) -> UsageError:
    """Return the error about what is no folder; a file of the sample is in the one that was meant."""
    if given.exists():
        meant = f"name its folder: --from-aws-sample {shlex.quote(str(given.parent))}" if is_read(given.name) else _WHAT
        return UsageError(f"{given} is a file, and the sample is a folder of them", meant)
    return UsageError(f"there is no folder {given}", _WHAT)


def _names(folder: Path) -> Iterator[str]:
    """Return the names of all files below *folder* as keys of the bucket."""
    for place, folders, files in os.walk(folder, onerror=_raise):
        folders[:] = [one for one in folders if not one.startswith(".")]
        yield from ((Path(place) / one).relative_to(folder).as_posix() for one in files)


def _raise(error: OSError) -> None:
    raise error


def _data(file: Path) -> bytes | None:
    return file.read_bytes() if file.stat().st_size <= MOST_BYTES else None


def _findings(migrated: Migrated, page: Path) -> Iterator[str]:
    """Return how many files of the sample have each finding."""
    yield from ("", "Files of the sample:")
    width = max(len(f"{count:,}") for count in migrated.findings.values())
    yield from (f"  {count:>{width},} {finding}" for finding, count in migrated.findings.items())
    yield f"{page} says why, and what to switch off."
