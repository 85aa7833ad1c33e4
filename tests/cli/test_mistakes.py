"""A mistake of ours in an apply, as users see it: what was done is told and written first, and no traceback unasked."""

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from reconciler.cli import files
from reconciler.cli.program import Keep, Progress, Tell
from reconciler.errors import ReconcilerError
from reconciler.pipeline import Planning, PlanOptions, Repository, Run
from tests.cli.fakes import FakeProgram, Said, command
from tests.pipeline.mistaken import Breaking, governing
from tests.trial import ADS, FINANCE, MEMBER, Trial, experience, on_twin, world

BEFORE, WISHED = {MEMBER: "Old", ADS: "Old"}, {MEMBER: "New", ADS: "Old"}
BUG = "error: this is a bug in reconciler: RuntimeError: boom\n"


class OnTwin(FakeProgram):
    """The real pipeline on a twin, behind the command line."""

    trial: Trial
    vanishing: Path | None = None

    def plan(self, _repository: Repository, _options: PlanOptions, _commit: str | None, _tell: Tell) -> Planning:
        """Plan what the trial wishes."""
        return self.trial.plan()

    def apply(self, planning: Planning, tell: Progress, _keep: Keep) -> Run:
        """Carry it out on the twin; the folder *vanishing* goes away when it begins."""
        if self.vanishing:
            self.vanishing.rmdir()
        self.trial.listener = tell
        return self.trial.apply(planning)


@pytest.fixture
def program(tmp_path: Path) -> Iterator[OnTwin]:
    """A principal that moves to an experience that is to be made."""
    with on_twin(tmp_path) as trial:
        trial.settings("guards: {ungoverned: allow, max_removals: {share: 1.0}}\n")
        new = f"new: {{title: New, status: enabled, principals: [{FINANCE}]}}"
        trial.wish(f"{{kind: experience, items: {{old: {{title: Old, principals: ['{ADS}']}}, {new}}}}}")
        made = OnTwin()
        made.trial = trial
        begin(made)
        yield made


def begin(program: OnTwin) -> None:
    """Begin in the same world again."""
    program.trial.twin.reset(world(experience("Old", principals=[FINANCE, ADS])))
    program.trial.wrap = lambda clients: clients


def applied(program: OnTwin, more: str = "") -> tuple[Said, dict[str, Any]]:
    """Apply on the command line; give what it said and its report."""
    said = command(f"{more} apply --yes --report r.json".strip(), program)
    return said, json.loads(Path("r.json").read_text())


def governed(program: OnTwin) -> dict[str, str | None]:
    """Return what governs the accounts of the principals that the wish is about."""
    found = governing(program.trial, program.trial.plan().course.organization)
    return {account: found[account] for account in BEFORE}


@pytest.mark.usefixtures("here")
def test_a_mistake_in_an_apply_ends_with_one_and_is_told_after_all_else(program: OnTwin) -> None:
    """The report is whole, the moves are put back, and the last lines say that it was our fault."""
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
def test_who_asks_for_more_gets_the_traceback(program: OnTwin) -> None:
    """With -v it shows where our mistake is."""
    program.trial.wrap = Breaking(2, only="start_change_set").wrap
    said, _ = applied(program, "-v")
    assert BUG in said.err
    assert "Traceback (most recent call last):\n" in said.err
    assert "tests/pipeline/mistaken.py" in said.err


FULL = ReconcilerError("cannot write r.json: No space left on device")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(("mistake", "code"), [(RuntimeError("boom"), 1), (FULL, 0)], ids=["ours", "full disk"])
def test_whatever_write_of_the_report_breaks_everybody_arrives(
    program: OnTwin, monkeypatch: pytest.MonkeyPatch, mistake: Exception, code: int
) -> None:
    """Each write of the report in turn: the moves come to their end, and only the last one can't be made up for."""
    writes, broken = count(1), [0]
    write = files.write_whole

    def tried(path: Path, text: str) -> None:
        if next(writes) == broken[0]:
            raise mistake
        write(path, text)

    monkeypatch.setattr(files, "write_whole", tried)
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
def test_a_report_folder_that_goes_away_does_not_stop_the_last_look(program: OnTwin) -> None:
    """Everybody arrives, the end is told on the screen, and that the report is missing is an error."""
    Path("gone").mkdir()
    program.vanishing = Path("gone")
    said = command("apply --yes --report gone/r.json", program)
    assert (said.code, governed(program)) == (1, WISHED)
    assert "Converged: AWS matches the repository." in said.out
    assert said.err.endswith("error: cannot write gone/r.json: No such file or directory\n")
