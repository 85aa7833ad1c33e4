"""The reviewed plan is found through the merged pull request, and only its digest and options are taken."""

from contextlib import suppress
from pathlib import Path

import pytest
from github import plan as reviewed_plan
from hypothesis import given
from hypothesis import strategies as st
from rest import RestError
from reviewed import unzipped, words

from reconciler.model import Address
from reconciler.selectors import selects
from tests.ci.archives import DIGEST, OPTIONS, archive, plan
from tests.ci.github_server import GitHub, Json
from tests.ci.jobs import SHA

HEAD = "b" * 40
FORGED = "the reviewed plan does not have the form of a plan; it may be forged."
WHOLE = archive(plan())
NOT_THERE = "its run had not ended before the merge, made no plan, or its artifact has expired."


@pytest.fixture
def merged(github: GitHub, monkeypatch: pytest.MonkeyPatch) -> GitHub:
    """Return a GitHub on which pull request 7 was merged into main, and the job is of that push."""
    monkeypatch.setenv("GITHUB_REF", "refs/heads/main")
    monkeypatch.setenv("GITHUB_REF_NAME", "main")
    github.permissions = {"actions", "pull-requests"}
    github.pulls.append(pull())
    return github


def pull(**more: Json) -> dict[str, Json]:
    """Return pull request 7, whose merge made the commit SHA."""
    made = {"number": 7, "merged_at": "2026-11-26T20:01:00Z", "merge_commit_sha": SHA, "commits": [SHA, HEAD]}
    return {**made, "base": {"ref": "main"}, "head": {"sha": HEAD}, **more}


def taken(folder: Path) -> list[str]:
    """Return the options that the step writes."""
    file = folder / "reviewed"
    assert reviewed_plan(file) == "The reviewed plan is that of pull request 7."
    *found, last = file.read_bytes().decode().split("\0")
    assert last == ""
    return found


def test_the_digest_and_the_options_of_the_plan_are_taken(merged: GitHub, tmp_path: Path) -> None:
    """Each option is one word; the archive is fetched without the token, from the address that GitHub names."""
    options = {"select": ["experience.fin*", "product"], "exclude": ["*.api-us"], "no_removals": True}
    merged.run_of(HEAD, archive(plan(options={**OPTIONS, **options, "reject_connections": True})))
    assert taken(tmp_path) == [
        f"--expect={DIGEST}",
        "--select=experience.fin*",
        "--select=product",
        "--exclude=*.api-us",
        "--no-removals",
        "--reject-connections",
    ]
    assert [call.partition("?")[0] for call in merged.calls] == [
        f"GET /commits/{SHA}/pulls",
        "GET /actions/workflows/reconciler-plan.yml/runs",
        "GET /actions/runs/1/artifacts",
        "GET /actions/artifacts/2/zip",
    ]


def test_the_newest_plan_of_the_commit_is_taken(merged: GitHub, tmp_path: Path) -> None:
    """The run may have been repeated. Artifacts that have expired, have another name or are younger do not count."""
    newest = f"sha256:{'2' * 64}"
    merged.run_of(HEAD, archive(plan()))
    merged.run_of(HEAD, archive(plan(digest=newest)))
    merged.run_of(HEAD, archive(plan()))["created_at"] = "2026-11-26T20:01:01Z"
    merged.run_of(HEAD, archive(plan()))["expired"] = True
    merged.run_of(HEAD, archive(plan()))["name"] = "another"
    assert taken(tmp_path) == [f"--expect={newest}"]


@pytest.mark.parametrize(
    "other",
    [
        {"merged_at": None},
        {"merge_commit_sha": "c" * 40},
        {"base": {"ref": "release"}},
        {"commits": []},
    ],
)
def test_without_a_merged_pull_request_there_is_no_plan(merged: GitHub, tmp_path: Path, other: Json) -> None:
    """A direct push, a pull request into another branch, and one that only holds the commit have reviewed nothing."""
    merged.pulls[:] = [pull(**other)]
    merged.run_of(HEAD, archive(plan()))
    with pytest.raises(RestError, match=f"no pull request was merged into main as {SHA}, so there is no reviewed plan"):
        reviewed_plan(tmp_path / "reviewed")
    assert not (tmp_path / "reviewed").exists()


@pytest.mark.parametrize(
    "run",
    [
        {"event": "push"},
        {"event": "workflow_dispatch"},
        {"head_repository": {"full_name": "mallory/gov"}},
        {"head_repository": None},
        {"head_sha": "c" * 40},
    ],
)
def test_runs_of_forks_and_of_other_commits_do_not_count(merged: GitHub, tmp_path: Path, run: Json) -> None:
    """A fork has no credentials, so an artifact of its run is none of a plan."""
    merged.run_of(HEAD, archive(plan()), **run)
    with pytest.raises(RestError, match=f"the plan of pull request 7 is not there: {NOT_THERE}"):
        reviewed_plan(tmp_path / "reviewed")


