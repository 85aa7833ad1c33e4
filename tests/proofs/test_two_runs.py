"""Two runs at one instant, in two processes, against a twin as far away as AWS; `make prove` plays 40 rounds."""

from collections.abc import Iterator

import pytest

from proofs.two_runs import ROUNDS, Arena, arena, play


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    """A twin 200 ms away and two processes; a second takes a twentieth of one, for everybody."""
    with arena(tmp_path_factory.mktemp("two-runs"), 0.05) as made:
        yield made


@pytest.mark.parametrize("name", [name for name in ROUNDS if not name.endswith("together")])
def test_two_runs_at_one_instant_create_one_experience(played: Arena, name: str) -> None:
    """Whoever is first and whatever gets lost, the title is there once, and what each run says of itself is so.

    Rounds that chance decides, and with it the load of this machine, are for `make prove`.
    """
    found = play(played, name, 1)
    assert (found.experiences, found.met, found.holds) == (1, True, True), found
