"""`reconciler init` beside the twin: what AWS says, questions at a terminal, and the first plan."""

import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reconciler.twin import seed
from reconciler.twin.twin import Twin
from tests.cli.in_a_terminal import terminal
from tests.cli.starting import installed, point, words


@pytest.fixture(scope="module")
def twin() -> Iterator[Twin]:
    """Return a twin with the organization of the demo."""
    with Twin(seed.demo()).start() as running:
        yield running


@pytest.fixture
def pointed(twin: Twin, empty: Path, monkeypatch: pytest.MonkeyPatch) -> Twin:
    """Point the AWS clients of this process to a fresh twin, in a folder without settings."""
    assert empty.is_dir()
    twin.reset()
    point(twin, monkeypatch)
    return twin


def test_the_management_account_gets_a_repository_that_plans(pointed: Twin) -> None:
    """After init, validate and plan succeed, and the plan lists what AWS has. Nothing was written to AWS."""
    said = installed("init", "--yes")
    assert said.code == 0
    assert "\nValid: no documents; no problems.\n" in said.out
    assert "Not known" not in said.out
    assert Path("reconciler.yaml").read_text().count("o-abcdef1234") == 1
    planned = installed("plan", "--full")
    assert (planned.code, "experience exp-1234finance      Finance Unit Experience" in planned.out) == (0, True)
    assert not {call.operation for call in pointed.calls} & {"StartChangeSet", "CreateTags"}


def test_three_commands_lead_to_a_plan_with_nothing_to_do(pointed: Twin) -> None:
    """The commands that init prints adopt what AWS has, and the plan has nothing to change."""
    said = installed("init", "--yes")
    assert [line for line in said.out.partition("\nNext\n")[2].splitlines() if "#" not in line] == [
        "  reconciler import --all --names",
        "  reconciler plan",
        "  git init && git add . && git commit",
    ]
    assert installed("import", "--all", "--names").code == 0
    planned = installed("plan", "--detailed-exitcode")
    assert (planned.code, "No changes. " in planned.out) == (0, True)
    assert "StartChangeSet" not in {call.operation for call in pointed.calls}


def test_a_delegated_administrator_manages_the_marketplace(pointed: Twin, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its account is taken, with the organization that it belongs to."""
    pointed.reset(replace(pointed.seed, delegated_administrators=("222222222222",)))
    point(pointed, monkeypatch, "222222222222")
    assert installed("init", "--yes").code == 0
    text = Path("reconciler.yaml").read_text()
    assert ('  account: "222222222222"' in text, "\norganization: o-abcdef1234" in text) == (True, True)
    pointed.reset(seed.demo())


def test_questions_are_asked_at_a_terminal(pointed: Twin) -> None:
    """What AWS says stands in the questions, and Enter takes it; a long question breaks between words."""
    with terminal("init gov", pointed) as screen:
        screen.until("delegated\r\n    administrator) [111111111111]:")
        screen.answer("")
        screen.until("Organization [o-abcdef1234]:")
        screen.answer("")
        screen.until("each [none]:")
        screen.answer("saas=1:us-east-1")
        screen.until("'1' is not possible: an account id has 12 digits, such as 111111111111")
        screen.answer("saas=888888888888:us-east-1")
        screen.until("Pipelines [github]:")
        screen.answer("github acme/gov")
        screen.until("files into gov? Only 'yes' will be accepted:")
        screen.answer("yes")
        assert "Next" in screen.rest()
        assert screen.program.returncode == 0
    assert "saas:" in Path("gov/reconciler.yaml").read_text()


def test_ctrl_c_at_a_question_leaves_nothing(pointed: Twin, empty: Path) -> None:
    """The command ends with 130."""
    with terminal("init", pointed) as screen:
        screen.until("[111111111111]:")
        screen.program.send_signal(signal.SIGINT)
        screen.rest()
        assert screen.program.returncode == 130
    assert list(empty.iterdir()) == []


def test_a_seller_account_gets_its_regions(pointed: Twin, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is in no organization, which is nothing to be told, and its services are found."""
    point(pointed, monkeypatch, "888888888888")
    said = installed("init", "--yes")
    assert said.code == 0
    text = Path("reconciler.yaml").read_text()
    assert '  saas:\n    account: "888888888888"' in text
    assert "regions: [eu-west-1, us-east-1]" in text
    assert "Not known" not in said.out


def test_a_member_account_is_told_who_manages_the_marketplace(pointed: Twin, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may not list the delegated administrators, which most accounts may not: that is said without AWS's error."""
    point(pointed, monkeypatch, "333333333333")
    said = installed("init", "--yes")
    unread = "whether 333333333333 is a delegated administrator of Private Marketplace: it may not list them"
    assert (f"Not known {unread}" in words(said.out), "AccessDenied" in said.out) == (True, False)
    assert "to manage Private Marketplace, too, use 111111111111 or a delegated administrator" in words(said.out)


def test_denied_calls_are_lines_that_say_so(pointed: Twin) -> None:
    """Whoever starts may have no rights at all."""
    for operation in ("DescribeOrganization", "DescribeVpcEndpointServiceConfigurations"):
        pointed.faults.deny(operation)
    said = installed("init", "--yes")
    assert said.code == 0
    unread = "Not known the organization could not be read: organizations:DescribeOrganization: AccessDenied"
    assert unread in words(said.out)
    assert "regions could not be read: ec2:DescribeVpcEndpointServiceConfigurations" in words(said.out)
    assert "reconciler.yaml: fill in marketplace or sellers; without them, any account is taken" in words(said.out)


def test_a_region_that_is_not_enabled_is_no_fault(pointed: Twin) -> None:
    """Most accounts have not enabled all regions; EC2 then accepts no credentials there."""
    pointed.faults.fail("DescribeVpcEndpointServiceConfigurations", "AuthFailure", "not able to validate", times=5)
    said = installed("init", "--yes")
    assert (said.code, "Not known" in said.out) == (0, False)


def test_looking_at_aws_takes_a_bounded_number_of_calls(pointed: Twin) -> None:
    """One for the account, one for the organization, one for its administrators, and one for each region."""
    assert installed("init", "--yes").code == 0
    asked = [call.operation for call in pointed.calls]
    own = [one for one in asked if one != "DescribeVpcEndpointServiceConfigurations"]
    assert sorted(own) == ["DescribeOrganization", "GetCallerIdentity", "ListDelegatedAdministrators"]
    assert len(asked) - len(own) < 60


@pytest.mark.usefixtures("pointed")
def test_the_examples_are_valid_and_plan_on_the_twin() -> None:
    """They have one document of each kind in canonical form, and need no AWS account to be tried."""
    assert installed("init", "--yes").code == 0
    assert installed("--config", "examples/reconciler.yaml", "fmt", "--check").code == 0
    assert installed("--config", "examples/reconciler.yaml", "validate").code == 0
    planned = installed("--config", "examples/reconciler.yaml", "plan")
    assert planned.code == 0
    assert "2 to create, 0 to update, 0 to archive" in planned.out
