"""`reconciler twin run`, `start` and `stop`: commands that follow them do not reach the user's own AWS."""

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from reconciler.cli import background
from reconciler.cli.foreground import Ended, carry_out
from reconciler.cli.twin_environment import NOBODY, pointed, shell_lines
from reconciler.interruption import Interruption
from tests.cli.fakes import FakeProgram, command
from tests.cli.starting import installed
from tests.patience import PATIENCE

RECONCILER = str(Path(sys.executable).parent / "reconciler")
TWIN = {"AWS_ENDPOINT_URL": "http://127.0.0.1:5000", "AWS_ACCESS_KEY_ID": "AKIATWIN111111111111"}
USER = {
    "PATH": "/bin",
    "AWS_PROFILE": "production",
    "AWS_SESSION_TOKEN": "real",
    "AWS_ACCESS_KEY_ID": "AKIAREAL",
    "AWS_ENDPOINT_URL_STS": "https://sts.example.com",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true",
    "no_proxy": "localhost",
}
SEALED = {
    "AWS_CONFIG_FILE": "/dev/null",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    "AWS_EC2_METADATA_DISABLED": "true",
    "NO_PROXY": "localhost,127.0.0.1",
    "no_proxy": "localhost,127.0.0.1",
}


def reconciler(*words: str, **more: str) -> "subprocess.CompletedProcess[str]":
    """Run the program as users do, with *more* in its environment."""
    return subprocess.run(
        [RECONCILER, *words], env={**os.environ, **more}, capture_output=True, text=True, check=False, timeout=PATIENCE
    )


def in_shell(script: str, **more: str) -> "subprocess.CompletedProcess[str]":
    """Run a script of a shell that finds the program on its PATH."""
    path = f"{Path(RECONCILER).parent}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, **more}
    return subprocess.run(
        ["sh", "-c", script], env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE
    )


def python(code: str, *more: str) -> tuple[str, ...]:
    """Write a command that runs some lines of Python."""
    return ("twin", "run", *more, "--", sys.executable, "-c", code)


def test_a_command_sees_the_twin_and_no_other_aws() -> None:
    """Profiles, tokens, endpoints and proxies of the user's environment are removed."""
    assert pointed(USER, TWIN) == {"PATH": "/bin", **TWIN, **SEALED}


def test_a_shell_gets_the_same_environment() -> None:
    """The lines unset and export variables, with quoted values."""
    lines = list(shell_lines(USER, {**TWIN, "AWS_SECRET_ACCESS_KEY": "it's"}))
    assert lines[0] == "unset AWS_ENDPOINT_URL_STS AWS_IGNORE_CONFIGURED_ENDPOINT_URLS AWS_PROFILE AWS_SESSION_TOKEN"
    assert "export AWS_ENDPOINT_URL=http://127.0.0.1:5000" in lines
    assert """export AWS_SECRET_ACCESS_KEY='it'"'"'s'""" in lines
    assert list(shell_lines(pointed(USER, TWIN), TWIN)) == []


def test_twin_run_ends_with_the_code_of_the_command() -> None:
    """The command reaches the twin, and the user's profile is not read."""
    ask = "print(boto3.client('organizations').describe_organization()['Organization']['Id'])"
    code = f"import boto3, sys; {ask}; sys.exit(7)"
    done = reconciler(*python(code), AWS_PROFILE="production")
    assert (done.returncode, done.stdout, done.stderr) == (7, "o-abcdef1234\n", "")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("twin run", "error: a command is missing\n  hint: use reconciler twin run -- COMMAND\n"),
        ("twin run --", "error: a command is missing\n  hint: use reconciler twin run -- COMMAND\n"),
        ("twin run -- /no/such/command", "error: /no/such/command cannot be started: No such file or directory\n"),
        ("twin run --seed nowhere.json -- true", "error: --seed nowhere.json: no such file\n"),
        ("twin serve -- true", "error: twin serve takes no command\n  hint: use reconciler twin run -- COMMAND\n"),
    ],
)
def test_a_command_that_is_not_run_ends_with_64(line: str, said: str) -> None:
    """The code 64 says that the command was not started."""
    answer = command(line, FakeProgram())
    assert (answer.code, answer.out, answer.err) == (64, "", said)


def test_a_command_that_cannot_have_a_twin_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the port is in use or the seed is invalid, the command is not run and the exit code is 64."""
    monkeypatch.setattr(os, "environ", dict(os.environ))  # the twin removes proxies and profiles from it
    seed = tmp_path / "seed.json"
    seed.write_text("{")
    trace = f"open({str(tmp_path / 'ran')!r}, 'w')"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = [installed(*python(trace, "--port", port)), installed(*python(trace, "--seed", str(seed)))]
    assert [item.code for item in done] == [64, 64]
    assert f"error: port {port} cannot be used: Address already in use" in done[0].err
    assert not (tmp_path / "ran").exists()


def test_words_after_the_dashes_belong_to_the_command(capfd: pytest.CaptureFixture[str]) -> None:
    """Options after `--` belong to the command, also if reconciler has options of the same name."""
    said = command("twin run --quiet -- echo --help -- -q --seed", FakeProgram(environment=os.environ))
    assert (said.code, capfd.readouterr().out) == (0, "--help -- -q --seed\n")


@pytest.mark.parametrize(
    ("code", "wanted"),
    [("__import__('sys').exit(64)", 64), ("__import__('os').kill(__import__('os').getpid(),9)", 137)],
)
def test_twin_run_reports_a_signal_as_128_plus_its_number(code: str, wanted: int) -> None:
    """The exit code is that of the command. A signal that ended the command adds 128, as in a shell."""
    said = command(f"twin run -- {sys.executable} -c {code}", FakeProgram(environment=os.environ))
    assert (said.code, said.err) == (wanted, "")


def test_a_signal_to_twin_run_ends_the_command() -> None:
    """A cancelled job leaves no process behind, and the exit code is that of the command."""
    obeyed = "signal.signal(signal.SIGTERM, lambda *_: sys.exit(9))"
    code = f"import signal, sys; {obeyed}; print('here', flush=True); signal.pause()"
    with subprocess.Popen([RECONCILER, *python(code)], stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == b"here\n"
        run.send_signal(signal.SIGTERM)
        assert run.wait(PATIENCE) == 9


def test_a_signal_while_the_command_starts_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A job may be cancelled between the start of the command and the moment in which `twin run` waits for it."""
    interruption, start = Interruption(), subprocess.Popen
    started: list[subprocess.Popen[bytes]] = []

    def interrupted(*words: Any, **named: Any) -> "subprocess.Popen[bytes]":  # noqa: ANN401 - those of Popen
        started.append(start(*words, **named))
        interruption.ask()
        return started[0]

    monkeypatch.setattr(subprocess, "Popen", interrupted)
    with pytest.raises(Ended) as ended:
        carry_out([sys.executable, "-c", "import signal; signal.pause()"], os.environ, interruption, {})
    assert (ended.value.code, started[0].returncode) == (128 + signal.SIGTERM, -signal.SIGTERM)


