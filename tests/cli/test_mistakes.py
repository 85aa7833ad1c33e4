"""A bug during apply: the outcomes are printed and written first, and there is no traceback without -v."""

import json
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from reconciler.cli import files
from reconciler.cli.program import Keep, Progress, Tell
from reconciler.errors import ReconcilerError
from reconciler.pipeline import Planning, PlanOptions, Repository, Run
from reconciler.reading_progress import ReadingProgress
from tests.cli.fakes import FakeProgram, Said, command
from tests.pipeline.mistaken import Breaking, governing
from tests.trial import ADS, FINANCE, MEMBER, Trial, experience, on_twin, world

BEFORE, WISHED = {MEMBER: "Old", ADS: "Old"}, {MEMBER: "New", ADS: "Old"}
BUG = "error: this is a bug in reconciler: RuntimeError: boom\n"


class OnTwin(FakeProgram):
    """The real pipeline on a twin, behind the command line."""

    trial: Trial
    vanishing: Path | None = None

    def plan(
        self, _repository: Repository, _options: PlanOptions, _commit: str | None, _tell: Tell, _read: ReadingProgress
    ) -> Planning:
        """Plan the desired state of the trial."""
        return self.trial.plan()

    def apply(self, planning: Planning, tell: Progress, _keep: Keep, _read: ReadingProgress) -> Run:
        """Apply the plan on the twin; the folder *vanishing* is deleted first."""
        if self.vanishing:
            self.vanishing.rmdir()
        self.trial.listener = tell
        return self.trial.apply(planning)


@pytest.fixture
def program(tmp_path: Path) -> Iterator[OnTwin]:
    """Return a program whose plan moves a principal to a new experience."""
    with on_twin(tmp_path) as trial:
        trial.settings("guards: {ungoverned: allow, max_removals: {share: 1.0}}\n")
        new = f"new: {{title: New, status: enabled, principals: [{FINANCE}]}}"
        trial.wish(f"{{kind: experience, items: {{old: {{title: Old, principals: ['{ADS}']}}, {new}}}}}")
        made = OnTwin()
        made.trial = trial
        begin(made)
        yield made


def begin(program: OnTwin) -> None:
    """Reset the twin to the first state."""
    program.trial.twin.reset(world(experience("Old", principals=[FINANCE, ADS])))
    program.trial.wrap = lambda clients: clients


def applied(program: OnTwin, more: str = "") -> tuple[Said, dict[str, Any]]:
    """Run apply; return its output and its report."""
    said = command(f"{more} apply --yes --report r.json".strip(), program)
    return said, json.loads(Path("r.json").read_text())


def governed(program: OnTwin) -> dict[str, str | None]:
    """Return the governing experiences of the planned principals."""
    found = governing(program.trial, program.trial.plan(whole_organization=True).course.organization)
    return {account: found[account] for account in BEFORE}


@pytest.mark.usefixtures("here")
def test_an_apply_with_a_bug_ends_with_1_and_a_whole_report(program: OnTwin) -> None:
    """The report is complete, the moves are put back, and the last lines report the bug."""
    program.trial.wrap = Breaking(2, only="start_change_set").wrap
    said, report = applied(program)
    assert (said.code, governed(program)) == (1, BEFORE)
    assert said.err.endswith(f"{BUG}  hint: please report it with the command that you ran and its output with -v\n")
    assert [one["status"] for one in report["outcomes"]] == ["succeeded", "rolled_back", "succeeded"]
    assert (report["converged"], report["remaining"]) == (False, ["experience.new", "experience.old"])
    assert [error["code"] for error in report["outcomes"][1]["errors"]] == ["bug"]
    assert "bug: a bug in reconciler: RuntimeError: boom" in said.out
    assert "Traceback" not in said.out + said.err


@pytest.mark.usefixtures("here")
def test_verbose_shows_the_traceback_of_a_bug(program: OnTwin) -> None:
    """With -v, the traceback shows where the bug is."""
    program.trial.wrap = Breaking(2, only="start_change_set").wrap
    said, _ = applied(program, "-v")
    assert BUG in said.err
    assert "Traceback (most recent call last):\n" in said.err
    assert "tests/pipeline/mistaken.py" in said.err


FULL = ReconcilerError("cannot write r.json: No space left on device")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(("mistake", "code"), [(RuntimeError("boom"), 1), (FULL, 0)], ids=["ours", "full disk"])
def test_a_report_that_cannot_be_written_does_not_stop_the_moves(
    program: OnTwin, monkeypatch: pytest.MonkeyPatch, mistake: Exception, code: int
) -> None:
    """Each write of the report fails in turn. The moves are completed; only a failed last write loses the report."""
    writes, broken = count(1), [0]
    write = files.write_pieces

    def tried(path: Path, pieces: Iterable[str]) -> None:
        if next(writes) == broken[0]:
            raise mistake
        write(path, pieces)

    monkeypatch.setattr("reconciler.cli.outputs.write_pieces", tried)
    assert applied(program)[0].code == 0
    last = next(writes) - 1
    for number in range(1, last + 1):
        begin(program)
        writes, broken[0] = count(1), number
        Path("r.json").unlink()
        said, report = applied(program)
        assert (governed(program), "Traceback" in said.err) == (WISHED, False)
        assert (said.code, report["converged"]) == ((1, None) if number == last else (code, True))
        if number < last:
            assert [problem["code"] for problem in report["problems"]] == ["bug" if code else "not-told"]
    assert last > 1


@pytest.mark.usefixtures("here")
def test_a_deleted_report_folder_does_not_stop_the_last_look(program: OnTwin) -> None:
    """The moves are completed and the result is printed. The missing report is an error."""
    Path("gone").mkdir()
    program.vanishing = Path("gone")
    said = command("apply --yes --report gone/r.json", program)
    assert (said.code, governed(program)) == (1, WISHED)
    assert "Converged: AWS matches the repository." in said.out
    assert said.err.endswith("error: cannot write gone/r.json: No such file or directory\n")
