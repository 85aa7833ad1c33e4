"""The installed program against the twin: command lines of users, and their results."""

import gc
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reconciler.cli.installed import Installed
from reconciler.cli.main import run
from reconciler.cli.terminal import Terminal
from reconciler.interruption import Interruption
from reconciler.twin.seed import parse
from reconciler.twin.twin import Twin
from tests.cli.fakes import Said, Screen
from tests.patience import PATIENCE

SEED = {
    "version": 1,
    "organization": {
        "id": "o-abcdef1234",
        "root": "r-abcd",
        "management_account": {"id": "111111111111", "name": "Management"},
        "accounts": [{"id": "222222222222", "name": "Sandbox"}],
    },
    "experiences": [
        {"id": "exp-1234basics", "name": "Basics", "policy": {"requests": "Deny", "allow": ["prod-a"]}},
        {"id": "exp-1234byhand", "name": "Made by hand"},
    ],
}
BASICS = """\
kind: experience
name: basics
title: Basics
status: enabled
principals: [o-abcdef1234]
products: {allow: [prod-a, prod-b]}
"""


@pytest.fixture
def twin(here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Twin]:
    """Return a twin that the AWS clients of this process use, and prepare a repository."""
    (here / "desired_state").mkdir()
    (here / "desired_state" / "basics.yaml").write_text(BASICS)
    with Twin(parse(SEED)).start() as running:
        for name, value in running.environment().items():
            monkeypatch.setenv(name, value)
        yield running


def reconciler(line: str) -> Said:
    """Run one command line of words without blanks as the installed program does."""
    out, err = Screen(), Screen()
    return Said(run(line.split(), Terminal(Screen(), out, err, os.environ)), out.getvalue(), err.getvalue())


def test_an_applied_plan_leaves_nothing_to_do(twin: Twin, here: Path) -> None:
    """A plan is saved and applied, and the next plan is empty. Then an edit in AWS is found by drift."""
    assert reconciler("plan --out basics.plan --detailed-exitcode").code == 2
    said = reconciler("apply basics.plan --yes --report report.json")
    assert (said.code, said.out.splitlines()[-1]) == (0, "Converged: AWS matches the repository.")
    assert json.loads((here / "report.json").read_text())["converged"] is True
    assert twin.experiences()["exp-1234basics"].status == "Enabled"
    assert reconciler("drift").out.endswith(
        "\n\nNo drift in managed objects; AWS has 1 object that no document names.\n"
    )
    twin.edit(
        {
            "ChangeType": "DenyProductProcurement",
            "ChangeName": "A",
            "Entity": {"Type": "Experience@1.0", "Identifier": "exp-1234basics"},
            "DetailsDocument": {"Products": [{"Ids": ["prod-b"]}]},
        }
    )
    drifted = reconciler("drift")
    assert drifted.code == 2
    assert "    products.allow  1 missing in AWS, 1 equal\n      - prod-b\n" in drifted.out


@pytest.mark.usefixtures("twin")
def test_the_output_of_import_adopts_a_live_object(here: Path) -> None:
    """With this document in the repository, the object is managed and the plan is empty."""
    said = reconciler("import experience.byhand --id exp-1234byhand")
    assert said.code == 0
    (here / "desired_state" / "basics.yaml").write_text(said.out)
    assert reconciler("plan --detailed-exitcode").code == 0


@pytest.mark.usefixtures("twin")
def test_the_wrong_account_is_refused(here: Path) -> None:
    """Credentials of an account that is not in the settings end with 4."""
    (here / "reconciler.yaml").write_text('version: 1\nmarketplace: {account: "222222222222"}\n')
    assert reconciler("plan").code == 4


def test_an_endpoint_that_is_down_ends_with_7(twin: Twin) -> None:
    """The command prints one message and ends with 7."""
    twin.stop()
    os.environ["AWS_MAX_ATTEMPTS"] = "1"
    try:
        said = reconciler("plan")
    finally:
        del os.environ["AWS_MAX_ATTEMPTS"]
    assert (said.code, said.out) == (7, "")
    assert said.err.startswith("error: ")


