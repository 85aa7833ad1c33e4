"""What the scripts ask reconciler, what they do with its exit codes, and what they leave behind."""

import re

import pytest

from tests.ci.github_server import GitHub
from tests.ci.scripts import Scripts

ONE = "1" * 64
TEXT = ["--format", "text", "--format"]


@pytest.mark.parametrize(("code", "ends"), [(0, 0), (2, 0), (1, 1), (3, 3), (4, 4), (7, 7), (64, 64), (130, 130)])
def test_a_plan_ends_the_job_as_its_exit_code_says(scripts: Scripts, code: int, ends: int) -> None:
    """Changes are no failure. All files are there in each case, for the steps that follow."""
    page = scripts.answer("plan", code, ONE)
    ended = scripts.run("plan.sh")
    assert (ended.code, ended.err) == (ends, "")
    assert ended.outputs == {"exit-code": str(code), "digest": f"sha256:{ONE}"}
    assert ended.summary == f"\n{page}"
    assert (scripts.answers / "plan.md").read_text() == page
    assert (scripts.answers / "plan.json").exists()
    assert (scripts.answers / "plan.html").read_text() == "<title>plan</title>\n"


def test_the_options_of_a_plan_are_words_of_its_command_line(scripts: Scripts) -> None:
    """Blanks and line ends separate selectors, and nothing in them is read by the shell."""
    scripts.answer("plan", 0)
    scripts.run(
        "plan.sh",
        RECONCILER_CONFIG="prod files/reconciler.yaml",
        RECONCILER_SELECT=" experience.*  $(touch pwned)\n`touch pwned` ",
        RECONCILER_EXCLUDE="*",
        RECONCILER_NO_REMOVALS="true",
        RECONCILER_REJECT_CONNECTIONS="true",
    )
    (words,) = scripts.words()
    assert words[:8] == [
        *("--config", "prod files/reconciler.yaml", "plan", "--format", "json=reconciler-out/plan.json"),
        *("--format", "html=reconciler-out/plan.html", "--detailed-exitcode"),
    ]
    assert words[8:13] == [f"--select={one}" for one in ("experience.*", "$(touch", "pwned)", "`touch", "pwned`")]
    assert words[13:16] == ["--exclude=*", "--no-removals", "--reject-connections"]
    assert words[16:18] == ["--format", "github=reconciler-out/annotations.txt"]
    assert words[18:] == [*TEXT, "markdown=reconciler-out/plan.md"]
    assert not list(scripts.folder.rglob("pwned"))


@pytest.mark.parametrize("code", [0, 3])
def test_without_credentials_the_documents_are_checked(scripts: Scripts, code: int) -> None:
    """The page and an annotation say that nothing was planned, and no comment is tried."""
    page = scripts.answer("validate", code)
    ended = scripts.run("plan.sh", RECONCILER_CREDENTIALS="false")
    assert ended.code == code
    assert [words[0] for words in scripts.words()] == ["validate"]
    why = "There are no credentials for this run (it may be of a fork), so the documents are checked and not planned."
    assert ended.out.startswith(f"::warning::{why}\n")
    assert ended.summary == f"\n**warning:** {why}\n\n{page}"
    comment = scripts.run("comment.sh")
    assert (comment.code, comment.out) == (0, "There is no plan, so no comment was written.\n")


def test_a_text_of_a_user_is_no_workflow_command(scripts: Scripts) -> None:
    """GitHub reads commands in any line: they are off while reconciler prints, and annotations come afterwards."""
    scripts.answer("plan", 0)
    lines = scripts.run("plan.sh").out.splitlines()
    stop, said, again, *rest = lines
    assert (said, rest) == ("::error::text of a user", ["::error title=code::a problem"])
    assert re.fullmatch(r"::stop-commands::[0-9a-f]{32}", stop)
    assert again == f"::{stop.rpartition('::')[2]}::"


def test_outside_of_github_there_are_no_annotations(scripts: Scripts) -> None:
    """Another server reads no workflow commands, and has no files for outputs and pages."""
    scripts.answer("validate", 0)
    unset = {"GITHUB_ACTIONS": "", "GITHUB_OUTPUT": "", "GITHUB_STEP_SUMMARY": ""}
    ended = scripts.run("plan.sh", RECONCILER_CREDENTIALS="false", **unset)
    assert (ended.code, ended.out, ended.summary) == (0, "::error::text of a user\n", "")
    assert ended.err.startswith("warning: There are no credentials for this run")
    assert scripts.words() == [["validate", *TEXT, "markdown=reconciler-out/validate.md"]]


