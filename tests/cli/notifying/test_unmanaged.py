"""`reconciler drift --notify` about experiences that no document names: told once, and no drift."""

import json
from dataclasses import replace
from pathlib import Path

from reconciler.model.problem import Beside, warning
from tests.cli.fakes import NOTHING_TO_DO, ONE_CHANGE, FakeProgram, command, with_problem
from tests.cli.notifying.test_announcing import SNS, TOPIC, told

SHADOW = warning(Beside.EXPERIENCE, "exp-shadow 'Shadow' is enabled for ou-abcd-finance1, and no document names it")


def test_an_unmanaged_experience_is_told_once_and_is_no_drift(here: Path) -> None:
    """Its warning is in the verdict. Another experience is told; drift beside it is, also when it comes back."""
    program, line = FakeProgram(with_problem(NOTHING_TO_DO, SHADOW)), f"drift --notify {TOPIC} --told told.json"
    said = command(line, program)
    message = program.delivered[0][1]
    assert (said.code, told(program), message.subject) == (0, [SNS], "reconciler: a warning about reconciler.yaml")
    assert json.loads(message.body)["verdict"] == (
        "No drift. AWS matches the repository. "
        "Warning: exp-shadow 'Shadow' is enabled for ou-abcd-finance1, and no document names it."
    )
    assert json.loads(message.body)["changes"] == []
    assert (command(line, program).code, told(program)) == (0, [])
    other = with_problem(NOTHING_TO_DO, replace(SHADOW, message="exp-other is enabled"))
    program.made = other
    assert (command(line, program).code, told(program)) == (0, [SNS])
    program.made = with_problem(ONE_CHANGE, SHADOW)
    assert (command(line, program).code, told(program)) == (2, [SNS])
    program.made = other
    assert (command(line, program).code, told(program)) == (0, [])
    program.made = with_problem(ONE_CHANGE, SHADOW)
    assert (command(line, program).code, told(program)) == (2, [SNS])
    program.made = NOTHING_TO_DO
    command(line, program)
    assert json.loads((here / "told.json").read_text())["told"] == {}
