"""The command line of the benchmark: each part can be measured alone, and what fails is told as not measured."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import __main__ as command
from benchmarks.figures import Figure
from benchmarks.fresh import FailedError
from benchmarks.parts import PARTS, Bench, Part
from benchmarks.terraform import terraform_figures, write_resources

FIGURE = Figure(name="one", value=1, unit="s", aim=2)


def one(_bench: Bench) -> Iterator[Figure]:
    """Measure one figure."""
    yield FIGURE


def broken(_bench: Bench) -> Iterator[Figure]:
    """Measure one figure, then fail."""
    yield FIGURE
    raise FailedError("the twin does not start")


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace the parts by three small ones, of which one needs another program."""
    some = {"small": Part("a", one), "broken": Part("b", broken), "peer": Part("c", one, peer=True)}
    monkeypatch.setattr(command, "PARTS", some)


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> None:
    """Run the command line."""
    monkeypatch.setattr("sys.argv", ["benchmarks", *words])
    command.main()


@pytest.mark.usefixtures("parts")
def test_all_parts_are_measured_and_a_failure_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The figures before the failure stay, and the end says what was not measured; the JSON has it all."""
    run(monkeypatch, "--json", str(tmp_path / "all.json"))
    out = capsys.readouterr().out
    assert out.splitlines()[-2:] == [
        "aims: 3 met, 0 missed; 1 figures not measured",
        "  NOT MEASURED  broken: the twin does not start",
    ]
    told = json.loads((tmp_path / "all.json").read_text())
    assert [one["part"] for one in told["parts"]] == ["small", "broken", "peer"]
    assert [one["verdict"] for one in told["parts"][1]["figures"]] == ["met", "not_measured"]
    assert {len(one["load"]) for one in told["parts"]} == {2}


@pytest.mark.usefixtures("parts")
@pytest.mark.parametrize(
    ("words", "measured"),
    [(["small"], ["small"]), (["--alone"], ["small", "broken"]), (["--quick"], ["small", "broken"])],
)
def test_parts_are_chosen_by_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str], measured: list[str]
) -> None:
    """Without names all are measured; --alone and --quick leave out those that need other programs."""
    run(monkeypatch, *words)
    assert capsys.readouterr().err.splitlines() == [f"measuring {name} …" for name in measured]


def test_an_unknown_part_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The answer names the parts that there are."""
    with pytest.raises(SystemExit):
        run(monkeypatch, "chain")
    assert "no part is called chain: there are entries, organization, chains" in capsys.readouterr().err
    assert set(PARTS) >= {"entries", "organization", "chains", "noticing", "octodns", "terraform"}


def test_without_terraform_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The table says that it was not measured, and why."""
    monkeypatch.setenv("PATH", str(tmp_path))
    (figure,) = terraform_figures(tmp_path, 1)
    assert (figure.verdict, figure.note) == ("not measured", "not measured: no program terraform")


def test_the_state_for_terraform_holds_what_is_written(tmp_path: Path) -> None:
    """Each block has one instance with the same object, so that a plan has nothing to change."""
    write_resources(tmp_path / "three", 3)
    state = json.loads((tmp_path / "three" / "terraform.tfstate").read_text())
    held = [one["instances"][0]["attributes"]["input"]["value"]["customer"] for one in state["resources"]]
    assert held == ["customer-0", "customer-1", "customer-2"]
    assert (tmp_path / "three" / "main.tf").read_text().count('resource "terraform_data"') == 3
