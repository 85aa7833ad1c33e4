"""Signals that another thread receives are handled."""

import os
import signal
import subprocess
import sys

import pytest

from tests.patience import PATIENCE

NOTED = """
import os, signal, sys, threading, time
from reconciler.cli.signals import listening

number = int(sys.argv[1])
received = threading.Event()

def send():
    received.wait()
    os.kill(os.getpid(), number)  # this thread receives it: the main one has blocked it
    time.sleep(60)

threading.Thread(target=send, daemon=True).start()
try:
    with listening():
        signal.pthread_sigmask(signal.SIG_BLOCK, {number})
        received.set()
        threading.Event().wait()
except KeyboardInterrupt:
    print("handled", flush=True)
os._exit(0)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_that_another_thread_receives_ends_the_wait(number: signal.Signals) -> None:
    """The main thread is woken and handles the signal, instead of waiting for ever."""
    command = [sys.executable, "-c", NOTED, str(int(number))]
    heard = {one: signal.signal(one, signal.SIG_DFL) for one in (signal.SIGTERM, signal.SIGHUP)}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=PATIENCE, check=False, env=dict(os.environ)
        )
    finally:
        for one, handler in heard.items():
            signal.signal(one, handler)
    assert (done.stdout, done.stderr) == ("handled\n", "")
