"""`reconciler init`: the files of a new repository, from options, AWS, git and answers."""

import os
import subprocess
from collections import UserDict
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from reconciler.cli.files import write_new
from reconciler.cli.new_folder import NewFolder
from reconciler.errors import ReconcilerError
from reconciler.settings import Seller
from reconciler.starter import Ci, NewRepository, Project, Survey
from tests.cli.fakes import FakeProgram, command
from tests.cli.starting import installed, words

MANAGEMENT = Survey(
    account="111111111111",
    organization="o-abcdef1234",
    management_account="111111111111",
    regions=("eu-west-1",),
)


def tree(folder: Path) -> Mapping[str, str]:
    """Return the texts of all files below *folder*."""
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def git(folder: Path, *words: str) -> None:
    """Run git in *folder*."""
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True)


def test_without_a_terminal_and_without_yes_nothing_is_asked(empty: Path) -> None:
    """A pipeline would wait for ever: it is a usage error, and nothing is written."""
    said = command("init")
    assert (said.code, said.out) == (64, "")
    assert said.err.startswith("error: there is no terminal to ask at\n  hint: use --yes")
    assert list(empty.iterdir()) == []


def test_aws_fills_in_account_organization_and_seller(empty: Path) -> None:
    """With --yes, what AWS says is taken, and nothing is asked."""
    program = FakeProgram(surveyed=MANAGEMENT)
    assert command("init --yes", program).code == 0
    assert program.asked[1] == NewRepository(
        marketplace="111111111111",
        organization="o-abcdef1234",
        sellers=(Seller("saas", "111111111111", ("eu-west-1",)),),
    )
    assert (empty / "reconciler.yaml").read_text() == "version: 1\n"


def test_options_go_before_what_aws_says(empty: Path) -> None:
    """An organization is not taken from AWS for an account that AWS says nothing about."""
    program = FakeProgram(surveyed=MANAGEMENT)
    line = "init --yes --marketplace 222222222222 --seller a=333333333333:us-east-1 --github acme@1/gov@2"
    assert command(line, program).code == 0
    assert program.asked[1] == NewRepository(
        marketplace="222222222222",
        sellers=(Seller("a", "333333333333", ("us-east-1",)),),
        project=Project("acme/gov", "github.com", ("1", "2")),
    )
    assert (empty / "reconciler.yaml").is_file()


@pytest.mark.usefixtures("empty")
def test_aws_is_not_asked_for_what_is_stated() -> None:
    """Marketplace, organization and seller are all that AWS could say."""
    program = FakeProgram()
    line = "init --yes --marketplace 222222222222 --organization o-abcdef1234 --seller a=333333333333:us-east-1"
    assert command(line, program).code == 0
    assert "survey" not in program.asked


@pytest.mark.usefixtures("empty")
def test_enter_takes_what_aws_says_and_none_drops_it() -> None:
    """Four questions and the consent; a wrong answer is asked for again."""
    program = FakeProgram(surveyed=MANAGEMENT)
    said = command("init", program, tty=True, answer="\n\nnone\njenkins\ngitlab group/gov\nyes\n")
    assert said.code == 0
    assert program.asked[1] == NewRepository(
        marketplace="111111111111",
        organization="o-abcdef1234",
        ci=Ci.GITLAB,
        project=Project("group/gov", "gitlab.com"),
    )
    assert "Sellers with endpoint services, NAME=ACCOUNT:REGION,… each [saas=111111111111:eu-west-1]:" in said.err
    assert "  'jenkins' is not possible: write github OWNER/REPO, gitlab GROUP/PROJECT or none\n" in said.err


@pytest.mark.usefixtures("empty")
def test_a_region_in_doubt_is_told_before_the_consent() -> None:
    """A misspelt region may be a new one, so it is taken; the user may still answer no."""
    said = command("init", FakeProgram(), tty=True, answer="\na=222222222222:us-eats-1, eu-west-1\nnone\nno\n")
    told = "  botocore knows no region 'us-eats-1'; it is used as it is: did you mean 'us-east-1'?\n"
    assert (said.code, told in said.err) == (1, True)


@pytest.mark.usefixtures("empty")
def test_the_own_account_is_not_told_to_be_another() -> None:
    """Whoever manages Private Marketplace and wants none here is not told to use another account."""
    said = command("init", FakeProgram(surveyed=MANAGEMENT), tty=True, answer="none\nnone\nnone\nyes\n")
    assert (said.code, "to manage Private Marketplace" in said.out) == (0, False)


