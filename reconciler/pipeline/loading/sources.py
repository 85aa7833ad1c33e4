"""The files of a user's desired state: the settings, the folder that they name, and the files that they include."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reconciler.documents import (
    Bounds,
    FoundFile,
    Loaded,
    NotReadable,
    find_files,
    holds_documents,
    is_hidden,
    is_ignored,
    read_bytes,
    read_mapping,
    read_tree,
    work_tree,
)
from reconciler.errors import InvalidInput
from reconciler.model import Document, Problem, error
from reconciler.recipients import check_recipient
from reconciler.settings import Settings, parse, schema
from reconciler.validation import validate_mapping


@dataclass(frozen=True, slots=True)
class Sources:
    """The files that *settings*, read from *config*, name; paths are shown relative to the folder *here*."""

    config: Path
    settings: Settings
    here: Path

    @property
    def folder(self) -> Path:
        """Return the folder of the documents."""
        return self.config.parent / self.settings.desired_state

    @property
    def included(self) -> tuple[Path, ...]:
        """Return the included files and folders outside of that folder."""
        return tuple(self.config.parent / path for path in self.settings.include)

    def read(self, paths: Sequence[Path] = (), beside: Sequence[Path] = ()) -> Loaded:
        """Read all documents, and those in *beside* as far as it exists, or only *paths*."""
        if paths:
            return read_tree(paths, self.here, self._bounds)
        there = [path for path in self.included if path.exists()]
        missing = tuple(
            error("not-found", f"{written} does not exist", self.settings.at("include", position), "correct its path")
            for position, (written, path) in enumerate(zip(self.settings.include, self.included, strict=True))
            if path not in there
        )
        folders = [path for path in dict.fromkeys((self.folder, *beside)) if path not in beside or path.exists()]
        loaded = read_tree((*folders, *there), self.here, self._bounds)
        return Loaded(loaded.documents, (*missing, *loaded.problems))

    def find(self, paths: Sequence[Path] = ()) -> Iterator[FoundFile | Problem]:
        """Find the files of the folder, or only *paths*, and what keeps files from being found."""
        return find_files(paths or (self.folder,), self.here, self._bounds)

    @property
    def _bounds(self) -> Bounds:
        return Bounds(folder=self.folder, ignore=self.settings.ignore, within=work_tree(self.config.parent))

    def includes(self, document: Document) -> bool:
        """Tell whether *document* is included from outside of the folder: other repositories may use it, too."""
        return self.only_reads(self.here / document.file)

    def only_reads(self, file: Path) -> bool:
        """Tell whether *file* is included from outside of the folder, so that it must not be changed from here."""
        if not self.settings.include:
            return False
        real = Path(os.path.realpath(file))
        return self._is_included(real) and not self._is_ours(real)

    def holds(self, file: Path) -> bool:
        """Tell whether *file* is, or would be, read as part of the desired state: no output may be written there."""
        real = Path(os.path.realpath(file))
        named = {os.path.realpath(path) for path in (self.config, *self.included)}
        return str(real) in named or self._is_ours(real) or (holds_documents(real) and self._is_included(real))

    def leaves_out(self, file: Path) -> bool:
        """Tell whether *file* would not be read in a folder of documents: it is ignored, or hidden below the folder."""
        below = Path(os.path.relpath(file, self.folder))
        hidden = below.parts[:1] != ("..",) and any(is_hidden(Path(part)) for part in below.parts)
        return hidden or is_ignored(below.as_posix(), self.settings.ignore)

    def _is_included(self, real: Path) -> bool:
        return any(real.is_relative_to(os.path.realpath(path)) for path in self.included)

    def _is_ours(self, real: Path) -> bool:
        return real.is_relative_to(os.path.realpath(self.folder))


def sources_of(config: Path) -> Sources:
    """Return the sources that the settings *config* name; the default ones if the settings are not valid."""
    try:
        settings = read_settings(config)
    except InvalidInput:
        settings = Settings(file=str(config))
    return Sources(config, settings, here=Path.cwd())


def stated_recipients(config: Path) -> tuple[str, ...]:
    """Return the recipients below `notify` of the settings *config*, as they are written.

    Settings that are not valid have those that can be told, so that somebody hears of it.
    """
    try:
        stated = read_mapping(read_bytes(config), str(config)).mapping.get("notify")
    except NotReadable:
        return ()
    return tuple(filter(_can_be_told, stated)) if isinstance(stated, list) else ()


def _can_be_told(written: object) -> bool:
    try:
        check_recipient(str(written))
    except InvalidInput:
        return False
    return isinstance(written, str)


def read_settings(config: Path) -> Settings:
    """Read reconciler.yaml. Raises InvalidInput with every problem in it."""
    try:
        data = read_bytes(config)
    except NotReadable as unreadable:
        raise InvalidInput(f"{config} {unreadable.why}") from None
    return _settings_in(data, str(config))


@lru_cache(maxsize=4)
def _settings_in(data: bytes, file: str) -> Settings:
    """Parse the content of reconciler.yaml. The targets of a repository all read the same: it is parsed once."""
    loaded = read_mapping(data, file)
    if loaded.problems and not loaded.mapping:
        raise InvalidInput(f"{file} is not valid", loaded.problems)
    mapping, problems = validate_mapping(loaded.mapping, loaded.marks, file, schema())
    if mapping is None or loaded.problems:
        raise InvalidInput(f"{file} is not valid", (*loaded.problems, *problems))
    parsed, wrong = parse(mapping, loaded.marks, file)
    if parsed is None:
        raise InvalidInput(f"{file} is not valid", wrong)
    return parsed
