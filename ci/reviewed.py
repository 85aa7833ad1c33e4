"""A plan that a pull request wrote, reduced to what an apply takes from it: its digest and its options.

The file is not trusted: whoever can change the pull request can write it. So nothing else of it is used, each value is
checked by its form, and each one becomes one word of a command line. Acceptances in the file are ignored.

Example: a plan of `--select experience.finance` becomes `--expect=sha256:…` and `--select=experience.finance`.
"""

import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from rest import RestError

PLAN: Final = "plan.json"
_UNREADABLE: Final = (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, RuntimeError, ValueError)
"""What reading a broken, encrypted or unknown archive raises."""

LARGEST: Final = 256 * 1024 * 1024
_DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}")
_MEMBER: Final = r"([A-Za-z0-9_.*?\[][A-Za-z0-9_.*?\[\]!-]{0,100}/){0,20}"
"""Stands before a selector of a fleet: folders, or globs of them."""
_SELECTOR: Final = re.compile(_MEMBER + r"[a-z0-9_*?\[][a-z0-9_*?\[\]!-]{0,100}(\.[a-z0-9_*?\[\]!-]{1,100})?")
_FLAGS: Final = ("no_removals", "reject_connections")
_LISTS: Final = ("select", "exclude")


def unzipped(archive: bytes) -> bytes:
    """Return the file plan.json of *archive*, which is read and never unpacked. Raises RestError."""
    try:
        with zipfile.ZipFile(BytesIO(archive)) as files, files.open(PLAN) as file:
            text = file.read(LARGEST + 1)
    except KeyError as error:
        raise RestError(f"the artifact of the reviewed plan has no {PLAN}.") from error
    except _UNREADABLE as error:
        raise RestError("the artifact of the reviewed plan is not a zip file that can be read.") from error
    if len(text) > LARGEST:
        raise RestError(f"the reviewed plan is larger than {LARGEST} bytes.")
    return text


def words(text: bytes) -> list[str]:
    """Return the options of `reconciler apply` for the plan *text*. Raises RestError for any other form."""
    try:
        plan = json.loads(text)
        digest, options = plan["digest"], plan["options"]
        found = None if digest is None else [*_expected(digest, options.get("at")), *_options(options)]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise RestError("the reviewed plan does not have the form of a plan; it may be forged.") from error
    if not found:
        raise RestError("no plan could be made for the pull request that was merged.")
    return found


def _expected(digest: object, at: object) -> Iterator[str]:
    """Yield the option with the digest. Raises ValueError for another form, and for a plan as on another day."""
    if not isinstance(digest, str) or not _DIGEST.fullmatch(digest) or at is not None:
        raise ValueError(digest)
    yield f"--expect={digest}"


def _options(options: dict[str, Any]) -> Iterator[str]:
    """Yield the options, one word each. Raises ValueError, KeyError or TypeError for another form."""
    for name in _LISTS:
        if not isinstance(options[name], list):
            raise TypeError(name)
        for selector in options[name]:
            if not isinstance(selector, str) or not _SELECTOR.fullmatch(selector):
                raise ValueError(selector)
            yield f"--{name}={selector}"
    for name in _FLAGS:
        if not isinstance(options[name], bool):
            raise TypeError(name)
        if options[name]:
            yield f"--{name.replace('_', '-')}"
