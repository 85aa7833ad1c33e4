"""The environment in which a shell or a command uses the twin as its AWS, and never the user's own account."""

import os
import shlex
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Final

SEALED: Final = {
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}
"""With these, no profile is found, also not one that a command line or settings name, and no role of a machine."""
NOBODY: Final = {
    "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
    "AWS_ACCESS_KEY_ID": "AKIATWIN000000000000",
    "AWS_SECRET_ACCESS_KEY": "twin",
}
"""The environment of a shell when no twin could be started: no program answers there (port 9, discard)."""


def pointed(environment: Mapping[str, str], twin: Mapping[str, str]) -> dict[str, str]:
    """Return *environment* with *twin* as AWS: without any other AWS variable, and without a proxy to the twin."""
    rest = {name: value for name, value in environment.items() if not name.startswith("AWS_")}
    return {**rest, **twin, **SEALED, **_direct(environment)}


def seal(environment: MutableMapping[str, str]) -> None:
    """Remove every AWS variable from *environment*: moto, on which the twin is built, would read the user's profile."""
    for name in [name for name in environment if name.startswith("AWS_")]:
        del environment[name]
    environment.update(SEALED)


def shell_lines(environment: Mapping[str, str], twin: Mapping[str, str]) -> Iterator[str]:
    """Return the lines that a shell with *environment* evaluates to use *twin* as its AWS."""
    after = pointed(environment, twin)
    gone = sorted(environment.keys() - after.keys())
    if gone:
        yield f"unset {' '.join(gone)}"
    for name, value in after.items():
        if environment.get(name) != value:
            yield f"export {name}={shlex.quote(value)}"


def _direct(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that exempt this machine from proxies, in both spellings; the lower-case one wins."""
    known = environment.get("no_proxy") or environment.get("NO_PROXY") or ""
    both = known if "127.0.0.1" in known else f"{known},127.0.0.1".lstrip(",")
    return {"NO_PROXY": both, "no_proxy": both}
