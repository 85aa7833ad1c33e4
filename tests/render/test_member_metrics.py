"""A monitor sees how each member of a fleet ended, and never a number that is not known."""

import re
from dataclasses import replace
from datetime import UTC, datetime

from reconciler.model.problem import error
from reconciler.printed import PlanJson
from reconciler.render import MeasuredMember, RunEnd, fleet_metrics
from tests.cli.fakes import NOTHING_TO_DO, ONE_CHANGE
from tests.render.test_metrics import samples

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
UNMADE: PlanJson = {
    **replace(NOTHING_TO_DO, problems=(error("unreadable", "no credentials"),)).as_json(),
    "digest": None,
}
MEMBERS = (
    MeasuredMember("a", "r", "changed", ONE_CHANGE.as_json(), RunEnd(2, NOON)),
    MeasuredMember("b", "r", "unreadable", UNMADE, RunEnd(7, NOON)),
    MeasuredMember("c", "r", "not_run", None, RunEnd(6, NOON, 1)),
)
STATES = ("clean", "changed", "unreadable", "not_run")


def written(*members: MeasuredMember, code: int = 7, left_out: int = 0) -> str:
    """Return the metrics of a fleet."""
    return fleet_metrics("r", RunEnd(code, NOON), members, states=STATES, kinds=["experience"], left_out=left_out)


def test_a_member_that_was_not_read_does_not_look_clean() -> None:
    """It has its exit code and is not complete; a number of changes would say that nothing differs."""
    found = samples(written(*MEMBERS))
    assert [found[f'reconciler_drift_exit_code{{member="{one}"}}'] for one in "abc"] == ["2", "7", "6"]
    assert [found[f'reconciler_drift_complete{{member="{one}"}}'] for one in "abc"] == ["1", "0", "0"]
    assert {name: number for name, number in found.items() if "_changes" in name} == {
        'reconciler_drift_changes{member="a",kind="experience"}': "1"
    }
    assert found['reconciler_drift_recipients_not_told{member="c"}'] == "1"


def test_all_members_are_counted_by_their_states() -> None:
    """A state of no member has 0, so that an alert can end."""
    found = samples(written(*MEMBERS))
    assert {name: number for name, number in found.items() if "fleet" in name} == {
        "reconciler_drift_fleet_exit_code{}": "7",
        "reconciler_drift_fleet_timestamp_seconds{}": "1795348800",
        "reconciler_drift_fleet_complete{}": "0",
        "reconciler_drift_fleet_recipients_not_told{}": "0",
        'reconciler_drift_fleet_members{state="clean"}': "0",
        'reconciler_drift_fleet_members{state="changed"}': "1",
        'reconciler_drift_fleet_members{state="unreadable"}': "1",
        'reconciler_drift_fleet_members{state="not_run"}': "1",
    }


def test_a_fleet_is_complete_if_all_members_were_compared() -> None:
    """Members that are left out, and a fleet without any, are not."""
    complete = "reconciler_drift_fleet_complete{}"
    assert samples(written(MEMBERS[0], code=2))[complete] == "1"
    assert samples(written(MEMBERS[0], code=2, left_out=1))[complete] == "0"
    assert samples(written(code=3))[complete] == "0"


def test_the_samples_of_a_metric_stand_together() -> None:
    """The format of Prometheus has the help and the type of each metric once, above all of its samples."""
    lines = written(*MEMBERS).splitlines()
    names = [re.split(r"[ {]", line.removeprefix("# TYPE "))[0] for line in lines if not line.startswith("# HELP")]
    together = [name for at, name in enumerate(names) if not at or names[at - 1] != name]
    assert len(together) == len(set(together))
    assert [line for line in lines if line.startswith("# TYPE")] == [f"# TYPE {name} gauge" for name in together]
