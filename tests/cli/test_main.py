"""What holds for every command line: help, exit codes, errors in one message, signals."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reconciler import __version__
from reconciler.cli.arguments import COMMANDS, EXIT_CODES
from reconciler.cli.signals import listening
from reconciler.errors import ExitCode, InvalidInput, PlanBug, Refused, Unreadable
from reconciler.model.problem import error, warning
from tests.cli.fakes import FakeProgram, command

LIBRARIES = {"boto3", "botocore", "rich", "jsonschema", "jsonschema_rs", "deepdiff", "yaml", "moto"}
OURS = {"reconciler.model", "reconciler.pipeline", "reconciler.render", "reconciler.aws"}
SLOW = {"dataclasses", "logging", "pathlib", "subprocess", "asyncio", "datetime", "json"}


def loaded_by(line: str) -> set[str]:
    """Run one command line in a process of its own, without what measures coverage, and name the modules it loaded."""
    running = f"from reconciler.__main__ import main; main({line.split()!r})"
    code = f"import sys; {running}; print(*sys.modules, file=sys.stderr)"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    command = [sys.executable, "-c", code]
    return set(subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stderr.split())


def test_help_names_every_command_and_every_exit_code() -> None:
    """Asking for help is answered on stdout with all there is to know at first."""
    said = command("--help")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("usage: reconciler [--config FILE] [--color auto|always|never] [-v|-q] COMMAND …\n")
    assert all(f"  {name:<12}{one.summary}\n" in said.out for name, one in COMMANDS.items())
    assert all(f"  {code:<12}{meaning}\n" in said.out for code, meaning in EXIT_CODES.items())


def test_the_exit_codes_of_the_help_are_those_that_there_are() -> None:
    """The help promises neither more nor less than the code can end with."""
    assert list(EXIT_CODES) == [code.value for code in ExitCode]


@pytest.mark.parametrize("line", ["--help", "--version"])
def test_asking_for_help_loads_next_to_nothing(line: str) -> None:
    """Help is there at once: argparse and a few small modules are all it takes."""
    assert (LIBRARIES | OURS | SLOW) & loaded_by(line) == set()


@pytest.mark.parametrize("line", ["plan --help", "apply --help", "nonsense", "plan --nonsense"])
def test_words_about_one_command_load_no_library(line: str) -> None:
    """Only work loads what work needs."""
    assert LIBRARIES & loaded_by(line) == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str) -> None:
    """Help about one command is answered before anything else is asked of the command line."""
    said = command(f"{name} --help")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"usage: reconciler {name} [-h]")


def test_the_version_is_one_line() -> None:
    """Programs can read it."""
    assert command("--version").out == f"reconciler {__version__}\n"


def test_an_error_is_a_message_and_what_to_do_about_it() -> None:
    """Errors go to stderr, with a hint where there is one, and end with their own code."""
    said = command("plan", FakeProgram(failure=Refused("wrong account\nexpected 111111111111", "check AWS_PROFILE")))
    assert (said.code, said.out) == (4, "")
    assert said.err == "error: wrong account\n  expected 111111111111\n  hint: check AWS_PROFILE\n"


def test_an_error_without_a_hint_has_no_hint() -> None:
    """Nothing is said where nothing is known."""
    assert command("plan", FakeProgram(failure=Unreadable("no credentials"))).err == "error: no credentials\n"


def test_invalid_settings_show_every_problem() -> None:
    """All problems are told at once, each with its place."""
    problems = (error("unknown-field", "no such field", "reconciler.yaml:2:1"), warning("odd", "odd", "", "fix it"))
    said = command("drift", FakeProgram(failure=InvalidInput("reconciler.yaml is not valid", problems)))
    assert said.code == 3
    assert said.err == (
        "reconciler.yaml:2:1: error[unknown-field] no such field\n"
        "warning[odd] odd\n"
        "  hint: fix it\n"
        "error: reconciler.yaml is not valid\n"
    )


def test_what_is_our_fault_is_told_as_such_without_a_traceback() -> None:
    """A bug is one line for the user, and more only on demand."""
    program = FakeProgram(failure=ZeroDivisionError("by zero\x1b[2J"))
    said = command("plan", program)
    assert said.code == 1
    assert said.err == (
        "error: this is a bug in reconciler: ZeroDivisionError: by zero\\x1b[2J\n"
        "  hint: please report it with the command that you ran and its output with -v\n"
    )
    assert "Traceback (most recent call last):" in command("-v plan", program).err


def test_a_plan_that_fails_its_own_proof_is_reported_with_what_repeats_it(tmp_path: Path) -> None:
    """Our fault, in one file to attach; where it can't be written, the findings still are."""
    name = "reconciler-bug-dacfa05f.json"
    program = FakeProgram(failure=PlanBug(tuple(f"op-{number} could do without" for number in range(12)), {"wish": {}}))
    said = command("plan", program)
    assert (said.code, said.out) == (1, "")
    assert said.err.splitlines() == [
        "error: this is a bug in reconciler: the plan fails its own proof, so it is not shown",
        *(f"  op-{number} could do without" for number in range(10)),
        "  … and 2 more",
        f"  hint: please report it with {name} (it holds the plan and what was read of AWS, but no credentials)",
    ]
    file = tmp_path / name
    assert file.read_text() == '{\n  "wish": {}\n}\n'
    file.unlink()
    file.mkdir()
    (file / "something").touch()
    assert (
        command("plan", program)
        .err.splitlines()[-1]
        .startswith(f"  hint: please report it with the command that you ran; cannot write {name}: ")
    )


def test_messages_cannot_write_to_the_terminal() -> None:
    """What AWS says in an error is shown, not obeyed."""
    assert command("plan", FakeProgram(failure=Unreadable("\x1b]0;owned\x07"))).err == "error: \\x1b]0;owned\\x07\n"


def test_an_interrupt_ends_with_its_own_code() -> None:
    """Ctrl-C is no error."""
    said = command("plan", FakeProgram(failure=KeyboardInterrupt()))
    assert (said.code, said.err) == (130, "interrupted\n")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_that_ends_a_process_is_an_interrupt(number: signal.Signals) -> None:
    """A cancelled job ends as Ctrl-C does, and leaves the handlers as they were."""

    class Signalled(FakeProgram):
        def schemas(self) -> dict[str, dict[str, str]]:
            """Be told to end."""
            signal.raise_signal(number)
            return {}

    found = signal.signal(number, signal.default_int_handler)  # nohup and background jobs ignore some of them
    try:
        assert command("schema", Signalled()).code == 130
        assert signal.getsignal(number) is signal.default_int_handler
    finally:
        signal.signal(number, found)


def test_a_signal_that_waits_is_as_two_after_five_minutes() -> None:
    """What is under way gets that long, however long AWS takes."""
    with listening() as interruption, interruption.deferred(lambda: True, lambda: None):
        signal.raise_signal(signal.SIGTERM)
        assert 290 < signal.getitimer(signal.ITIMER_REAL)[0] <= 300
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGALRM)
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_a_signal_that_is_ignored_stays_ignored() -> None:
    """Under nohup, a terminal that goes away interrupts nothing."""

    class HungUp(FakeProgram):
        def schemas(self) -> dict[str, dict[str, str]]:
            """Lose the terminal."""
            signal.raise_signal(signal.SIGHUP)
            return {"document": {}}

    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert command("schema", HungUp()).code == 0
    finally:
        signal.signal(signal.SIGHUP, before)
