"""The address of a git remote."""

import pytest

from reconciler.starter import Ci, Project, read_remote

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
