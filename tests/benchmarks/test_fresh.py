"""Commands that are measured: their time, their memory, and their failures."""

import sys

import pytest

from benchmarks.fresh import FailedError, used


def test_the_peak_of_a_command_is_its_own() -> None:
    """A large parent does not count, although Linux passes its peak on when a program is started."""
    large = bytearray(b"x" * 200_000_000)
    measured = used([sys.executable, "-S", "-c", "print('done')"])
    assert len(large) == 200_000_000
    assert 1 < measured.peak < 60
    assert (measured.output, measured.wall > 0) == ("done\n", True)


def test_a_command_that_fails_is_told_with_its_code_and_its_words() -> None:
    """So is one that does not exist."""
    with pytest.raises(FailedError, match="ended with 3: no reason"):
        used([sys.executable, "-S", "-c", "import sys; print('no reason', file=sys.stderr); sys.exit(3)"])
    with pytest.raises(FailedError, match="FileNotFoundError"):
        used(["./there-is-no-such-program"])
