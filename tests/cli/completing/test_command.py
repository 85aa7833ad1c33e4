"""`reconciler completion`."""

import subprocess

import pytest

from reconciler.cli.completing import shells
from tests.cli.completing.shell import EVERY, SHELLS, need
from tests.cli.fakes import command


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_of_each_shell_is_valid(shell: str) -> None:
    """The command prints a script that the shell can read, with the line that installs it."""
    need(shell)
    said = command(f"completion {shell}")
    assert (said.code, said.err) == (0, "")
    assert f"reconciler completion {shell}" in "".join(said.out.splitlines()[:4])
    subprocess.run([shell, "-n"], input=said.out, text=True, check=True)


def test_the_help_says_how_to_install_it_in_each_shell() -> None:
    """Each shell has the line for its start-up file."""
    said = command("completion --help")
    assert said.code == 0
    lines = ["source <(reconciler completion bash)", "source <(reconciler completion zsh)"]
    assert all(f"    {line}\n" in said.out for line in (*lines, "reconciler completion fish | source"))


def test_an_unknown_shell_is_a_usage_error() -> None:
    """The message names the shells."""
    said = command("completion tcsh")
    assert (said.code, said.out) == (64, "")
    assert said.err.startswith("error: bash|zsh|fish: 'tcsh' is not bash or zsh or fish\n")


def test_a_failure_at_a_tab_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The exit code is 0 and nothing is printed, because a message would be in the way of what the user types."""

    def fail(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(shells, "complete", fail)
    said = command("completion fish -- plan --select")
    assert (said.code, said.out, said.err) == (0, "", "")


def test_a_shell_that_is_not_installed_fails_where_every_shell_must_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere its tests are skipped with a reason."""
    monkeypatch.setenv(EVERY, "1")
    with pytest.raises(
        pytest.fail.Exception, match="no-such-shell is not installed, and RECONCILER_EVERY_SHELL is set"
    ):
        need("no-such-shell")
    monkeypatch.delenv(EVERY)
    with pytest.raises(pytest.skip.Exception, match="no-such-shell is not installed"):
        need("no-such-shell")
