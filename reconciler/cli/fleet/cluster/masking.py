"""Settings on their way to a worker, without what is secret in them: all of a URL but its host.

Every URL in the text is masked, also one of a comment or of a key with a typing error. Names of variables stay, and so
does each place in the text: `https://hooks.example.com/T1/${HOOK}` becomes `https://hooks.example.com/xxx${HOOK}`.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from reconciler.documents import read_mapping
from reconciler.errors import InvalidInput

_NOTIFY: Final = "notify"
_URL: Final = re.compile(rb"(https?://)((?:\$\{[^}\s]*\}|[^\s,\"'\[\]{}])*)", re.IGNORECASE)
"""A URL as far as it surely goes: in YAML, some of these characters end a value, and some only seem to."""
_PARTS: Final = re.compile(rb"([^/?#@]*(?=@))?(@?[^/?#@]*[/?#]?)(.*)")
"""The user, the host with what ends it, and the rest."""
_SECRET: Final = re.compile(rb"\$\{[^}]*\}|.")
_MASKED: Final = re.compile(r"https?://(?:x*@)?[^/?#@]*(?:[/?#](?:x|\$\{[^}]*\})*)?", re.IGNORECASE)


def without_secrets(data: bytes, config: Path) -> bytes:
    """Return settings whose webhooks lead nowhere: no member of a fleet on a cluster calls them.

    Raises InvalidInput if a URL below `notify` is written in a way in which it cannot be masked.
    """
    masked = _URL.sub(lambda found: found[1] + _masked(found[2]), data)
    stated = read_mapping(masked, str(config)).mapping.get(_NOTIFY)
    if any("://" in one and not _MASKED.fullmatch(one.strip()) for one in _texts(stated)):
        message = f"{config} has a URL that cannot be sent without its secret"
        raise InvalidInput(message, hint="write it without escapes and commas, or as https://HOST/${NAME}")
    return masked


def _masked(url: bytes) -> bytes:
    """Return what stands behind `https://` of a URL with everything masked but its host, and names of variables."""
    found = _PARTS.fullmatch(url)
    return b"".join((_hidden(found[1] or b""), found[2], _hidden(found[3]))) if found else _hidden(url)


def _hidden(text: bytes) -> bytes:
    return _SECRET.sub(lambda found: found[0] if found[0].startswith(b"${") else b"x", text)


def _texts(stated: Any) -> Iterator[str]:  # noqa: ANN401 - any YAML
    """Yield each text in a value of the settings."""
    if isinstance(stated, str):
        yield stated
    elif isinstance(stated, dict | list):
        for one in stated.values() if isinstance(stated, dict) else stated:
            yield from _texts(one)
