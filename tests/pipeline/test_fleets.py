"""fleet.yaml: which folders are members, and every error with its place."""

from pathlib import Path

import pytest

from reconciler.errors import InvalidInput
from reconciler.pipeline import accounts_of, is_fleet, read_fleet
from reconciler.settings import Role

ROLE = "arn:aws:iam::222222222222:role/fleet"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with three members and one folder that is none."""
    monkeypatch.chdir(tmp_path)
    for name in ("orgs/b", "orgs/a", "orgs/.hidden", "sellers/eu"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "reconciler.yaml").write_text('version: 1\nmarketplace: {account: "111111111111"}\n')
    (tmp_path / "orgs" / "none").mkdir()
    return tmp_path


def stated(here: Path, text: str) -> Path:
    """Write fleet.yaml, and return its path as users name it."""
    (here / "fleet.yaml").write_text(f"version: 1\n{text}")
    return Path("fleet.yaml")


def wrong(config: Path) -> list[tuple[str, str, str]]:
    """Return code, message and place of each problem."""
    with pytest.raises(InvalidInput) as caught:
        read_fleet(config)
    return [(one.code, one.message, one.source) for one in caught.value.problems]


def test_members_are_folders_with_settings(here: Path) -> None:
    """A glob names them in their order; hidden folders and folders without settings are none."""
    fleet = read_fleet(stated(here, f"members: [{{path: orgs/*}}, {{path: sellers/eu, role: '{ROLE}'}}]\n"))
    assert [(one.name, str(one.config), one.role) for one in fleet.members] == [
        ("orgs/a", "orgs/a/reconciler.yaml", None),
        ("orgs/b", "orgs/b/reconciler.yaml", None),
        ("sellers/eu", "sellers/eu/reconciler.yaml", Role(ROLE)),
    ]
    assert accounts_of(fleet.members[0]) == {"111111111111"}


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("members: []\n", [("empty", "'members' is empty", "fleet.yaml:2:10")]),
        (
            "members:\n  - path: orgs/*\n  - path: orgs/a\n",
            [("duplicate-entry", "orgs/a is named by two entries", "fleet.yaml:4:11")],
        ),
        (
            "members:\n  - path: ../x\n  - path: /x\n",
            [
                ("outside-repository", "'path' cannot be '../x'", "fleet.yaml:3:11"),
                ("outside-repository", "'path' cannot be '/x'", "fleet.yaml:4:11"),
            ],
        ),
        (
            "members:\n  - path: none/*\n  - path: orgs/none\n",
            [
                ("not-found", "no folder none/* has a reconciler.yaml", "fleet.yaml:3:11"),
                ("not-found", "orgs/none has no reconciler.yaml", "fleet.yaml:4:11"),
            ],
        ),
    ],
)
def test_each_error_has_its_place(here: Path, text: str, problems: list[tuple[str, str, str]]) -> None:
    """All of them are said at once; a fleet never gets smaller without a word."""
    assert wrong(stated(here, text)) == problems


def test_a_file_with_members_is_a_fleet(here: Path) -> None:
    """Settings, and files that cannot be read, are none."""
    assert is_fleet(stated(here, "members: [{path: orgs/*}]\n"))
    assert not is_fleet(here / "orgs" / "a" / "reconciler.yaml")
    assert not is_fleet(here / "nowhere.yaml")


def test_a_file_called_fleet_is_one_whatever_it_says(here: Path) -> None:
    """A misspelt key is an error about fleets, with the key that was meant."""
    config = stated(here, "member: [{path: orgs/*}]\n")
    assert is_fleet(config)
    assert [code for code, _, _ in wrong(config)] == ["missing-field", "unknown-field"]