def test_kinds_settings_and_each_json_have_a_schema() -> None:
    """The command prints the schema that is named; without a name, the schema for documents of any kind."""
    kinds = ["allowed_principals", "endpoint_service", "experience", "principal", "private_marketplace", "product"]
    assert json.loads(reconciler("schema").out)["properties"]["kind"]["enum"] == kinds
    titles = ["Allowed principals", "Endpoint service", "Experience", "Principal", "Private Marketplace", "Product"]
    titles += ["reconciler.yaml"]
    assert [json.loads(reconciler(f"schema {name}").out)["title"] for name in (*kinds, "settings")] == titles
    titles = ["Plan", "Drift", "Run report", "Effective catalogues", "Validation"]
    names = ("plan", "drift", "report", "effective", "validate")
    assert [json.loads(reconciler(f"schema {name}").out)["title"] for name in names] == titles


def serving(*arguments: str) -> "subprocess.Popen[str]":
    """Serve a twin in a process of its own."""
    command = [sys.executable, "-m", "reconciler", "twin", "serve", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_validate_counts_in_json_what_it_has_read(here: Path) -> None:
    """The answer counts documents, kinds and files. With invalid settings there is nothing to count."""
    (here / "desired_state").mkdir()
    (here / "desired_state" / "basics.yaml").write_text(BASICS)
    answer = json.loads(reconciler("validate --format json").out)
    assert (answer["valid"], answer["read"]) == (True, {"documents": 1, "kinds": 1, "files": 1})
    (here / "reconciler.yaml").write_text("version: 2\n")
    answer = json.loads(reconciler("validate --format json").out)
    assert (answer["valid"], answer["read"]) == (False, None)


def test_the_twin_serves_until_sigterm() -> None:
    """SIGTERM ends the twin with 0."""
    with serving() as server:
        assert server.stdout
        assert server.stdout.readline().startswith("export AWS_ENDPOINT_URL=http://127.0.0.1:")
        server.send_signal(signal.SIGTERM)
        _, errors = server.communicate(timeout=PATIENCE)
    assert (server.returncode, errors.count("\n")) == (0, 1)


def test_a_port_in_use_is_an_error(twin: Twin) -> None:
    """A second twin on the same port fails with an error that names the port."""
    port = twin.endpoint.rpartition(":")[2]
    with serving("--port", port) as server:
        _, errors = server.communicate(timeout=PATIENCE)
    assert (server.returncode, errors.splitlines()[0]) == (
        1,
        f"error: port {port} cannot be used: Address already in use",
    )


def test_the_twin_without_its_extra_says_what_to_install() -> None:
    """The twin is an optional extra, and the error names it."""
    serve = "from reconciler.__main__ import main; sys.exit(main(['twin', 'serve']))"
    code = f"import sys; sys.modules['moto'] = None; {serve}"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert (
        ended.stderr == "error: the twin needs the package moto\n"
        "  hint: install the extra: pip install 'marketplace-reconciler[twin] @ git+https://ADDRESS@TAG'\n"
    )


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("plan", "Read AWS: 0 units, 2 experiences"),
        ("drift", "Read AWS: 0 units, 2 experiences"),
        ("effective", "Read AWS: 0 units, 2 experiences"),
        ("import experience.more --id exp-1234byhand", "Read AWS: 1 experience"),
    ],
)
@pytest.mark.usefixtures("twin")
def test_each_command_that_reads_aws_says_how_much(line: str, read: str) -> None:
    """The line stands in a log, too, and never in an answer."""
    said = reconciler(line)
    assert said.err.startswith(f"{read}  ")
    assert "Read AWS" not in said.out
    assert reconciler(f"-q {line}").err == ""


def test_a_fleet_looks_for_garbage_rarely_but_never_not() -> None:
    """Members leave sessions that refer to themselves; looking after 700 objects takes an eighth of the CPU."""
    on, thresholds = gc.isenabled(), gc.get_threshold()
    try:
        gc.disable()
        Installed({}, Interruption()).beside([None])
        assert (gc.isenabled(), gc.get_threshold()[0]) == (True, 20_000)
    finally:
        gc.set_threshold(*thresholds)
        (gc.enable if on else gc.disable)()
