"""The main thread notices each signal, also while it waits.

Python runs the handler of a signal in the main thread, between two instructions. If another thread receives the signal,
or if it arrives right before the main thread waits for a lock, Python only notes the signal and the wait goes on. So a
thread learns of each signal from the wakeup file descriptor, and interrupts the main thread.

Example: SIGTERM arrives just before `Future.result()` waits. 20 ms later SIGURG interrupts that wait, Python sees the
note, and the handler of SIGTERM runs.
"""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread, main_thread
from types import FrameType
from typing import Final

POKE: Final = signal.SIGURG
"""A signal that means nothing to the program, and that systems ignore by default."""
PAUSES: Final = (0.02, 0.1, 0.5)
"""Seconds before each interruption; most signals are handled before the first one."""


@contextmanager
def waking() -> Iterator[None]:
    """Within the block, interrupt what the main thread waits for after each signal that has a handler.

    Call it in the main thread, after the handlers are set.
    """
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    handler = signal.signal(POKE, _go_on)
    earlier = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    Thread(target=_wake, args=(reader,), daemon=True).start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(earlier)
        signal.signal(POKE, handler)
        os.close(writer)


def _wake(reader: int) -> None:
    """Interrupt the main thread after each byte of *reader*, the number of a signal, until the other end is closed."""
    with os.fdopen(reader, "rb", buffering=0) as received:
        while number := received.read(1):
            for pause in PAUSES if number[0] != POKE else ():
                time.sleep(pause)
                signal.pthread_kill(main_thread().ident or 0, POKE)


def _go_on(_number: int, _frame: FrameType | None) -> None:
    """Do nothing: the wait is over for a moment, and handlers of other signals run."""
