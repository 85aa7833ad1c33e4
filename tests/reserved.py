"""A port of this machine that nobody else gets, also while nothing listens there."""

import socket


def reserved_port() -> int:
    """Return a free port that stays reserved until this process ends.

    A socket is bound to it and never listens. So the system gives it neither to a server that takes any free port nor
    to an outgoing connection, and whoever connects is refused. A server that reuses addresses, as the twin's does, can
    listen there.
    """
    kept = socket.socket()
    kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    kept.bind(("127.0.0.1", 0))
    number: int = kept.getsockname()[1]
    kept.detach()  # open until the process ends
    return number
