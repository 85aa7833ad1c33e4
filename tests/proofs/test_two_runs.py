"""Two runs start at the same time in two processes, against a twin with AWS's latency.

`make prove` repeats it 40 times.
"""

from collections.abc import Iterator

import pytest

from proofs.two_runs import ROUNDS, Arena, arena, play


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    """Yield a twin 200 ms away and two processes, on a clock twenty times as fast."""
    with arena(tmp_path_factory.mktemp("two-runs"), 0.05) as made:
        yield made


@pytest.mark.parametrize("name", [name for name in ROUNDS if not name.endswith("together")])
def test_two_runs_at_one_instant_create_one_experience(played: Arena, name: str) -> None:
    """The title exists once, and the report of each run is true, whichever is first and whatever answer is lost.

    Rounds that depend on chance, and on the load of the machine, are for `make prove`.
    """
    found = play(played, name, 1)
    assert (found.experiences, found.met, found.holds) == (1, True, True), found
