"""`reconciler verify`: its question, its formats and its exit codes."""

import json
from copy import deepcopy
from pathlib import Path

import pytest

from reconciler.errors import Unreadable
from reconciler.model import error
from reconciler.pipeline import EndpointOptions
from reconciler.printed import LineStatus, VerificationJson
from tests.cli.fakes import NOTHING_TO_DO, SEEN, FakeProgram, command


def seen(status: LineStatus = "green", *, unread: bool = False) -> VerificationJson:
    """Return a verification whose first line has a status."""
    made = deepcopy(SEEN)
    made["lines"][0]["status"] = status
    made["problems"] = [error("unreadable", "denied").as_json()] if unread else []
    return made


@pytest.mark.parametrize(
    ("found", "code"), [(seen(), 0), (seen("grey"), 0), (seen("red"), 2), (seen("red", unread=True), 7)]
)
def test_the_exit_code_says_what_is_red_or_unread(found: VerificationJson, code: int) -> None:
    """Grey is no fault by itself; what could not be read comes before what is red."""
    assert command("verify api", FakeProgram(NOTHING_TO_DO, verification=found)).code == code


def test_text_has_each_line_with_its_reason_and_what_to_run() -> None:
    """The verdict counts the lines by their status."""
    said = command("verify api", FakeProgram(NOTHING_TO_DO))
    assert said.out.splitlines() == [
        "endpoint_service.api seen from account 444444444444: 1 green, 1 grey.",
        "  com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
        "  looked from us-east-1 at 2026-11-22T12:00:00Z",
        "",
        "  green  It is seen",
        "         it is there",
        "  grey   It is tried",
        "         not asked",
        "           try it",
    ]


def test_the_answer_is_written_in_each_format(here: Path) -> None:
    """JSON is what `checklist --verified` takes; Markdown has a table and the commands to run next."""
    command("verify api --format json=seen.json --format markdown=seen.md", FakeProgram(NOTHING_TO_DO))
    assert json.loads((here / "seen.json").read_text()) == SEEN
    assert (here / "seen.md").read_text().splitlines() == [
        "<!-- reconciler verify reconciler.yaml sha256:none -->",
        "## endpoint_service.api seen from account 444444444444: 1 green, 1 grey",
        "",
        (
            "`com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0`, looked from `us-east-1` at "
            "`2026-11-22T12:00:00Z`"
        ),
        "",
        "| Status | What | Because |",
        "|---|---|---|",
        "| green | It is seen | it is there |",
        "| grey | It is tried | not asked |",
        "",
        "### What to run next",
        "",
        "- `try it`",
    ]


def test_an_endpoint_is_asked_for_with_what_it_costs() -> None:
    """Only `yes` is consent."""
    program = FakeProgram(NOTHING_TO_DO)
    line = "verify api --endpoint subnet-1,subnet-2 --security-groups sg-1"
    agreed = command(line, program, tty=True, answer="yes\n")
    assert agreed.code == 0
    assert "It costs money." in agreed.err
    assert "Go on? Only 'yes' will be accepted:" in agreed.err
    assert "it waits to be accepted" in agreed.err
    options = EndpointOptions(subnets=("subnet-1", "subnet-2"), security_groups=("sg-1",))
    assert program.asked[-1] == ("verify", "api", options)
    refused = command(line, FakeProgram(NOTHING_TO_DO), tty=True, answer="y\n")
    assert (refused.code, refused.out) == (1, "")
    assert "the answer was not 'yes', so nothing was created" in refused.err


def test_yes_asks_nothing_and_still_says_what_it_costs() -> None:
    """A job has no terminal."""
    said = command("verify api --endpoint subnet-1 --yes", FakeProgram(NOTHING_TO_DO))
    assert said.code == 0
    assert "It costs money." in said.err
    assert "Go on?" not in said.err


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("verify api --endpoint subnet-1", "verify --endpoint has to ask, and there is no terminal"),
        ("verify api --security-groups sg-1", "--security-groups is for the endpoint of --endpoint"),
        ("verify api --connect", "--connect is for the endpoint of --endpoint"),
        ("verify api --endpoint subnet-1 --yes --port 443", "--port is the port that --connect tries"),
        ("verify api --endpoint subnet-1 --yes --connect --port 65536", "'65536' is not a number from 0 to 65535"),
        ("verify api --endpoint subnet-1,subnet-1 --yes", "'subnet-1,subnet-1' is no list of different ids"),
        ("verify api --endpoint subnet-1, --yes", "'subnet-1,' is no list of different ids"),
        ("verify", "the following arguments are required: SERVICE"),
    ],
)
def test_a_wrong_command_line_reads_nothing(line: str, message: str) -> None:
    """One clear error, exit code 64, and AWS is not asked."""
    program = FakeProgram(NOTHING_TO_DO)
    said = command(line, program)
    assert (said.code, said.out, program.asked) == (64, "", [])
    assert message in said.err


def test_only_the_endpoint_services_of_sellers_are_read() -> None:
    """Neither the marketplace nor sales matter for what another account sees."""
    program = FakeProgram(NOTHING_TO_DO)
    command("verify api", program)
    (options,) = (one[1] for one in program.asked if one[0] == "plan")
    assert (options.select, options.sales, options.sellers_only) == (("endpoint_service",), False, True)


def test_without_aws_there_is_no_verification() -> None:
    """If AWS cannot be read, the command ends with 7."""
    assert command("verify api", FakeProgram(failure=Unreadable("no credentials"))).code == 7


def test_the_settings_file_is_passed_on_for_commands_to_run_next() -> None:
    """What is told to run next works where `--config` was needed."""
    program = FakeProgram(NOTHING_TO_DO)
    assert command("verify api --config ./reconciler.yaml", program).code == 0
    assert program.asked[-1] == ("verify", "api", EndpointOptions(config="./reconciler.yaml"))
