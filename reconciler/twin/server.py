"""The twin as a server, for any AWS client through `AWS_ENDPOINT_URL`."""

from collections.abc import Callable
from threading import Event

from .seed import Seed
from .twin import Twin


def running(seed: Seed | None = None, *, port: int = 0) -> Twin:
    """Return a twin for a `with` statement: it answers inside the block and forgets everything at its end."""
    return Twin(seed).start(port)


def serve(seed: Seed, port: int, ready: Callable[[Twin], None], until: Event | None = None) -> None:
    """Answer on *port* of 127.0.0.1 until *until* is set or the user interrupts; call *ready* once it answers.

    Raises:
        OSError: the port is taken.
    """
    with running(seed, port=port) as twin:
        ready(twin)
        (until or Event()).wait()