def test_start_and_stop_wait_for_the_twin() -> None:
    """After start, the shell points to a running twin. After stop it still points there, where nothing answers."""
    done = in_shell(
        'eval "$(reconciler twin start)"; echo "$AWS_PROFILE:$AWS_ENDPOINT_URL"; '
        "python -c \"import boto3; print(boto3.client('sts').get_caller_identity()['Account'])\"; "
        'reconciler twin stop; echo "$? $AWS_ENDPOINT_URL"; reconciler twin stop; echo $?',
        AWS_PROFILE="production",
    )
    before, account, after, again = done.stdout.splitlines()
    assert before.startswith(":http://127.0.0.1:")
    assert (account, after, again) == ("111111111111", f"0 {before[1:]}", "0")
    assert "a new shell uses your own AWS account" in done.stderr
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", int(before.rpartition(":")[2])), timeout=5)


def test_a_start_that_fails_points_the_shell_at_no_endpoint(tmp_path: Path) -> None:
    """The next command does not reach AWS, and a shell with `set -e` stops."""
    script = f'eval "$(reconciler twin start --seed {tmp_path})"; echo "$? $AWS_ENDPOINT_URL $AWS_ACCESS_KEY_ID"'
    done = in_shell(script, AWS_PROFILE="production", AWS_ACCESS_KEY_ID="AKIAREAL")
    assert done.stdout == f"1 {NOBODY['AWS_ENDPOINT_URL']} {NOBODY['AWS_ACCESS_KEY_ID']}\n"
    assert done.stderr == f"error: --seed {tmp_path}: no such file\n"


@pytest.mark.parametrize("words", ["start --sed x", "start --port x", "start more", "--prot 5 start"])
def test_a_misspelt_start_points_the_shell_at_no_endpoint(words: str) -> None:
    """The shell evaluates the output whatever the exit code is."""
    said = command(f"twin {words}", FakeProgram())
    assert said.code == 64
    assert said.out.startswith(f"export AWS_ENDPOINT_URL={NOBODY['AWS_ENDPOINT_URL']}\n")
    assert said.out.endswith("\nfalse\n")
    assert command("twin serve --port x", FakeProgram()).out == ""


def test_a_twin_that_ends_at_once_says_why(tmp_path: Path) -> None:
    """The error contains the message of the twin once."""
    seed = tmp_path / "seed.json"
    seed.write_text('{"version": 2}')
    done = reconciler("twin", "start", "--seed", str(seed))
    assert done.returncode == 1
    assert done.stdout.endswith("\nfalse\n")
    assert done.stderr.startswith("error: the twin did not start\n")
    assert f"{seed}.version: must be one of: 1" in done.stderr


def test_an_interrupt_before_the_twin_answers_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A twin whose port nobody knows could not be stopped."""
    started: list[subprocess.Popen[bytes]] = []

    def interrupted(twin: "subprocess.Popen[bytes]") -> str:
        started.append(twin)
        raise KeyboardInterrupt

    monkeypatch.setattr(background, "_first_words", interrupted)
    with pytest.raises(KeyboardInterrupt):
        background.start(["--port", "0"])
    (twin,) = started
    assert twin.stdout is not None
    twin.stdout.close()
    assert twin.returncode == -signal.SIGKILL


@pytest.mark.parametrize("endpoint", ["", "https://example.com", "http://127.0.0.1", "http://192.0.2.1:80"])
def test_stop_ends_only_a_twin_of_this_machine(endpoint: str) -> None:
    """For another endpoint, the command fails without sending a request."""
    program = FakeProgram(environment={"AWS_ENDPOINT_URL": endpoint})
    said = command("twin stop", program)
    assert (said.code, said.err.splitlines()[0]) == (
        64,
        "error: no twin to stop: AWS_ENDPOINT_URL does not point to one",
    )


def test_stop_ends_no_other_program() -> None:
    """Another program may listen on the port of a twin that has ended."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

        def serve() -> None:
            connection, _ = other.accept()
            with connection:
                connection.recv(1 << 16)
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        said = command("twin stop", FakeProgram(environment={"AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}))
        thread.join()
    assert (said.code, said.err) == (
        64,
        f"error: no twin to stop: the program that answers at port {port} is no twin\n",
    )
