"""How long tests wait for what has to happen: only a test that fails waits that long."""

from typing import Final

PATIENCE: Final = 150.0
"""Seconds within which whatever shall happen soon has happened, also on a machine with much else to do.

They are fewer than the 182 after which a client of AWS gives up a call that hangs: what a signal ends, it ends sooner.
"""
