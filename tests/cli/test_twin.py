"""`reconciler twin run`, `start` and `stop`: nothing that follows them ever meets the user's own AWS."""

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from reconciler.cli.twin_environment import NOBODY, pointed, shell_lines
from tests.cli.fakes import FakeProgram, command

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
        [RECONCILER, *words], env={**os.environ, **more}, capture_output=True, text=True, check=False, timeout=60
    )


def in_shell(script: str, **more: str) -> "subprocess.CompletedProcess[str]":
    """Run a script of a shell that finds the program on its PATH."""
    path = f"{Path(RECONCILER).parent}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, **more}
    return subprocess.run(
        ["sh", "-c", script], env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def python(code: str, *more: str) -> tuple[str, ...]:
    """Write a command that runs some lines of Python."""
    return ("twin", "run", *more, "--", sys.executable, "-c", code)


def test_a_command_sees_the_twin_and_no_other_aws() -> None:
    """Whatever of the user's environment would lead elsewhere is gone: profiles, tokens, endpoints, proxies."""
    assert pointed(USER, TWIN) == {"PATH": "/bin", **TWIN, **SEALED}


def test_a_shell_is_told_the_same() -> None:
    """What it evaluates takes away what it has and sets what it lacks, quoted."""
    lines = list(shell_lines(USER, {**TWIN, "AWS_SECRET_ACCESS_KEY": "it's"}))
    assert lines[0] == "unset AWS_ENDPOINT_URL_STS AWS_IGNORE_CONFIGURED_ENDPOINT_URLS AWS_PROFILE AWS_SESSION_TOKEN"
    assert "export AWS_ENDPOINT_URL=http://127.0.0.1:5000" in lines
    assert """export AWS_SECRET_ACCESS_KEY='it'"'"'s'""" in lines
    assert list(shell_lines(pointed(USER, TWIN), TWIN)) == []


def test_run_gives_the_command_the_twin_and_ends_with_its_code() -> None:
    """The user's own profile is not even looked up."""
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
def test_what_does_not_begin_ends_with_64(line: str, said: str) -> None:
    """No command has this code for itself: what it says is that nothing was run."""
    answer = command(line, FakeProgram())
    assert (answer.code, answer.out, answer.err) == (64, "", said)


def test_a_command_that_cannot_have_a_twin_is_not_run(tmp_path: Path) -> None:
    """A port that is taken, a seed that is none: 64, and nothing was done without the twin."""
    seed = tmp_path / "seed.json"
    seed.write_text("{")
    trace = f"open({str(tmp_path / 'ran')!r}, 'w')"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = [reconciler(*python(trace, "--port", port)), reconciler(*python(trace, "--seed", str(seed)))]
    assert [item.returncode for item in done] == [64, 64]
    assert f"error: port {port} cannot be used: Address already in use" in done[0].stderr
    assert not (tmp_path / "ran").exists()


def test_words_after_the_dashes_belong_to_the_command(capfd: pytest.CaptureFixture[str]) -> None:
    """Even those that we know."""
    said = command("twin run --quiet -- echo --help -- -q --seed", FakeProgram(environment=os.environ))
    assert (said.code, capfd.readouterr().out) == (0, "--help -- -q --seed\n")


@pytest.mark.parametrize(
    ("code", "wanted"),
    [("__import__('sys').exit(64)", 64), ("__import__('os').kill(__import__('os').getpid(),9)", 137)],
)
def test_the_code_of_run_is_that_of_the_command(code: str, wanted: int) -> None:
    """A signal that ends it counts 128 more, as in a shell."""
    said = command(f"twin run -- {sys.executable} -c {code}", FakeProgram(environment=os.environ))
    assert (said.code, said.err) == (wanted, "")


def test_whoever_ends_run_ends_the_command() -> None:
    """A job that is cancelled leaves nothing behind, and says how the command took it."""
    obeyed = "signal.signal(signal.SIGTERM, lambda *_: sys.exit(9))"
    code = f"import signal, sys; {obeyed}; print('here', flush=True); signal.pause()"
    with subprocess.Popen([RECONCILER, *python(code)], stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == b"here\n"
        run.send_signal(signal.SIGTERM)
        assert run.wait(30) == 9


def test_start_waits_until_it_answers_and_stop_until_it_is_gone() -> None:
    """What is evaluated points the shell at a twin that is there; after the end it still points there, at nobody."""
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


def test_a_start_that_fails_points_the_shell_at_nobody(tmp_path: Path) -> None:
    """The next command reaches no AWS at all, and a shell that stops at errors stops."""
    script = f'eval "$(reconciler twin start --seed {tmp_path})"; echo "$? $AWS_ENDPOINT_URL $AWS_ACCESS_KEY_ID"'
    done = in_shell(script, AWS_PROFILE="production", AWS_ACCESS_KEY_ID="AKIAREAL")
    assert done.stdout == f"1 {NOBODY['AWS_ENDPOINT_URL']} {NOBODY['AWS_ACCESS_KEY_ID']}\n"
    assert done.stderr == f"error: --seed {tmp_path}: no such file\n"


@pytest.mark.parametrize("words", ["start --sed x", "start --port x", "start more", "--prot 5 start"])
def test_a_start_that_is_misspelt_points_the_shell_at_nobody(words: str) -> None:
    """The answer is evaluated whatever the exit code is."""
    said = command(f"twin {words}", FakeProgram())
    assert said.code == 64
    assert said.out.startswith(f"export AWS_ENDPOINT_URL={NOBODY['AWS_ENDPOINT_URL']}\n")
    assert said.out.endswith("\nfalse\n")
    assert command("twin serve --port x", FakeProgram()).out == ""


def test_a_twin_that_ends_at_once_says_why(tmp_path: Path) -> None:
    """Its own words, once."""
    seed = tmp_path / "seed.json"
    seed.write_text('{"version": 2}')
    done = reconciler("twin", "start", "--seed", str(seed))
    assert done.returncode == 1
    assert done.stdout.endswith("\nfalse\n")
    assert done.stderr.startswith("error: the twin did not start\n")
    assert f"{seed}.version: must be one of: 1" in done.stderr


@pytest.mark.parametrize("endpoint", ["", "https://example.com", "http://127.0.0.1", "http://192.0.2.1:80"])
def test_stop_touches_nothing_that_is_no_twin_of_this_machine(endpoint: str) -> None:
    """It says so, and asks nobody."""
    program = FakeProgram(environment={"AWS_ENDPOINT_URL": endpoint})
    said = command("twin stop", program)
    assert (said.code, said.err.splitlines()[0]) == (
        64,
        "error: no twin to stop: AWS_ENDPOINT_URL does not point to one",
    )


def test_stop_ends_no_other_program() -> None:
    """Something else may listen there by now."""
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