def test_answers_of_an_earlier_step_are_not_taken_again(scripts: Scripts) -> None:
    """A plan that ends without an answer leaves no older comment to be written."""
    scripts.answer("plan", 0, ONE)
    scripts.run("plan.sh")
    scripts.answer("plan", 64)
    (scripts.bin / "plan.md").unlink()
    ended = scripts.run("plan.sh")
    assert (ended.code, ended.outputs) == (64, {"exit-code": "64"})
    assert "::error::reconciler plan ended with 64 and without an answer; the log of this job says why.\n" in ended.out
    assert not (scripts.answers / "plan.md").exists()


@pytest.mark.parametrize("code", [0, 2, 3, 7])
def test_drift_ends_the_job_with_its_exit_code(scripts: Scripts, code: int) -> None:
    """A difference is a failure here, so that the list of runs shows it."""
    page = scripts.answer("drift", code, ONE)
    ended = scripts.run("drift.sh")
    assert (ended.code, ended.summary) == (code, f"\n{page}")
    assert {file.name for file in scripts.answers.iterdir()} == {"drift.code", "drift.json", "drift.md"}
    assert (scripts.answers / "drift.code").read_text() == f"{code}\n"


def test_the_issue_is_kept_with_the_answer_of_drift(scripts: Scripts, github: GitHub) -> None:
    """The exit code decides whether it is opened, updated or closed."""
    github.permissions = {"issues:write"}
    page = scripts.answer("drift", 2, ONE)
    scripts.run("drift.sh")
    assert scripts.run("drift-issue.sh").out == "Issue 1 was opened.\n"
    assert github.issues[0]["body"] == page
    scripts.answer("drift", 0)
    scripts.run("drift.sh")
    assert scripts.run("drift-issue.sh").out == "Issue 1 was closed: there is no drift any more.\n"


@pytest.mark.parametrize("name", ["comment.sh", "drift-issue.sh"])
def test_a_token_without_the_permission_fails_the_job(scripts: Scripts, github: GitHub, name: str) -> None:
    """An older comment would show a plan that is no longer true."""
    github.permissions = {"pull-requests", "issues"}
    scripts.answer("plan", 0)
    scripts.answer("drift", 2)
    scripts.run("plan.sh")
    scripts.run("drift.sh")
    ended = scripts.run(name)
    assert ended.code == 1
    assert "HTTP 403 Resource not accessible by integration" in ended.summary


def test_a_job_that_fails_before_it_plans_says_that_the_comment_is_old(scripts: Scripts, github: GitHub) -> None:
    """Installing or taking the role may fail; there is no answer to write then."""
    ended = scripts.run("comment.sh")
    old = "an older comment shows the plan of an older commit."
    assert (ended.code, ended.out) == (0, f"::warning::This run made no plan, so no comment was written: {old}\n")
    assert github.calls == []


def test_a_reason_of_several_lines_is_one_annotation(scripts: Scripts, github: GitHub) -> None:
    """Line ends and percent signs are encoded as GitHub reads them; the page of the job has the lines as they are."""
    scripts.answer("plan", 0)
    scripts.run("plan.sh")
    github.faults = [("GET", 500)] * 4
    ended = scripts.run("comment.sh")
    once = "GET /issues/7/comments?per_page=100&page=1: HTTP 500 Server Error"
    said = [f"{once}; trying again"] * 3 + [once]
    assert (ended.code, ended.out.count("\n")) == (1, 1)
    assert ended.out.endswith("%0A".join(said) + "\n")
    assert ended.summary.endswith("\n".join(said) + "\n")


def test_without_an_answer_the_issue_is_left_as_it_is(scripts: Scripts, github: GitHub) -> None:
    """The step before may have failed before it began."""
    ended = scripts.run("drift-issue.sh")
    assert ended.code == 1
    assert "There is no answer of reconciler drift, so the issue was left as it is." in ended.out
    assert github.calls == []


