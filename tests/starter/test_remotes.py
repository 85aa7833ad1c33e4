"""The address of a git remote."""

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from reconciler.aws.calls import role_actions
from reconciler.kinds import all_verbs
from reconciler.starter import Ci, NewRepository, Project, read_remote, starter_files, usable_branch
from tests.starter.cloudformation import template

ACTIONS = role_actions(all_verbs())

GOVERNANCE = (Ci.GITHUB, Project("acme/governance", "github.com"))


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/acme/governance",
        "https://github.com/acme/governance.git",
        "https://user:ghp_secret@github.com/acme/governance.git/",
        "git@github.com:acme/governance.git",
        "ssh://git@ssh.github.com:443/acme/governance.git",
        "ssh://git@GitHub.com/acme/governance",
    ],
)
def test_each_form_of_an_address_names_the_repository(url: str) -> None:
    """HTTPS, ssh and scp's form name the same repository; credentials in the address are dropped."""
    found = read_remote(url)
    assert found is not None
    assert (found[0], found[1].path, found[1].ids) == (Ci.GITHUB, "acme/governance", None)
    assert "secret" not in repr(found)


def test_a_server_whose_name_says_gitlab_is_taken_for_gitlab() -> None:
    """The server is the issuer of the tokens, so it is kept."""
    assert read_remote("git@gitlab.example.com:group/sub/project.git") == (
        Ci.GITLAB,
        Project("group/sub/project", "gitlab.example.com"),
    )


@pytest.mark.parametrize(
    "url",
    [
        "",
        "../elsewhere",
        "/srv/git/governance.git",
        "https://example.com/acme/governance",
        "https://github.com.example.com/acme/governance",
        "https://notgithub.com/acme/governance",
        "https://github.com/acme",
        "https://github.com/acme/governance/tree/main",
        "https://github.com/acme/..",
        "https://github.com/acme/*",
        'https://github.com/acme/x": {AWS: "*"}',
        "git@github.com:acme/$(reboot)",
        "git@gitlab.com:group/*",
        "git@gitlab.com:../group",
        "https://github.com/acme/governance\nimport: evil",
    ],
)
def test_any_other_address_names_no_repository(url: str) -> None:
    """A path, another server, a wildcard or anything that YAML could read otherwise is not understood."""
    assert read_remote(url) is None


@given(
    st.sampled_from(["git@github.com:", "https://github.com/", "https://x:y@gitlab.com/", "git@gitlab.a-b.c:"]),
    st.text(st.sampled_from("aZ0-_./@:*?#\"'\\{}$&!%\n é"), max_size=12),
    st.text(st.sampled_from("aZ0-_./@:*?#\"'\\{}$&!%\n é"), max_size=8),
)
def test_no_address_and_no_branch_changes_what_is_trusted(server: str, path: str, branch: str) -> None:
    """Whatever git says, the files are YAML, and the apply role trusts one subject without a wildcard, or none."""
    ci, project = read_remote(server + path) or (Ci.GITHUB, None)
    about = NewRepository(ci=ci, project=project, branch=usable_branch(branch))
    files = starter_files(about, ACTIONS, {})
    assert [yaml.safe_load(text) for name, text in files.items() if name.startswith(".") and name.endswith("yml")]
    subjects = template(files["cloudformation/roles.yaml"])["Parameters"]["ApplySubjects"]
    assert ("Default" in subjects) is (project is not None)
    assert re.fullmatch(subjects["AllowedPattern"], subjects["Default"]) if project else True
    assert "*" not in subjects.get("Default", "")