def test_an_artifact_that_expires_now_is_no_traceback(merged: GitHub, tmp_path: Path) -> None:
    """Between the list and the download, GitHub may delete the artifact."""
    merged.run_of(HEAD, archive(plan()))
    merged.archives.clear()
    with pytest.raises(RestError, match="HTTP 410 Artifact has expired"):
        reviewed_plan(tmp_path / "reviewed")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("other.yml", "GET /actions/workflows/other.yml/runs.* HTTP 404 Not Found"),
        ("../secrets", "RECONCILER_WORKFLOW is not the name of a file"),
    ],
)
def test_a_workflow_that_does_not_exist_is_named(
    merged: GitHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    """Whoever renames the workflow that plans says so in a variable."""
    monkeypatch.setenv("RECONCILER_WORKFLOW", name)
    with pytest.raises(RestError, match=said):
        reviewed_plan(tmp_path / "reviewed")
    assert len(merged.calls) == 1 + name.endswith(".yml")


def test_a_token_that_may_not_read_is_named(merged: GitHub, tmp_path: Path) -> None:
    """The workflow has to have the permissions."""
    merged.permissions = {"pull-requests"}
    with pytest.raises(RestError, match="HTTP 403 Resource not accessible by integration"):
        reviewed_plan(tmp_path / "reviewed")


def test_acceptances_of_the_artifact_are_not_taken() -> None:
    """Whoever writes the artifact accepts nothing: acceptances are those of the merged settings alone."""
    forged = plan(accepted=["max_removals@11111111"], options={**OPTIONS, "accept": ["max_removals@11111111"]})
    assert words(forged) == [f"--expect={DIGEST}"]


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b"{}",
        b'{"digest": "sha256:11"}',
        b"[" * 100_000,
        plan(digest="1" * 64),
        plan(digest=f"{DIGEST} --accept=max_removals@11111111"),
        plan(digest=f"{DIGEST}\n"),
        plan(digest=7),
        plan(options=None),
        plan(options={}),
        plan(options={**OPTIONS, "at": "2027-01-01"}),
        plan(options={**OPTIONS, "no_removals": "--accept=max_removals@11111111"}),
        plan(options={**OPTIONS, "reject_connections": 1}),
        plan(options={**OPTIONS, "select": "experience"}),
        plan(options={**OPTIONS, "select": [["experience"]]}),
        plan(options={**OPTIONS, "select": {"experience; rm -rf": 1}}),
    ],
)
def test_a_plan_of_another_form_is_refused(text: bytes) -> None:
    """Nothing of it reaches a command line."""
    with pytest.raises(RestError, match=f"^{FORGED}$"):
        words(text)


@pytest.mark.parametrize(
    "selector",
    [
        "",
        "-v",
        "--accept=max_removals@11111111",
        "$(touch pwned)",
        "`touch pwned`",
        "experience.a;touch pwned",
        "experience.a --accept=max_removals@11111111",
        "experience.a\n--yes",
        "experience.a\0--yes",
        "experience.\u202ea",
        "a" * 300,
    ],
)
def test_a_selector_that_is_none_is_refused(selector: str) -> None:
    """The grammar has letters, digits, and the signs of globs: no blank, no quote, nothing of a shell."""
    for name in ("select", "exclude"):
        with pytest.raises(RestError, match=f"^{FORGED}$"):
            words(plan(options={**OPTIONS, name: [selector]}))


@pytest.mark.parametrize("selector", ["experience", "experience.finance", "*.fin*", "e[a-z]*.f?n[!x]*", "*"])
def test_each_form_of_a_selector_is_taken(selector: str) -> None:
    """All of these select the address that reconciler's own grammar selects by them."""
    assert selects(selector, Address("experience", "finance"))
    assert words(plan(options={**OPTIONS, "select": [selector]})) == [f"--expect={DIGEST}", f"--select={selector}"]


@pytest.mark.parametrize(
    "selector", ["orgs/acme/*", "Orgs.1/a-b/experience.finance", "*/eu-west-1/endpoint_service.api-*"]
)
def test_a_selector_of_a_fleet_is_taken(selector: str) -> None:
    """It has the member before it."""
    assert words(plan(options={**OPTIONS, "select": [selector]})) == [f"--expect={DIGEST}", f"--select={selector}"]


def test_a_plan_that_could_not_be_made_is_no_reviewed_plan() -> None:
    """Its digest is null; the pull request was merged in spite of it."""
    with pytest.raises(RestError, match="no plan could be made for the pull request that was merged"):
        words(plan(digest=None))


@pytest.mark.parametrize("name", ["../plan.json", "/plan.json", "folder/plan.json", "PLAN.JSON"])
def test_a_path_in_the_archive_is_never_followed(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One name is read, in memory, and nothing is unpacked."""
    inner = tmp_path / "inner"
    inner.mkdir()
    monkeypatch.chdir(inner)
    with pytest.raises(RestError, match=r"the artifact of the reviewed plan has no plan\.json"):
        unzipped(archive(plan(), name))
    assert unzipped(archive(plan(), beside={name: b"forged"})) == plan()
    assert list(tmp_path.rglob("*")) == [inner]


@pytest.mark.parametrize("content", [b"", b"PK", b"no zip", archive(plan())[:-30], archive(plan())[40:]])
def test_an_artifact_that_is_no_archive_is_refused(content: bytes) -> None:
    """The message says so."""
    with pytest.raises(RestError, match="is not a zip file that can be read"):
        unzipped(content)


@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=4))
def test_a_broken_archive_is_no_traceback(place: int, other: bytes) -> None:
    """Whatever bytes are changed, the plan is read as it was, or the archive is refused."""
    with suppress(RestError):
        assert unzipped(WHOLE[:place] + other + WHOLE[place + len(other) :]) == plan()


def test_an_archive_that_grows_without_bound_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small archive can hold a file that fills the memory; reading ends at the limit."""
    monkeypatch.setattr("reviewed.LARGEST", 1000)
    with pytest.raises(RestError, match="the reviewed plan is larger than 1000 bytes"):
        unzipped(archive(b" " * 1_000_000))
