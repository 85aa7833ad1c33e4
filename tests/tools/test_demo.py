"""The promises of `make demo`: one page, a twin that goes on, things to try that work, and nothing left behind."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STOPPED = "The twin of the demo has stopped.\n"


def said(*words: str, code: int = 0, path: str = str(Path(sys.executable).parent)) -> str:
    """Return what the command *words* prints on either stream; it must end with *code*."""
    environment = {**os.environ, "PATH": f"{path}{os.pathsep}{os.environ['PATH']}", "SHELL": "/bin/sh"}
    ended = subprocess.run(
        words, cwd=ROOT, env=environment, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert ended.returncode == code, ended.stdout
    return ended.stdout


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Yield the page of a demo and the folder that it leaves; the twin ends with the tests."""
    left = tmp_path_factory.mktemp("left") / "demo"
    page = said("sh", "tools/demo.sh", str(left))
    yield page, left
    assert said(str(left / "stop")) == STOPPED


def tries(page: str) -> list[str]:
    """Return the commands that the end of *page* says to try."""
    end = page.partition("try three things:")[2]
    return re.findall(r"^  .*?\S   +(\S.*)$", end, re.MULTILINE)


def test_the_demo_is_one_page_and_shows_its_yaml(demo: tuple[str, Path]) -> None:
    """It has at most 60 lines. What it tells fits 80 columns. It shows the YAML of a change, a customer and a drift."""
    lines = demo[0].replace(str(demo[1]), ".demo").splitlines()
    assert len(lines) <= 60
    assert max(map(len, lines)) <= 100
    assert max(len(line) for line in lines if line.startswith("#") or "reconciler " in line) <= 80
    shown = [
        "kind: experience",
        "kind: allowed_principals",
        "+products: {allow: [ledger, payroll, prod-invoices12345]}",
    ]
    assert [line for line in lines if line in shown] == shown


def test_each_of_the_three_things_to_try_works(demo: tuple[str, Path]) -> None:
    """A command works as it is printed, in the shell that the demo leaves."""
    page, left = demo
    first, second, third = tries(page)
    shell = str(left / "shell")
    assert "op-1  StartChangeSet" in said(shell, "-c", first)
    assert "now and after  account 414141414141 (Payroll)" in said(shell, "-c", second)
    assert "Refused, nothing was written" in said(shell, "-c", third, code=4)


def test_a_file_that_a_try_removes_comes_back_as_the_demo_says(demo: tuple[str, Path]) -> None:
    """The last try removes the file of a customer, and the next line undoes that: AWS is as the documents say again."""
    page, left = demo
    (back,) = re.findall(r"^To get the file of the customer back: (git .+)$", page, re.MULTILINE)
    shell = str(left / "shell")
    said(shell, "-c", "rm -f desired_state/customers/acme.yaml")
    said(shell, "-c", back)
    assert (left / "desired_state" / "customers" / "acme.yaml").exists()
    assert "No changes." in said(shell, "-c", "reconciler plan --detailed-exitcode")


def test_the_shell_of_the_demo_knows_no_other_aws(demo: tuple[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of AWS that the user has set is in the shell on the twin."""
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", "https://sts.amazonaws.com")
    names = said(str(demo[1] / "shell"), "-c", "env | grep ^AWS_ | cut -d= -f1 | sort").split()
    assert not {"AWS_PROFILE", "AWS_ENDPOINT_URL_STS"} & set(names)
    assert "AWS_ENDPOINT_URL" in names


FAKE = """#!/bin/sh
[ "$1" != --color ] || shift 2
case "$*" in
*twin*start*) echo "export AWS_ENDPOINT_URL=http://127.0.0.1:{port}" ;;
*twin*stop*) echo "stopped $AWS_ENDPOINT_URL" >>{log} ;;
plan*) echo "something broke" >&2; exit {plan} ;;
drift*--adopt*) ;;
drift*) exit 2 ;;
esac
"""


def fake(folder: Path, *, port: int = 1, plan: int = 0) -> str:
    """Put fakes of reconciler and python into *folder*; *plan* is the exit code of plan. Return the folder."""
    folder.mkdir()
    (folder / "reconciler").write_text(FAKE.format(port=port, plan=plan, log=folder.parent / "log"))
    python = f'#!/bin/sh\ncase "$*" in *console.py*) ;; *) exec {sys.executable} "$@" ;; esac\n'
    (folder / "python").write_text(python)
    for script in folder.iterdir():
        script.chmod(0o755)
    return str(folder)


def test_a_demo_that_fails_says_why_and_leaves_nothing(tmp_path: Path) -> None:
    """The twin is stopped, the folder is gone, and the error of the command is the last that is said."""
    page = said("sh", "tools/demo.sh", str(tmp_path / "demo"), code=1, path=fake(tmp_path / "bin", plan=7))
    assert page.endswith("demo: exit code 7 instead of 0\nsomething broke\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bin", "log"]
    assert (tmp_path / "log").read_text() == "stopped http://127.0.0.1:1\n"


def test_a_second_demo_takes_the_place_of_the_first(tmp_path: Path) -> None:
    """The first twin ends once the second demo is done; the second goes on."""
    left = tmp_path / "demo"
    said("sh", "tools/demo.sh", str(left), path=fake(tmp_path / "bin"))
    said("sh", "tools/demo.sh", str(left), path=fake(tmp_path / "other", port=2))
    assert (tmp_path / "log").read_text() == "stopped http://127.0.0.1:1\n"
    assert said(str(left / "stop")) == STOPPED
    assert (tmp_path / "log").read_text() == "stopped http://127.0.0.1:1\nstopped http://127.0.0.1:2\n"


def test_a_second_demo_works_when_the_twin_of_the_first_is_gone(tmp_path: Path) -> None:
    """A restart of the machine ends a twin, and leaves the folder."""
    left = tmp_path / "demo"
    left.mkdir()
    (left / "stop").write_text("#!/bin/sh\nexit 1\n")
    (left / "stop").chmod(0o755)
    said("sh", "tools/demo.sh", str(left), path=fake(tmp_path / "bin"))
    assert said(str(left / "stop")) == STOPPED
