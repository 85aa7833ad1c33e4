"""The whole answer of each kind of change and of end, in each format; equal plans of one day have equal comments."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.render import drift_markdown, plan_markdown
from tests.render.markdown.kinds_of_comments import PLAN, comments, files
from tests.render.markdown.rendered import faults
from tests.render.markdown.samples import whole_plan

FOLDER = Path(__file__).parent / "comments"
COMMENTS, FILES = comments(), files()
WHOLE = whole_plan()
WRITTEN = plan_markdown(WHOLE, PLAN), drift_markdown(WHOLE, PLAN)


@pytest.mark.parametrize("name", FILES)
def test_each_answer_is_the_one_in_its_file(name: str) -> None:
    """A reviewer sees in the change of a file what readers will see.

    After a change of words, `python -m tests.render.markdown.write_comments` writes the files again.
    """
    assert FILES[name] == (FOLDER / name).read_text("utf-8")


@pytest.mark.parametrize("name", COMMENTS)
def test_each_comment_is_sound_markdown(name: str) -> None:
    """Each has a marker, one title, closed blocks, and tables of equal rows."""
    assert faults(COMMENTS[name]) == []


def test_each_file_is_the_answer_to_something() -> None:
    """No file is left over."""
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(FILES)


def turned(value: Any, order: list[int]) -> Any:  # noqa: ANN401 - JSON
    """Return *value* with the keys of each object in another order."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: (order[sum(key.encode()) % len(order)], key))
        return {key: turned(value[key], order) for key in keys}
    return [turned(one, order) for one in value] if isinstance(value, list) else value


@settings(max_examples=max(settings().max_examples // 2, 5))
@given(
    clock=st.times(),
    seconds=st.floats(0, 10_000),
    calls=st.dictionaries(st.sampled_from(["ListEntities", "DescribeEntity"]), st.integers(0, 10_000)),
    order=st.lists(st.integers(0, 99), min_size=1, max_size=8),
)
def test_equal_plans_of_one_day_have_equal_comments(
    clock: Any,  # noqa: ANN401 - a time of the day
    seconds: float,
    calls: dict[str, int],
    order: list[int],
) -> None:
    """The hour, what reading took, and the order of keys in a plan file are not said."""
    budget = {**WHOLE["budget"], "reading": {"calls": calls, "throttled": len(order), "seconds": seconds}}
    later: Any = turned({**WHOLE, "created_at": f"2026-11-22T{clock:%H:%M:%S}Z", "budget": budget}, order)
    again: Any = json.loads(json.dumps(later))
    assert (plan_markdown(again, PLAN), drift_markdown(again, PLAN)) == WRITTEN
