"""The text of problems, and the verdict of validate."""

from reconciler.folding import bare
from reconciler.printed import ReadJson
from reconciler.render import ANSI, PLAIN, problem_lines, validation_lines
from reconciler.render.page import Page
from tests.render.plans import ERROR, NOTE, WARNING


def test_problems_have_the_format_of_compilers() -> None:
    """A line has place, severity, code and message, so that editors can jump to it. The hint is below."""
    assert list(problem_lines(Page(), [WARNING])) == [
        "desired_state/principals.yaml:9:3: warning[principal-gone] 444444444444 is closed",
        "  hint: take it out of experience.finance",
    ]


def test_messages_of_several_lines_stay_together() -> None:
    """The lines after the first line of a message are indented."""
    problem = ERROR | {"message": "three match:\nexp-1\nexp-2", "source": None, "hint": "pin one\nwith id"}
    assert list(problem_lines(Page(), [problem])) == [
        "error[principal-held] three match:",
        "  exp-1",
        "  exp-2",
        "  hint: pin one",
        "        with id",
    ]


def test_errors_are_never_left_out() -> None:
    """At most fifty warnings are shown; all errors are shown."""
    problems = [ERROR] * 60 + [WARNING] * 60
    lines = list(problem_lines(Page(), problems))
    assert sum("error[" in line for line in lines) == 60
    assert sum("warning[" in line for line in lines) == 50
    assert lines[-1] == "… and 10 more (--full)"


def test_many_experiences_that_no_document_names_are_one_warning() -> None:
    """Up to five are told one by one; of more, three are shown and the rest are counted, but with `--full`."""
    beside = WARNING | {"code": "unmanaged-experience", "address": None, "source": None, "hint": "disable it"}
    each = [beside | {"message": f"exp-{number} is enabled"} for number in range(1, 7)]
    assert list(problem_lines(Page(), [WARNING, *each]))[2:] == [
        "warning[unmanaged-experience] 6 experiences that no document names are enabled and have principals:",
        "  exp-1 is enabled",
        "  exp-2 is enabled",
        "  exp-3 is enabled",
        "  and 3 more",
        (
            "  hint: reconciler effective shows which accounts they govern; name them in documents (reconciler import "
            "--all), or disable them"
        ),
    ]
    assert sum("warning[" in line for line in problem_lines(Page(), each[:5])) == 5
    assert sum("warning[" in line for line in problem_lines(Page(full=True), each)) == 6


def test_validation_ends_with_its_verdict() -> None:
    """The last line says whether the repository is valid."""
    assert list(validation_lines(Page(), [WARNING, ERROR, NOTE]))[-2:] == ["", "Invalid: 1 error, 1 warning, 1 note."]
    assert list(validation_lines(Page(), [WARNING]))[-1] == "Valid: 1 warning."
    assert list(validation_lines(Page(), [])) == ["Valid: no problems."]


def test_validation_counts_the_documents_that_it_read() -> None:
    """The verdict counts the documents, and says so if there are none."""
    read: ReadJson = {"documents": 34, "kinds": 5, "files": 12}
    some = "34 documents of 5 kinds in 12 files"
    assert list(validation_lines(Page(), [], read)) == [f"Valid: {some}; no problems."]
    assert list(validation_lines(Page(), [ERROR], read))[-1] == f"Invalid: {some}; 1 error."
    one: ReadJson = {"documents": 1, "kinds": 1, "files": 1}
    assert list(validation_lines(Page(), [], one)) == ["Valid: 1 document of 1 kind in 1 file; no problems."]
    none: ReadJson = {"documents": 0, "kinds": 0, "files": 0}
    assert list(validation_lines(Page(), [WARNING], none))[-1] == "Valid: no documents; 1 warning."


def test_colours_do_not_change_the_text() -> None:
    """The coloured lines without their escapes equal the plain lines."""
    coloured = "\n".join(problem_lines(Page(ANSI), [ERROR, WARNING]))
    assert bare(coloured) == "\n".join(problem_lines(Page(PLAIN), [ERROR, WARNING]))