@pytest.mark.usefixtures("empty")
def test_outside_of_git_the_last_command_begins_there(empty: Path) -> None:
    """`git add` fails where there is no repository."""
    assert command("init --yes", FakeProgram()).out.endswith("\n  git init && git add . && git commit\n")
    git(empty, "init", "-q")
    assert command("init below --yes", FakeProgram()).out.endswith("\n  git add . && git commit\n")


def test_anything_but_yes_writes_nothing(empty: Path) -> None:
    """The number of files and the folder are told before the consent; the end of the input is none."""
    said = command("init gov", FakeProgram(surveyed=MANAGEMENT), tty=True, answer="\n\n\n\n")
    assert (said.code, list(empty.iterdir())) == (1, [])
    assert "Write 2 files into gov? Only 'yes' will be accepted:" in said.err


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--marketplace 1", "'1' is not possible"),
        ("--marketplace=", "'' is not possible"),
        ("--organization r-abcd", "'r-abcd' is not possible"),
        ("--seller saas", "'saas' is not a seller"),
        ("--github acme", "'acme' is not a repository"),
        ("--github acme/gov --gitlab", "--github and --gitlab cannot be combined"),
        ("--config other.yaml", "init writes a new reconciler.yaml and reads none"),
    ],
)
def test_a_wrong_option_is_refused_before_anything_else(options: str, message: str) -> None:
    """AWS is not asked, and nothing is written."""
    program = FakeProgram()
    said = command(f"init --yes {options}", program)
    assert (said.code, program.asked) == (64, [])
    assert said.err.startswith(f"error: {message}\n  hint: ")


def test_a_repository_that_is_there_is_refused(here: Path) -> None:
    """Nothing is asked, read or changed, and the message says what to do."""
    before, program = tree(here), FakeProgram()
    said = command("init --yes", program)
    assert (said.code, program.asked, tree(here)) == (64, [], before)
    assert said.err == (
        "error: reconciler.yaml is there already\n"
        "  hint: change that file instead, or name another DIR and copy what you need; init never changes a file\n"
    )


def test_a_file_that_is_there_is_told_and_left(empty: Path) -> None:
    """Only reconciler.yaml refuses the run."""
    (empty / "desired_state").mkdir()
    (empty / "desired_state" / "README.md").write_text("mine\n")
    said = command("init --yes", FakeProgram())
    assert said.code == 0
    assert "\nLeft as they are\n  desired_state/README.md\n" in said.out
    assert (empty / "desired_state" / "README.md").read_text() == "mine\n"


@pytest.mark.parametrize("name", ["gov", "gov/desired_state"])
def test_a_file_in_the_place_of_a_folder_is_refused(name: str, empty: Path) -> None:
    """It is found before anything is written."""
    (empty / name).parent.mkdir(exist_ok=True)
    (empty / name).write_text("mine\n")
    said = command("init gov --yes", FakeProgram())
    assert (said.code, tree(empty)) == (64, {name: "mine\n"})
    assert said.err.endswith(
        f"error: {name} is there already and is not a folder\n  hint: name another DIR, or move it away\n"
    )


def test_an_interrupted_run_leaves_nothing(empty: Path) -> None:
    """What was written is removed again, also the folders; what was there before stays."""

    class Interrupted(UserDict[str, str]):
        def __iter__(self) -> Iterator[str]:
            yield from super().__iter__()
            raise KeyboardInterrupt

    files = Interrupted({"a/b/one.yaml": "one\n", "mine.yaml": "theirs\n"})
    (empty / "mine.yaml").write_text("mine\n")
    with pytest.raises(KeyboardInterrupt):
        NewFolder(empty).fill(files)
    assert tree(empty) == {"mine.yaml": "mine\n"}
    assert [path.name for path in empty.iterdir()] == ["mine.yaml"]


def test_a_file_that_cannot_be_written_takes_the_others_back(empty: Path) -> None:
    """The name of the second file is too long for every file system."""
    with pytest.raises(ReconcilerError, match="File name too long"):
        NewFolder(empty / "gov").fill({"one.yaml": "one\n", "x" * 300: "two\n"})
    assert list(empty.iterdir()) == []


def test_a_second_run_completes_a_killed_one(empty: Path) -> None:
    """A run that was killed has no reconciler.yaml yet, so the next one writes what is missing.

    The unfinished file is removed.
    """
    NewFolder(empty).fill({"desired_state/README.md": "# Desired state\n"})
    ended = subprocess.Popen(["true"])
    ended.wait()
    (empty / f".reconciler.yaml.{ended.pid}.part").write_text("vers")
    assert command("init --yes", FakeProgram()).code == 0
    assert tree(empty) == {"desired_state/README.md": "# Desired state\n", "reconciler.yaml": "version: 1\n"}


