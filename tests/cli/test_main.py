"""Promises of every command line: help, exit codes, errors in one message, signals."""

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

LIBRARIES = {"boto3", "botocore", "dns", "jsonschema", "jsonschema_rs", "deepdiff", "yaml", "moto"}
OURS = {"reconciler.model", "reconciler.pipeline", "reconciler.render", "reconciler.aws"}
SLOW = {"dataclasses", "logging", "pathlib", "subprocess", "asyncio", "datetime", "json"}


def loaded_by(line: str) -> set[str]:
    """Return the modules that one command line loads in a process of its own, without coverage."""
    running = f"from reconciler.__main__ import main; main({line.split()!r})"
    code = f"import sys; {running}; print(*sys.modules, file=sys.stderr)"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    command = [sys.executable, "-c", code]
    return set(subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stderr.split())


def test_help_names_every_command_and_every_exit_code() -> None:
    """The help goes to stdout and lists all commands and exit codes."""
    said = command("--help")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("usage: reconciler [--config FILE] [--color auto|always|never] [-v|-vv|-q] COMMAND …\n")
    assert all(f"  {name:<12}{one.summary}\n" in said.out for name, one in COMMANDS.items())
    words = " ".join(said.out.split())
    assert all(f" {code} {meaning}" in words for code, meaning in EXIT_CODES.items())


def test_the_help_lists_exactly_the_exit_codes_of_the_program() -> None:
    """The help has all exit codes and no other."""
    assert list(EXIT_CODES) == [code.value for code in ExitCode]


@pytest.mark.parametrize("line", ["--help", "--version"])
def test_help_loads_few_modules(line: str) -> None:
    """The help loads argparse and a few small modules."""
    assert (LIBRARIES | OURS | SLOW) & loaded_by(line) == set()


@pytest.mark.parametrize("line", ["plan --help", "apply --help", "nonsense", "plan --nonsense"])
def test_help_and_usage_errors_load_no_library(line: str) -> None:
    """The help of a command and a usage error do not load the libraries that only a run needs."""
    assert LIBRARIES & loaded_by(line) == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str) -> None:
    """The help of a command does not need its other arguments."""
    said = command(f"{name} --help")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"usage: reconciler {name} [-h]")


def test_the_version_is_one_line() -> None:
    """The line has the name of the program and its version, so that programs can read it."""
    assert command("--version").out == f"reconciler {__version__}\n"


def test_an_error_has_a_message_and_a_hint() -> None:
    """Errors go to stderr with their hint, and each class of errors has an exit code."""
    said = command("plan", FakeProgram(failure=Refused("wrong account\nexpected 111111111111", "check AWS_PROFILE")))
    assert (said.code, said.out) == (4, "")
    assert said.err == "error: wrong account\n  expected 111111111111\n  hint: check AWS_PROFILE\n"


def test_an_error_without_a_hint_is_one_line() -> None:
    """No hint is printed for an error that has none."""
    assert command("plan", FakeProgram(failure=Unreadable("no credentials"))).err == "error: no credentials\n"


def test_invalid_settings_show_every_problem() -> None:
    """All problems are shown at once, each with its place."""
    problems = (error("unknown-field", "no such field", "reconciler.yaml:2:1"), warning("odd", "odd", "", "fix it"))
    said = command("drift", FakeProgram(failure=InvalidInput("reconciler.yaml is not valid", problems)))
    assert said.code == 3
    assert said.err == (
        "reconciler.yaml:2:1: error[unknown-field] no such field\n"
        "warning[odd] odd\n"
        "  hint: fix it\n"
        "error: reconciler.yaml is not valid\n"
    )


def test_a_bug_is_reported_without_a_traceback() -> None:
    """A bug is one error with a hint. The traceback is shown with -v."""
    program = FakeProgram(failure=ZeroDivisionError("by zero\x1b[2J"))
    said = command("plan", program)
    assert said.code == 1
    assert said.err == (
        "error: this is a bug in reconciler: ZeroDivisionError: by zero\\x1b[2J\n"
        "  hint: please report it with the command that you ran and its output with -v\n"
    )
    assert "Traceback (most recent call last):" in command("-v plan", program).err


def test_a_plan_that_fails_its_proof_is_written_to_a_file(tmp_path: Path) -> None:
    """The file reproduces the bug. If it cannot be written, the findings are still shown."""
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


def test_messages_cannot_control_the_terminal() -> None:
    """Control characters in an error of AWS are shown as escapes."""
    assert command("plan", FakeProgram(failure=Unreadable("\x1b]0;owned\x07"))).err == "error: \\x1b]0;owned\\x07\n"


def test_an_interrupt_ends_with_130() -> None:
    """Ctrl-C prints no error."""
    said = command("plan", FakeProgram(failure=KeyboardInterrupt()))
    assert (said.code, said.err) == (130, "interrupted\n")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_that_ends_a_process_is_an_interrupt(number: signal.Signals) -> None:
    """SIGTERM and SIGHUP end the program with 130, like Ctrl-C. Afterwards the handlers are as before."""

    class Signalled(FakeProgram):
        def schemas(self) -> dict[str, dict[str, str]]:
            """Raise the signal."""
            signal.raise_signal(number)
            return {}

    found = signal.signal(number, signal.default_int_handler)  # nohup and background jobs ignore some of them
    try:
        assert command("schema", Signalled()).code == 130
        assert signal.getsignal(number) is signal.default_int_handler
    finally:
        signal.signal(number, found)


def test_a_deferred_signal_interrupts_after_five_minutes() -> None:
    """Moves that have begun have five minutes to end, however long AWS takes."""
    with listening() as interruption, interruption.deferred(lambda: True, lambda: None):
        signal.raise_signal(signal.SIGTERM)
        assert 290 < signal.getitimer(signal.ITIMER_REAL)[0] <= 300
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGALRM)
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_a_signal_that_is_ignored_stays_ignored() -> None:
    """Under nohup, the end of the terminal does not interrupt the program."""

    class HungUp(FakeProgram):
        def schemas(self) -> dict[str, dict[str, str]]:
            """Raise SIGHUP, as if the terminal had closed."""
            signal.raise_signal(signal.SIGHUP)
            return {"document": {}}

    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert command("schema", HungUp()).code == 0
    finally:
        signal.signal(signal.SIGHUP, before)
