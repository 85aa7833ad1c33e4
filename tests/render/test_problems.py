"""How problems read, alone and together."""

from reconciler.render import ANSI, PLAIN, problem_lines, validation_lines
from reconciler.render.page import Page
from tests.render.documents import ERROR, NOTE, WARNING


def test_problems_read_as_those_of_compilers() -> None:
    """Place, severity, code, message; the hint below: editors jump to it."""
    assert list(problem_lines(Page(), [WARNING])) == [
        "desired_state/principals.yaml:9:3: warning[principal-gone] 444444444444 is closed",
        "  hint: take it out of experience.finance",
    ]


def test_messages_of_several_lines_stay_together() -> None:
    """What follows the first line is indented below it."""
    problem = ERROR | {"message": "three match:\nexp-1\nexp-2", "source": None, "hint": "pin one\nwith id"}
    assert list(problem_lines(Page(), [problem])) == [
        "error[principal-held] three match:",
        "  exp-1",
        "  exp-2",
        "  hint: pin one",
        "        with id",
    ]


def test_errors_are_never_left_out() -> None:
    """Warnings end after fifty, errors do not."""
    problems = [ERROR] * 60 + [WARNING] * 60
    lines = list(problem_lines(Page(), problems))
    assert sum("error[" in line for line in lines) == 60
    assert sum("warning[" in line for line in lines) == 50
    assert lines[-1] == "… and 10 more (--full)"


def test_validation_ends_with_its_verdict() -> None:
    """The last line tells whether the repository is usable."""
    assert list(validation_lines(Page(), [WARNING, ERROR, NOTE]))[-2:] == ["", "Invalid: 1 error, 1 warning, 1 note."]
    assert list(validation_lines(Page(), [WARNING]))[-1] == "Valid: 1 warning."
    assert list(validation_lines(Page(), [])) == ["Valid: nothing to say against it."]


def test_colour_only_adds_to_what_is_read() -> None:
    """The coloured lines without their escapes are the plain ones."""
    coloured = "\n".join(problem_lines(Page(ANSI), [ERROR, WARNING]))
    for code in ANSI:
        coloured = coloured.replace(code, "")
    assert coloured == "\n".join(problem_lines(Page(PLAIN), [ERROR, WARNING]))