def test_a_file_that_appears_meanwhile_is_not_replaced(empty: Path) -> None:
    """A link that leads nowhere is something, too."""
    (empty / "a.yaml").symlink_to("nowhere")
    assert write_new(empty / "a.yaml", "ours\n") is False
    assert write_new(empty / "b.yaml", "ours\n") is True
    assert write_new(empty / "b.yaml", "theirs\n") is False
    names = sorted(path.name for path in empty.iterdir())
    assert ((empty / "b.yaml").read_text(), names) == ("ours\n", ["a.yaml", "b.yaml"])


@pytest.mark.parametrize("name", ["with blanks", "it's $(mine)", "line\nend", "ünï", "--yes-no", "\x1b[31mred"])
def test_any_name_of_a_folder_is_possible(name: str, empty: Path) -> None:
    """Control characters of a name reach no terminal, and the command to change to it is quoted."""
    said = installed("init", "--yes", "--gitlab", "--", name) if name[0] == "-" else installed("init", name, "--yes")
    assert (said.code, (empty / name / "reconciler.yaml").is_file()) == (0, True)
    assert "\x1b" not in said.out + said.err
    assert [line for line in said.out.splitlines() if line.startswith("  cd ")] != []


def test_git_says_the_repository_and_its_branch(empty: Path) -> None:
    """The address of `origin` may hold a token, which no output and no file has."""
    git(empty, "init", "-q", "-b", "trunk")
    git(empty, "remote", "add", "origin", "https://x:ghp_secret@github.com/acme/gov.git")
    git(empty, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")
    program = FakeProgram()
    said = command("init --yes", program)
    wanted = NewRepository(project=Project("acme/gov", "github.com"), branch="trunk")
    assert (said.code, program.asked[1]) == (0, wanted)
    assert "secret" not in said.out + said.err + str(tree(empty / "desired_state"))


def test_enter_keeps_the_server_of_the_remote(empty: Path) -> None:
    """The question names the project alone, and its server is the issuer of the tokens."""
    git(empty, "init", "-q")
    git(empty, "remote", "add", "origin", "git@gitlab.example.com:group/gov.git")
    program = FakeProgram()
    said = command("init", program, tty=True, answer="\n\n\nyes\n")
    assert "Pipelines [gitlab group/gov]:" in said.err
    assert program.asked[1] == NewRepository(ci=Ci.GITLAB, project=Project("group/gov", "gitlab.example.com"))
    assert "variable RECONCILER_TOKEN: an access token of the project (api, Reporter)" in words(said.out)
    assert "branch main: protect it, since the apply role trusts it; add a pipeline schedule" in words(said.out)


def test_a_folder_inside_another_repository_is_told(empty: Path) -> None:
    """Pipelines work from the top only, and other settings hold above."""
    git(empty, "init", "-q")
    (empty / "reconciler.yaml").write_text("version: 1\n")
    said = command("init below --yes", FakeProgram())
    assert said.code == 0
    assert f"pipelines work only from the top of the git repository, {os.path.realpath(empty)}" in words(said.out)
    assert f"{os.path.realpath(empty)}/reconciler.yaml holds in the folders above" in words(said.out)


def test_settings_that_appear_meanwhile_are_an_error(empty: Path) -> None:
    """Two runs at once cannot both be right, so the later one says that the settings are not its own."""

    class Late(FakeProgram):
        def starter_files(self, about: NewRepository) -> Mapping[str, str]:
            return Racing(super().starter_files(about))

    class Racing(UserDict[str, str]):
        def __iter__(self) -> Iterator[str]:
            (empty / "reconciler.yaml").write_text("theirs\n")
            return super().__iter__()

    said = command("init --yes", Late())
    assert (said.code, (empty / "reconciler.yaml").read_text()) == (1, "theirs\n")
    assert said.err.startswith("Looking at AWS (reads only) …\nerror: reconciler.yaml is not of this run\n")


@pytest.mark.usefixtures("empty")
def test_missing_credentials_are_a_line_that_says_so() -> None:
    """The repository is written, and its settings say what to fill in."""
    said = installed("init", "--yes")
    assert said.code == 0
    assert "the account could not be read: sts:GetCallerIdentity: Unable to locate credentials" in words(said.out)


@pytest.mark.usefixtures("empty")
def test_an_unknown_profile_is_a_line_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong configuration of AWS does not stop a user who starts."""
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    said = installed("init", "--yes")
    assert (said.code, "nobody" in said.out) == (0, True)


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("line", ["plan", "validate", "drift", "apply --yes", "--config other.yaml plan"])
def test_each_error_about_missing_settings_names_init(line: str) -> None:
    """Whoever has no settings learns how to write them."""
    said = installed(*line.split())
    assert (said.code, "reconciler init" in said.err) == (3, True)
