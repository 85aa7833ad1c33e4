"""A repository is named by its git remote, without what the address has of credentials."""

import subprocess
from pathlib import Path

import pytest

from reconciler.cli.git.remote import GitRemote, find_remote

PLACES = {
    "https://github.com/acme/catalogue.git": "github.com/acme/catalogue",
    "https://x-token:s3cret@github.com/acme/catalogue": "github.com/acme/catalogue",
    "https://s3cret@github.com/acme/catalogue.git/": "github.com/acme/catalogue",
    "https://me:p@s3cret@git.example.com:8443/acme/catalogue": "git.example.com:8443/acme/catalogue",
    "https://git.example.com/acme/catalogue?token=s3cret": "git.example.com/acme/catalogue",
    "ssh://git@git.example.com:2222/acme/catalogue.git": "git.example.com:2222/acme/catalogue",
    "git@github.com:acme/catalogue.git": "github.com/acme/catalogue",
    "github.com:acme/catalogue": "github.com/acme/catalogue",
    "https://me:s3/cret@git.example.com/acme/catalogue": "",
    "file:///srv/git/catalogue.git": "",
    "/srv/git/catalogue.git": "",
    "../catalogue.git": "",
    "": "",
}


@pytest.mark.parametrize(("url", "place"), PLACES.items())
def test_the_place_of_a_remote_has_no_credentials(url: str, place: str) -> None:
    """It is the server and the path; empty for a folder, and where a password might remain."""
    assert GitRemote(url).place == place


def test_the_place_is_that_of_the_remote_origin(here: Path) -> None:
    """Without it nothing is known."""
    subprocess.run(["git", "init", "-q", str(here)], check=True)
    assert find_remote(here).place == ""
    subprocess.run(
        ["git", "-C", str(here), "remote", "add", "origin", "https://me:s3cret@x.example.com/a/b"], check=True
    )
    assert find_remote(here / "desired_state").place == "x.example.com/a/b"
