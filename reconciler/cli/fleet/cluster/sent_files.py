"""Files on their way to a machine that does not share this file system."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SentFiles:
    """Files, links and folders by their paths below the folder *top*; *here* is the working directory below it."""

    top: str
    here: str
    files: Mapping[str, bytes] = field(repr=False)
    links: Mapping[str, str]
    folders: tuple[str, ...]

    def lay_out(self, folder: Path) -> Path:
        """Write all of them below *folder*, and return the working directory there."""
        for path in (*self.folders, self.here):
            (folder / path).mkdir(parents=True, exist_ok=True)
        for path, data in self.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        for path, target in sorted(self.links.items(), key=lambda one: one[0].count("/")):
            above = (folder / path).parent
            above.mkdir(parents=True, exist_ok=True)
            (folder / path).symlink_to(os.path.relpath(folder / target, above.resolve()))
        return folder / self.here
