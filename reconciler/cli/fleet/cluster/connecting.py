"""The connection to a scheduler of dask, which is the user's own."""

import logging
import warnings
from typing import TYPE_CHECKING, Any, Final

from reconciler.errors import UsageError

if TYPE_CHECKING:
    from distributed import Client

PATIENCE: Final = 30
"""Seconds in which a scheduler has to answer, as dask has it: one with much to do takes longer than ten."""
_LOGGERS: Final = ("distributed", "tornado", "asyncio")
_SETTINGS: Final = {
    "distributed.admin.large-graph-warning-threshold": "1TB",
    "distributed.comm.timeouts.connect": f"{PATIENCE}s",
}


def connect(address: str) -> "Client":
    """Connect to the scheduler at *address*, `HOST:PORT`; with TLS if dask is configured for it.

    Raises UsageError without the extra, and if no scheduler answers. Nothing of dask writes to stderr from then on.
    """
    try:
        import dask
        from distributed import Client
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        hint = "install the extra: pip install 'marketplace-reconciler[fleet] @ git+https://ADDRESS@TAG'"
        raise UsageError(f"--on dask needs the package {missing}", hint) from error
    dask.config.set(_SETTINGS)
    _silence()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of versions: they are compared as a whole, with a message of our own
            return Client(f"{_protocol(dask.config.get)}://{address}", timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        hint = "start one with 'dask scheduler', and see that this machine reaches its port"
        raise UsageError(f"no scheduler of dask answers at {address}: {_reason(error)}", hint) from error


def _protocol(setting: Any) -> str:  # noqa: ANN401 - dask's function has no types
    """Return the protocol that dask is configured for."""
    encrypted = setting("distributed.comm.require-encryption", None)
    return "tls" if encrypted or setting("distributed.comm.tls.client.cert", None) else "tcp"


def _silence() -> None:
    """Keep what dask logs from stderr: it logs each connection that is lost, and each worker."""
    for name in tuple(logging.root.manager.loggerDict):
        if name.partition(".")[0] in _LOGGERS:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError) or "Timed out" in str(error):
        return f"nothing within {PATIENCE} s"
    return str(error).splitlines()[0] if str(error) else type(error).__name__
