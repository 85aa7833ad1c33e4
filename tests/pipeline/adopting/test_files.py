"""The files of an import of everything: where they are written, and where nothing may be written."""

import pytest

from tests.cli.fakes import command
from tests.importing import Importer, files, import_all
from tests.trial import ADS, FINANCE, ORGANIZATION, Trial, clients, experience, world

DEFAULT = experience("Default", principals=[ORGANIZATION])
UNIT = experience("Unit", principals=[FINANCE, ADS], policy={"requests": "Deny", "allow": ["A: b"]})
EMPTY = "{kind: principal, name: ads, id: '555555555555'}"


def imported(trial: Trial, options: str = "") -> tuple[int, str]:
    """Import everything; return the exit code and stderr without what was read."""
    said = import_all(clients(trial.account, writes=False), options)
    return said.code, "".join(line + "\n" for line in said.err.splitlines() if not line.startswith("Read "))


def test_a_missing_folder_is_made(trial: Trial) -> None:
    """The first import of a new repository needs no empty folder."""
    trial.twin.reset(world(DEFAULT))
    assert not (trial.folder / "desired_state").exists()
    assert imported(trial) == (0, "")
    assert trial.plan().plan.unmanaged == ()


def test_the_folder_of_the_settings_is_written(trial: Trial) -> None:
    """It may have any name; --config may name settings elsewhere."""
    trial.settings("desired_state: wish/all\n")
    trial.twin.reset(world(DEFAULT))
    assert imported(trial) == (0, "")
    assert (trial.folder / "wish/all/experiences/default.yaml").exists()


@pytest.mark.parametrize("first", ["principals.yaml", "products.yaml"])
def test_a_killed_import_is_finished_by_the_next(trial: Trial, first: str) -> None:
    """Files with names are written first; the others are the same as if nothing had happened."""
    trial.twin.reset(world(DEFAULT, UNIT))
    assert imported(trial, "--names") == (0, "")
    whole = files(trial.folder)
    for name in whole:
        if name.startswith("desired_state") and not name.endswith(first):
            (trial.folder / name).unlink()
    assert imported(trial, "--names") == (0, "")
    assert files(trial.folder) == whole


def test_a_file_that_the_settings_ignore_is_not_written(trial: Trial) -> None:
    """It would not be read, so the object would stay unmanaged and would be written again."""
    trial.settings("ignore: ['default*']\n")
    trial.twin.reset(world(DEFAULT, UNIT))
    trial.wish(EMPTY)
    code, told = imported(trial)
    assert code == 64
    assert "desired_state/experiences/default.yaml would not be read: reconciler.yaml ignores it" in told
    assert sorted(files(trial.folder / "desired_state")) == ["wish.yaml"]


def test_an_included_folder_is_not_written(trial: Trial) -> None:
    """Other repositories use it, too."""
    trial.settings("include: [shared]\n")
    (trial.folder / "shared").mkdir()
    trial.wish(EMPTY)
    code, told = imported(trial, "--out shared")
    assert (code, told.splitlines()[0]) == (64, "error: shared is included by reconciler.yaml")


def test_a_file_is_no_folder(trial: Trial) -> None:
    """Nothing is read."""
    trial.wish(EMPTY)
    code, told = imported(trial, "--out desired_state/wish.yaml")
    assert (code, told) == (64, "error: --out desired_state/wish.yaml: is no folder\n")
    assert trial.twin.calls.operations() == {}


def test_a_file_that_cannot_be_extended_is_an_error(trial: Trial) -> None:
    """A directive holds for one document; nothing is written."""
    trial.twin.reset(world(DEFAULT, UNIT))
    trial.wish("%YAML 1.2\n---\nkind: product\nname: ledger\nid: prod-ledger\n", "products.yaml")
    before = files(trial.folder)
    code, told = imported(trial)
    assert (code, told.splitlines()[-1]) == (1, "  hint: nothing was written")
    assert files(trial.folder) == before


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("import --all experience.a", "--all is not for one object"),
        ("import --all --id exp-1", "--all is not for one object"),
        ("import experience.a --id exp-1 --names", "--names belongs to --all, --from-aws-sample and --from-cross-org"),
        ("import --select experience", "--select belongs to --all"),
        ("import --id exp-1", "the following arguments are required: ADDRESS"),
    ],
)
def test_options_of_one_and_of_all_do_not_mix(trial: Trial, line: str, message: str) -> None:
    """The error says which belong together; nothing is read."""
    said = command(line, Importer())
    assert (said.code, said.out, said.err.splitlines()[0]) == (64, "", f"error: {message}")
    assert trial.twin.calls.operations() == {}
