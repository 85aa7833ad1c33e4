"""What every test lives under: no network but loopback, nothing of this machine's AWS, repeatable chance."""

import os
import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

NOWHERE = str(Path(__file__).parent / "nowhere")
LOOPBACK = ("127.", "::1", "localhost")


class NetworkBlockedError(RuntimeError):
    """A test reached for a machine other than this one."""


def block_network(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse name look-ups, connections and datagrams that leave this machine. Unix sockets stay on it."""
    if event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = arguments[0]
    elif event in {"socket.connect", "socket.sendto"} and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    name = host.decode() if isinstance(host, bytes) else host
    if name and not str(name).startswith(LOOPBACK):
        message = f"{event}: {name!r} is not this machine; tests speak to the twin on 127.0.0.1"
        raise NetworkBlockedError(message)


def forget_machine(environment: os._Environ[str]) -> None:
    """Remove what would make a test depend on who runs it: AWS settings, proxies, colour, home."""
    for name in list(environment):
        if name.startswith("AWS_") or name.lower().endswith("_proxy") or name in {"NO_COLOR", "FORCE_COLOR"}:
            del environment[name]
    environment.update(
        HOME=NOWHERE,
        AWS_CONFIG_FILE=NOWHERE,
        AWS_SHARED_CREDENTIALS_FILE=NOWHERE,
        AWS_EC2_METADATA_DISABLED="true",
        GIT_CONFIG_GLOBAL=os.devnull,
        GIT_CONFIG_NOSYSTEM="1",
        TZ="UTC",
    )


sys.addaudithook(block_network)
forget_machine(os.environ)

QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile(
    "ci", derandomize=True, deadline=None, max_examples=40, database=None, suppress_health_check=QUIET
)
settings.register_profile("explore", deadline=None, max_examples=2000, suppress_health_check=QUIET)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
