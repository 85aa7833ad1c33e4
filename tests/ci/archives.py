"""Artifacts: plans as GitHub keeps them, in zip files."""

import io
import json
import zipfile
from collections.abc import Mapping

from tests.ci.github_server import Json

DIGEST = f"sha256:{'1' * 64}"
OPTIONS = {"select": [], "exclude": [], "no_removals": False, "reject_connections": False, "at": None}


def plan(**more: Json) -> bytes:
    """Return the JSON of a plan, as far as an apply reads it, with *more* keys or other values."""
    return json.dumps({"format_version": "1.0", "digest": DIGEST, "options": OPTIONS, "accepted": [], **more}).encode()


def archive(text: bytes, name: str = "plan.json", beside: Mapping[str, bytes] | None = None) -> bytes:
    """Return a zip file with *text* as the file *name*, and with other files *beside* it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as files:
        for one, content in {**(beside or {}), name: text}.items():
            files.writestr(one, content)
    return made.getvalue()
