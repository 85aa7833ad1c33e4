"""What users see on terminals of four sizes: the last screen has all that decides, and no line is too long."""

import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from reconciler.twin.seed import demo, parse
from reconciler.twin.twin import Twin
from tests.cli.screens import Emulated, Shown, shown
from tests.cli.test_installed import BASICS, SEED

REPOSITORY = Path(__file__).parents[2]
SIZES = [(60, 24), (80, 24), (160, 50), (200, 60)]
RULES = ["max_accounts_losing_everything", "max_connected_removed"]
sized = pytest.mark.parametrize(("columns", "rows"), SIZES)


@pytest.fixture
def demonstration(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield the settings of the demo, whose plan two rules refuse; its AWS is a twin."""
    with Twin(demo()).start() as twin:
        for name, value in twin.environment().items():
            monkeypatch.setenv(name, value)
        yield REPOSITORY / "reconciler.yaml"


@pytest.fixture
def basics(here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Twin]:
    """Yield a twin, beside a repository with one change."""
    (here / "desired_state").mkdir()
    (here / "desired_state" / "basics.yaml").write_text(BASICS)
    with Twin(parse(SEED)).start() as twin:
        for name, value in twin.environment().items():
            monkeypatch.setenv(name, value)
        yield twin


def on(columns: int, rows: int, *words: str, answer: str = "", color: str = "auto") -> Shown:
    """Run a command line on a terminal, and check that it fits and leaves no style behind."""
    found = shown(["--color", color, *words], columns, rows, {**os.environ, "TERM": "xterm"}, answer=answer)
    fits(found.screen)
    return found


def fits(screen: Emulated) -> None:
    """Check that each row that was too long is a single word that cannot be broken."""
    assert [row for row in screen.wrapped if len(re.sub(r"^[-+~^! ]*", "", row).split()) > 1] == []
    assert not screen.styled


def pasted(screen: list[str]) -> list[str]:
    """Return the words of the command that stands on a screen."""
    start = next(number for number, row in enumerate(screen) if row.startswith("    reconciler apply"))
    end = next(number for number in range(start, len(screen)) if not screen[number].endswith("\\"))
    return shlex.split("\n".join(screen[start : end + 1]).replace("\\\n", ""))


@sized
def test_the_last_screen_of_a_refusal_has_all_that_decides(demonstration: Path, columns: int, rows: int) -> None:
    """It has the verdict, who is harmed, the rules, the whole command that accepts them, and the plan."""
    found = on(columns, rows, "--config", str(demonstration), "plan", "--out", "plan.json")
    screen = found.screen.last_screen
    line = screen.index("─" * min(columns, 100))
    text = " ".join(" ".join(screen[line:]).split())
    assert (found.code, screen[-1]) == (4, "")
    assert "Refused, nothing was written: 2 rules must be accepted." in text
    assert "1 connected customer loses access" in text
    assert "1 account loses every product that it can buy now" in text
    assert "20 accounts lose products" in text
    assert "19 under experience.default lose 12345678-0123-4567-abcd-43176543219" in text
    assert all(f" {rule} " in text for rule in RULES)
    assert re.search(
        r" Plan [0-9a-f]{8}: 2 to create, 5 to update, 0 to archive; "
        r"2 change sets, 5 EC2 calls and 1 Route 53 call, about",
        text,
    )
    words = [word.partition("@")[0] for word in pasted(screen)]
    options = [word for rule in RULES for word in ("--accept", rule)]
    assert words == ["reconciler", "apply", "--config", str(demonstration), "plan.json", *options]


def test_a_refused_apply_says_its_refusal_once(demonstration: Path) -> None:
    """On a terminal the end of the plan says it, so stderr does not repeat it."""
    found = on(80, 24, "--config", str(demonstration), "apply")
    said = [row for row in found.screen.rows if row.startswith("Refused, nothing was written")]
    assert (found.code, len(said)) == (4, 1)
    assert said[0] in found.screen.last_screen


@sized
def test_the_answers_of_an_adoption_fit(basics: Twin, columns: int, rows: int) -> None:
    """First a guard refuses it; once that is accepted, it ends with what was written and what comes next."""
    line = ["drift", "--adopt", "--select", "experience.*"]
    refused = on(columns, rows, *line)
    text = "\n".join(refused.screen.rows)
    assert refused.code == 4
    accepted = on(columns, rows, *line, *(f"--accept={one}" for one in re.findall(r"--accept (\w+@\w+)", text)))
    text = " ".join(" ".join(accepted.screen.last_screen).split())
    assert accepted.code == 0
    assert text.endswith("commit the files and open a pull request; plan has no change left for them.")
    assert "there, nothing shows or undoes what has changed." in text
    assert basics.experiences()["exp-1234basics"].status == "Disabled"


@sized
def test_a_question_stands_under_all_that_decides(basics: Twin, columns: int, rows: int) -> None:
    """The screen of the question has who gains and loses what, and the plan; the answer no applies nothing."""
    found = on(columns, rows, "apply", answer="no")
    screen = found.question
    text = " ".join(" ".join(screen).split())
    assert screen[-1].startswith("Apply these changes? Only 'yes' will be accepted:")
    assert f"{'─' * min(columns, 100)} 2 accounts" in text
    assert re.search(r" Plan [0-9a-f]{8}: 0 to create, 1 to update, 0 to archive; [^?]*\. Apply these changes\?", text)
    assert (found.code, found.screen.last_screen[-2:]) == (1, ["Nothing was applied.", ""])
    assert basics.experiences()["exp-1234basics"].status == "Disabled"


@sized
@pytest.mark.usefixtures("basics")
def test_a_converged_apply_ends_with_its_verdict(columns: int, rows: int) -> None:
    """The last lines say that all calls succeeded and that AWS matches; the live lines of progress are gone."""
    found = on(columns, rows, "apply", "--yes")
    screen = found.screen.last_screen
    assert (found.code, screen[-1]) == (0, "")
    assert screen[-3:-1] == ["Applied: 1 API call succeeded.", "Converged: AWS matches the repository."]
    assert screen[-4] == "─" * min(columns, 100)


@sized
def test_help_fits_the_terminal(columns: int, rows: int) -> None:
    """Its lines are as wide as the terminal allows, and it ends with the exit codes."""
    found = on(columns, rows, "apply", "--help")
    assert found.code == 0
    assert max(map(len, found.screen.rows)) <= columns
    assert any(row.startswith("  130") for row in found.screen.last_screen)


@pytest.mark.usefixtures("basics")
def test_the_last_screen_of_drift_says_what_undoes_it() -> None:
    """It has the verdict, who can do more or less than the repository says, and the command."""
    screen = on(80, 24, "drift").screen.last_screen
    text = " ".join(" ".join(screen[screen.index("─" * 80) :]).split())
    assert text.startswith(f"{'─' * 80} AWS differs from the repository in 1 object. 2 accounts ")
    assert pasted(screen) == ["reconciler", "apply"]


@sized
def test_errors_fit_the_terminal(here: Path, columns: int, rows: int) -> None:
    """An error, with its hint, stands on the last screen."""
    (here / "desired_state").mkdir()
    (here / "desired_state" / "a.yaml").write_text(BASICS.replace("[prod-a, prod-b]", "[prod-a, prod-bbb, pprod]"))
    found = on(columns, rows, "plan")
    text = " ".join(" ".join(found.screen.last_screen).split())
    assert found.code == 3
    assert text.endswith("error: the desired state has errors, so nothing was planned")


@pytest.mark.usefixtures("basics")
@pytest.mark.parametrize(("refused", "styled"), [("", True), ("1", False)])
def test_no_color_leaves_no_style_on_a_terminal(refused: str, monkeypatch: pytest.MonkeyPatch, *, styled: bool) -> None:
    """With NO_COLOR the terminal gets no style, and the same text."""
    monkeypatch.setenv("NO_COLOR", refused)
    assert bool(on(80, 24, "plan").screen.styles) is styled
