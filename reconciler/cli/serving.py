"""The twin in the foreground, for `twin serve`; it needs an extra that not every installation has."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from reconciler.errors import ReconcilerError

from .twin_environment import seal


def serve(port: int, seed: Path | None, ready: Callable[[Mapping[str, str]], None]) -> None:
    """Serve the twin until it is interrupted; *ready* gets the environment of its clients.

    Raises ReconcilerError if the extra is not installed, or if the port cannot be used.
    """
    seal(os.environ)
    try:
        from reconciler.twin import seed as seeds
        from reconciler.twin import server
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        raise ReconcilerError(
            f"the twin needs the package {missing}",
            "install the extra: pip install 'marketplace-reconciler[twin] @ git+https://ADDRESS@TAG'",
        ) from error
    planted = seeds.read(seed) if seed else seeds.demo()
    try:
        server.serve(planted, port, lambda twin: ready(twin.environment()))
    except OSError as error:
        raise ReconcilerError(f"port {port} cannot be used: {error.strerror}", "choose another --port") from error
