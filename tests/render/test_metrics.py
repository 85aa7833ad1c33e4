"""A monitor sees how drift ended, and never an old or invented number."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from reconciler.model.problem import error
from reconciler.printed import PlanJson
from reconciler.render import RunEnd, drift_metrics
from tests.cli.fakes import NOTHING_TO_DO, ONE_CHANGE, REFUSED, with_problem

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def samples(text: str) -> dict[str, str]:
    """Return each number by its name and labels, without the label of the repository."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {re.sub(r'repository="[^"]*",?', "", name): value for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_metrics_count_what_differs_by_kind() -> None:
    """A kind of which nothing differs or is unmanaged has 0, so that an alert can end."""
    made = with_problem(ONE_CHANGE, REFUSED).as_json()
    found = samples(drift_metrics(made, RunEnd(2, NOON, 1), "r", ["endpoint_service", "experience"]))
    assert found == {
        "reconciler_drift_exit_code{}": "2",
        "reconciler_drift_timestamp_seconds{}": "1795348800",
        "reconciler_drift_complete{}": "1",
        "reconciler_drift_recipients_not_told{}": "1",
        'reconciler_drift_changes{kind="endpoint_service"}': "0",
        'reconciler_drift_changes{kind="experience"}': "1",
        'reconciler_drift_unmanaged{kind="endpoint_service"}': "0",
        'reconciler_drift_unmanaged{kind="experience"}': "0",
        'reconciler_drift_problems{severity="error"}': "0",
        'reconciler_drift_problems{severity="refused"}': "1",
        'reconciler_drift_problems{severity="warning"}': "0",
        'reconciler_drift_problems{severity="note"}': "0",
        "reconciler_drift_api_calls{}": "0",
        "reconciler_drift_reading_seconds{}": "0.0",
    }


def test_what_was_not_compared_has_no_number_of_changes() -> None:
    """A number of 0 would say that nothing differs."""
    unmade = replace(NOTHING_TO_DO, problems=(error("unreadable", "no credentials"),)).as_json()
    found = samples(drift_metrics({**unmade, "digest": None}, RunEnd(7, NOON), "r", ["experience"]))
    assert not [name for name in found if "changes" in name or "unmanaged" in name]
    assert (found["reconciler_drift_exit_code{}"], found["reconciler_drift_complete{}"]) == ("7", "0")
    assert found['reconciler_drift_problems{severity="error"}'] == "1"


@pytest.mark.parametrize("option", ["select", "exclude"])
def test_a_selection_is_not_all_of_the_repository(option: str) -> None:
    """Of what was not selected nothing is known."""
    plan = NOTHING_TO_DO.as_json()
    options: Any = {**plan["options"], option: ["experience.finance"]}
    part: PlanJson = {**plan, "options": options}
    assert samples(drift_metrics(part, RunEnd(0, NOON), "r"))["reconciler_drift_complete{}"] == "0"
    assert samples(drift_metrics(plan, RunEnd(0, NOON), "r"))["reconciler_drift_complete{}"] == "1"


def test_a_run_without_an_answer_has_its_exit_code() -> None:
    """A wrong command line or a bug is seen by its exit code."""
    assert samples(drift_metrics(None, RunEnd(64, NOON), "r")) == {
        "reconciler_drift_exit_code{}": "64",
        "reconciler_drift_timestamp_seconds{}": "1795348800",
        "reconciler_drift_complete{}": "0",
        "reconciler_drift_recipients_not_told{}": "0",
    }


def test_metrics_have_the_text_format_of_prometheus() -> None:
    """Each metric has its help and type once, above its samples, and the label of the repository is escaped."""
    text = drift_metrics(ONE_CHANGE.as_json(), RunEnd(2, NOON), 'a\\b"c\nd', ["experience"])
    assert text.startswith(
        "# HELP reconciler_drift_exit_code Exit code of the latest run: 0 no drift, 2 drift, else a failure.\n"
        "# TYPE reconciler_drift_exit_code gauge\n"
        'reconciler_drift_exit_code{repository="a\\\\b\\"c\\nd"} 2\n'
    )
    line = re.compile(
        r'# (HELP \w+ [^\n]+|TYPE \w+ gauge)|reconciler_drift_\w+\{\w+="([^"\\\n]|\\.)*"(,\w+="\w+")?\} [0-9.]+'
    )
    assert [one for one in text.splitlines() if not line.fullmatch(one)] == []
    types = re.findall(r"# TYPE (\w+)", text)
    assert len(types) == len(set(types))