def test_recipients_are_told_if_the_variables_say_so(scripts: Scripts) -> None:
    """What was told is remembered in a file that the workflow keeps."""
    scripts.answer("drift", 2, ONE)
    scripts.run("drift.sh", RECONCILER_NOTIFY="true", RECONCILER_TOLD="told.json")
    scripts.run("drift.sh", RECONCILER_NOTIFY="", RECONCILER_TOLD="told.json")
    begin = ["drift", "--format", "json=reconciler-out/drift.json"]
    assert [words[:-4] for words in scripts.words()] == [[*begin, "--notify", "--told", "told.json"], begin]


@pytest.mark.parametrize(
    ("digest", "answer", "found"),
    [
        (ONE, '{"changes": [{"address": "x"}]}', "2"),
        (ONE, '{"changes": []}', "1"),
        ("none", '{"changes": []}', "1"),
        (ONE, '{"members": [{"state": "clean"}, {"state": "changed"}]}', "2"),
        (ONE, '{"members": [{"state": "failed"}, {"state": "changed"}]}', "1"),
        (ONE, '{"members": [{"state": "clean"}]}', "1"),
    ],
)
def test_drift_that_could_not_be_told_is_drift_for_the_issue(
    scripts: Scripts, digest: str, answer: str, found: str
) -> None:
    """The job fails with 1, and the issue is opened only if there is a difference; of a fleet, if no member failed."""
    scripts.answer("drift", 1, digest)
    (scripts.bin / "drift.json").write_text(answer)
    assert scripts.run("drift.sh").code == 1
    assert (scripts.answers / "drift.code").read_text() == f"{found}\n"


@pytest.mark.parametrize("command", ["validate", "plan", "apply", "drift"])
def test_the_action_runs_the_script_of_a_command(scripts: Scripts, command: str) -> None:
    """The command is a word of the workflow."""
    scripts.answer(command, 0)
    ended = scripts.run("run.sh", RECONCILER_COMMAND=command, RECONCILER_DIGEST=f"sha256:{ONE}")
    assert (ended.code, [words[0] for words in scripts.words()]) == (0, [command])


@pytest.mark.parametrize("command", ["", "destroy", "../plan", "plan.sh; touch pwned"])
def test_the_action_refuses_an_unknown_command(scripts: Scripts, command: str) -> None:
    """Nothing is run."""
    scripts.answer("plan", 0)
    ended = scripts.run("run.sh", RECONCILER_COMMAND=command)
    assert (ended.code, scripts.words()) == (1, [])
    assert ended.out == "::error::The command must be validate, plan, apply or drift.\n"


@pytest.mark.parametrize(("name", "module"), [("install.sh", "pip"), ("drift.sh", "json")])
def test_no_module_of_the_repository_is_imported(scripts: Scripts, name: str, module: str) -> None:
    """Nobody owns files at the top of a repository, and a job that applies holds the apply role."""
    scripts.answer("drift", 1, ONE)
    (scripts.folder / f"{module}.py").write_text('open("pwned", "w")\n')
    scripts.run(name, RECONCILER="git+nowhere")
    assert not (scripts.folder / "pwned").exists()


PIP = ["-P", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]


def test_a_checkout_is_installed_with_all_its_hashes(scripts: Scripts) -> None:
    """The action installs its own checkout: dependencies and builder are locked, and nothing else is fetched."""
    scripts.answer("validate", 0)
    (scripts.bin / "reconciler").rename(scripts.bin / "python3")
    checkout = scripts.folder / "a checkout"
    checkout.mkdir()
    assert scripts.run("install.sh", RECONCILER=str(checkout)).code == 0
    locked = [f"--requirement={checkout}/requirements/{name}.txt" for name in ("build", "runtime")]
    assert scripts.words() == [
        [*PIP, "--require-hashes", "--no-deps", *locked],
        [*PIP, "--no-deps", "--no-build-isolation", str(checkout)],
    ]


def test_an_address_is_installed_as_it_is(scripts: Scripts) -> None:
    """It is one word, whatever it holds, and no folder of the repository is taken for it."""
    scripts.answer("validate", 0)
    (scripts.folder / "git+https:" / "example.com" / "a b@v1").mkdir(parents=True)
    (scripts.bin / "reconciler").rename(scripts.bin / "python3")
    scripts.run("install.sh", RECONCILER="git+https://example.com/a b@v1")
    assert scripts.words() == [[*PIP, "git+https://example.com/a b@v1"]]
