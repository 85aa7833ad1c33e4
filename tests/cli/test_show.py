"""`reconciler show` and the plan files that it reads."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reconciler.cli.plan_file import read_plan
from reconciler.errors import UsageError
from reconciler.model import Address
from reconciler.model.plan import digest_of
from tests.cli.fakes import ONE_CHANGE, FakeProgram, command
from tests.render.html.payload import parsed


def saved(here: Path, **edits: Any) -> Path:  # noqa: ANN401 - any part of a plan
    """Save the plan of one change, with parts of it edited."""
    file = here / "a.plan"
    file.write_text(json.dumps(ONE_CHANGE.as_json() | edits))
    return file


def test_a_saved_plan_is_shown_as_it_was_planned() -> None:
    """The text is the same as when the plan was made, without settings and without AWS."""
    planned = command("plan --out a.plan", FakeProgram(ONE_CHANGE))
    program = FakeProgram()
    assert command("show a.plan", program).out.startswith(planned.out)
    assert program.asked == []


def test_a_saved_plan_is_shown_as_json(here: Path) -> None:
    """The JSON that `show` writes equals the plan file."""
    command("plan --out a.plan", FakeProgram(ONE_CHANGE))
    command("show a.plan --format json=b.json --format text")
    assert (here / "b.json").read_text() == (here / "a.plan").read_text()


def test_a_saved_plan_is_never_written_over(here: Path) -> None:
    """`show` does not write its output over the plan file. It can write to any other file."""
    command("plan --out a.plan", FakeProgram(ONE_CHANGE))
    before = (here / "a.plan").read_text()
    said = command("show a.plan --format json --format text=a.plan")
    assert (said.code, said.out) == (64, "")
    assert said.err == "error: a.plan is named twice\n  hint: name a different file for each output\n"
    assert (here / "a.plan").read_text() == before


def test_the_digest_of_a_file_is_that_of_its_plan() -> None:
    """A plan that is read from a file has the digest with which it was written."""
    assert digest_of(json.loads(json.dumps(ONE_CHANGE.as_json()))) == ONE_CHANGE.digest


def test_the_digest_does_not_depend_on_the_order_of_changes() -> None:
    """A plan lists `a-2` before `a-10`, and its file has the digest of the plan."""
    (one,) = ONE_CHANGE.changes
    many = [replace(one, address=Address("experience", name)) for name in ("a-2", "a-10")]
    plan = replace(ONE_CHANGE, changes=tuple(many))
    assert digest_of(json.loads(json.dumps(plan.as_json()))) == plan.digest


@pytest.mark.parametrize(
    "edit",
    [
        {"changes": []},
        {"operations": []},
        {"changes": [1]},
        {"operations": {}},
        {"names": []},
        {"problems": [{}]},
        {"unmanaged": "many"},
        {"summary": None},
        {"digest": "sha256:" + "0" * 64},
    ],
    ids=repr,
)
def test_a_plan_that_was_edited_is_neither_shown_nor_applied(here: Path, edit: dict[str, Any]) -> None:
    """The digest is that of the content which the approver reads."""
    with pytest.raises(UsageError, match="was changed after it was written"):
        read_plan(saved(here, **edit))


def test_a_plan_file_without_a_plan_is_neither_shown_nor_applied(here: Path) -> None:
    """The file says why there is no plan, and so does the error."""
    why = {"severity": "error", "code": "unreadable", "message": "access denied", "source": None, "hint": None}
    with pytest.raises(UsageError, match="no plan could be made: access denied"):
        read_plan(saved(here, digest=None, problems=[why]))


def test_a_plan_of_another_major_version_is_refused(here: Path) -> None:
    """The program does not guess the meaning of an unknown format."""
    with pytest.raises(UsageError, match=r"has plan format 2\.0, not 1\.x"):
        read_plan(saved(here, format_version="2.0"))


def test_a_later_minor_version_may_have_more_keys(here: Path) -> None:
    """Unknown keys are ignored."""
    assert read_plan(saved(here, more={"of": "it"})).items() >= {"more": {"of": "it"}}.items()


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"{}", b"\xff\xfe", b'"digest"', b"[" * 100_000], ids=len)
def test_a_file_that_is_no_plan_is_one_error(here: Path, text: bytes) -> None:
    """The error is one sentence, whatever the file contains."""
    (here / "a.plan").write_bytes(text)
    with pytest.raises(UsageError, match=r"a\.plan is not a plan"):
        read_plan(here / "a.plan")


@pytest.mark.parametrize(
    ("made", "age"),
    [
        ("2026-11-22T12:00:00Z", "less than a minute ago"),
        ("2026-11-22T11:59:00Z", "1 minute ago"),
        ("2026-11-22T10:00:01Z", "1 hour ago"),
        ("2026-11-20T11:00:00Z", "2 days ago"),
        ("2026-11-22T12:30:00Z", "less than a minute ago"),
    ],
)
def test_a_saved_plan_is_shown_with_its_age(made: str, age: str, here: Path) -> None:
    """The heading has the age of the plan. If the clock is behind, the plan is shown as new."""
    said = command(f"show {saved(here, created_at=made).name}", FakeProgram())
    assert said.out.endswith(f"\nPlanned {age} ({made}).\n")


def test_a_saved_plan_is_shown_with_the_rules_that_it_accepts(here: Path) -> None:
    """Applying the file applies these acceptances, so they are shown."""
    accepted = [f"max_removals@{ONE_CHANGE.short_digest}", f"ungoverned@{ONE_CHANGE.short_digest}"]
    said = command(f"show {saved(here, accepted=accepted).name}", FakeProgram())
    assert said.out.endswith("Z).\nAccepted in this file: max_removals, ungoverned.\n")


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
@pytest.mark.parametrize("edit", [{"created_at": "yesterday"}, {"accepted": 7}, {"accepted": [7]}, {"commit": 7}])
def test_a_plan_file_with_an_invalid_value_is_one_error(edit: dict[str, Any], form: str, here: Path) -> None:
    """There is one error and no traceback, whatever the value is shown in."""
    said = command(f"show {saved(here, **edit).name} --format {form}", FakeProgram())
    assert (said.code, said.out) == (64, "")
    assert "a.plan was changed after it was written" in said.err


@pytest.mark.parametrize("edit", [{"world": 7}, {"options": []}, {"exposures": [7]}, {"budget": None}])
def test_a_page_of_a_plan_file_with_an_invalid_value_is_one_error(edit: dict[str, Any], here: Path) -> None:
    """The parts that only the page shows are checked for it, too."""
    said = command(f"show {saved(here, **edit).name} --format html=a.html", FakeProgram())
    assert (said.code, said.out, (here / "a.html").exists()) == (64, "", False)
    assert "a.plan was changed after it was written" in said.err


def test_a_plan_of_an_older_version_has_a_page(here: Path) -> None:
    """A file without the parts that were added to the format since says that they were not read."""
    file = saved(here)
    plan = json.loads(file.read_text())
    file.write_text(json.dumps({key: part for key, part in plan.items() if key not in {"world", "read"}}))
    said = command(f"show {file.name} --format html", FakeProgram())
    assert said.code == 0
    shown = parsed([said.out])[0]["plan"]
    assert (shown["world"]["accounts"], shown["read"]) == (None, {"organization": "none"})
