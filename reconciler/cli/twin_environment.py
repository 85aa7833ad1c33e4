"""What makes a shell or a command use the twin as its AWS, and nothing else: no moment with the user's own account."""

import os
import shlex
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Final

SEALED: Final = {
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}
"""No profile is found, even one that is named on a command line or in settings, and no role of a machine."""
NOBODY: Final = {
    "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
    "AWS_ACCESS_KEY_ID": "AKIATWIN000000000000",
    "AWS_SECRET_ACCESS_KEY": "twin",
}
"""Where a shell points when no twin could be started: nobody answers there (port 9, discard)."""


def pointed(environment: Mapping[str, str], twin: Mapping[str, str]) -> dict[str, str]:
    """Return *environment* with the twin for AWS: every other word about AWS is gone, and no proxy stands between."""
    rest = {name: value for name, value in environment.items() if not name.startswith("AWS_")}
    return {**rest, **twin, **SEALED, **_direct(environment)}


def seal(environment: MutableMapping[str, str]) -> None:
    """Take every word about AWS out of *environment*: what the twin is built on would look the user's profile up."""
    for name in [name for name in environment if name.startswith("AWS_")]:
        del environment[name]
    environment.update(SEALED)


def shell_lines(environment: Mapping[str, str], twin: Mapping[str, str]) -> Iterator[str]:
    """Write what makes a shell with *environment* `pointed` when it evaluates it."""
    after = pointed(environment, twin)
    gone = sorted(environment.keys() - after.keys())
    if gone:
        yield f"unset {' '.join(gone)}"
    for name, value in after.items():
        if environment.get(name) != value:
            yield f"export {name}={shlex.quote(value)}"


def _direct(environment: Mapping[str, str]) -> dict[str, str]:
    """Keep proxies from what stays on this machine; both spellings are in use, and the lower one wins."""
    known = environment.get("no_proxy") or environment.get("NO_PROXY") or ""
    both = known if "127.0.0.1" in known else f"{known},127.0.0.1".lstrip(",")
    return {"NO_PROXY": both, "no_proxy": both}
