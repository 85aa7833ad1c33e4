"""A target that waits for its task: its documents are bytes, and become objects where the task is carried out.

Example: 40 documents of a target take 150 kB as objects and 5 kB as bytes, so 20,000 targets wait in 100 MB.
"""

import pickle
import zlib
from dataclasses import dataclass, field, replace
from datetime import date

from reconciler.pipeline import Repository
from reconciler.settings import Settings

_FAST = 1


@dataclass(frozen=True, slots=True)
class WaitingTarget:
    """The target of this name, with its *settings*, its *commit* and its day. Nothing in it is secret.

    It has no URLs of webhooks, which are secrets: no member of a fleet calls them.
    """

    target: str | None
    settings: Settings
    commit: str | None
    today: date
    _packed: bytes = field(repr=False)

    @classmethod
    def of(cls, whole: Repository) -> "WaitingTarget":
        """Pack a target that was read."""
        known = replace(whole, settings=replace(whole.settings, notify=()))
        packed = zlib.compress(pickle.dumps(known), _FAST)
        return cls(known.target, known.settings, known.commit, known.today, packed)

    def read(self) -> Repository:
        """Return the target with its documents."""
        found: Repository = pickle.loads(zlib.decompress(self._packed))  # noqa: S301 - this program has packed it
        return found
