"""A file that is not read removes its customer, so every file that could hold a document is read or told."""

import json
import os
from pathlib import Path

import pytest

from reconciler.documents import Bounds, read_tree
from reconciler.model import Severity

DOCUMENT = "kind: product\nname: a\n"
SAMPLE = {"Name": "Default", "AllowProducts": ["12345678-0123-4567-abcd-43176543210"], "Status": "Enabled"}


def write(folder: Path, path: str, text: str = DOCUMENT) -> Path:
    """Write one file below *folder*."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def told(folder: Path, *ignore: str, within: Path | None = None) -> list[tuple[str, str, str]]:
    """Read *folder*; return severity, code and message of the problems."""
    bounds = Bounds(folder=folder, ignore=ignore, within=within)
    return [(one.severity.value, one.code, one.message) for one in read_tree([folder], folder, bounds).problems]


@pytest.mark.parametrize(
    "name",
    ["README", "readme.txt", "NOTES.md", "LICENSE", "CODEOWNERS", ".gitkeep", ".DS_Store", ".gitignore", ".git"],
)
def test_files_that_never_hold_documents_are_not_reported(tmp_path: Path, name: str) -> None:
    """The usual files of a repository have no problem."""
    write(tmp_path, f"customers/{name}")
    assert told(tmp_path) == []


@pytest.mark.parametrize("name", ["c07.yaml.txt", "c07.json", "c07.yaml~", "c07", "c07.yaml.bak", ".c07.yaml.swp"])
def test_other_files_are_reported_with_their_names(tmp_path: Path, name: str) -> None:
    """An editor that adds a suffix would remove a customer; a reviewer sees why."""
    write(tmp_path, f"customers/{name}")
    message = f"customers/{name} is not read: its name does not end in .yaml or .yml"
    assert told(tmp_path) == [("warning", "not-read", message)]


@pytest.mark.parametrize("text", ["", "\n", "# nothing yet\n", "---\n", "\ufeff"])
@pytest.mark.parametrize("name", ["c07.yaml", "c07.YML"])
def test_an_empty_document_file_is_an_error(tmp_path: Path, name: str, text: str) -> None:
    """A write that broke off leaves an empty file, which does not mean that objects are to end."""
    write(tmp_path, name, text)
    (problem,) = read_tree([tmp_path], tmp_path).problems
    assert (problem.severity, problem.code, problem.source) == (Severity.ERROR, "no-document", f"{name}:1:1")
    assert problem.hint == "write a document, delete the file, or name it under ignore: in reconciler.yaml"


def test_an_empty_mapping_of_items_is_a_document(tmp_path: Path) -> None:
    """The kind says what the file is for."""
    write(tmp_path, "a.yaml", "kind: product\nitems: {}\n")
    assert told(tmp_path) == []


def test_a_hidden_file_is_reported_when_it_holds_something(tmp_path: Path) -> None:
    """A dot before its name removes no customer silently; a file of comments is not reported."""
    write(tmp_path, ".c07.yaml")
    write(tmp_path, ".empty.yaml", "# nothing\n")
    (tmp_path / ".#c08.yaml").symlink_to("somebody@host.1")
    message = ".c07.yaml is not read: its name begins with a dot"
    assert told(tmp_path) == [("warning", "not-read", message)]


def test_a_hidden_folder_is_reported_with_what_it_hides(tmp_path: Path) -> None:
    """Documents below a folder with a dot are not read, and a reviewer sees which."""
    for number in range(5):
        write(tmp_path, f".old/customers/c{number}.YAML")
    write(tmp_path, ".empty/notes.txt")
    write(tmp_path, ".git/config.yaml")
    message = (
        ".old is not read, since its name begins with a dot; it contains "
        "'customers/c0.YAML', 'customers/c1.YAML', 'customers/c2.YAML' and 2 more"
    )
    assert told(tmp_path) == [("warning", "not-read", message)]


def test_a_mounted_config_map_is_read_once_and_hides_nothing(tmp_path: Path) -> None:
    """Kubernetes shows files as links into a hidden folder; a file that is read by a link is read."""
    write(tmp_path, "..2026_11_26/a.yaml")
    (tmp_path / "..data").symlink_to("..2026_11_26")
    (tmp_path / "a.yaml").symlink_to("..data/a.yaml")
    assert told(tmp_path, within=tmp_path) == []
    assert len(read_tree([tmp_path], tmp_path).documents) == 1


def test_files_that_the_settings_ignore_are_not_reported(tmp_path: Path) -> None:
    """A glob without a slash matches file names everywhere, one with a slash below the folder of documents."""
    for path in ["rates.csv", "a/b/rates.csv", "charts/x/values.yaml", ".ci/a.yml", "empty.yaml"]:
        write(tmp_path, path, "a: 1\n" if path != "empty.yaml" else "")
    assert told(tmp_path, "*.csv", "./charts/*", ".ci/*", "empty.yaml") == []


def test_ignoring_a_document_is_reported(tmp_path: Path) -> None:
    """A glob that is too wide would remove every customer."""
    write(tmp_path, "c07.yaml")
    message = "c07.yaml holds documents, but ignore: excludes it"
    assert told(tmp_path, "*") == [("warning", "ignored-document", message)]
    assert read_tree([tmp_path], tmp_path, Bounds(folder=tmp_path, ignore=("*",))).documents == ()


def test_links_inside_the_repository_are_followed(tmp_path: Path) -> None:
    """Two folders of one work tree may share a file or a folder."""
    state = write(tmp_path, "state/own.yaml", "kind: product\nname: own\n").parent
    write(tmp_path, "shared/a.yaml")
    (state / "a.yaml").symlink_to("../shared/a.yaml")
    assert told(state, within=tmp_path) == []
    (state / "a.yaml").unlink()
    (state / "shared").symlink_to("../shared")
    assert told(state, within=tmp_path) == []


@pytest.mark.parametrize("target", ["outside", "outside/a.yaml"])
def test_links_that_lead_out_name_what_to_do_instead(tmp_path: Path, target: str) -> None:
    """A file outside the repository is not reviewed with it, so it is not read."""
    write(tmp_path, "outside/a.yaml")
    state = write(tmp_path, "inside/state/own.yaml", "kind: product\nname: own\n").parent
    (state / "link.yaml").symlink_to(tmp_path / target)
    loaded = read_tree([state], state, Bounds(folder=state, within=tmp_path / "inside"))
    (problem,) = loaded.problems
    assert (problem.severity, problem.code) == (Severity.ERROR, "outside-repository")
    assert problem.message == f"link.yaml leads out of the repository, to {os.path.realpath(tmp_path / target)}"
    assert problem.hint == "name the file under include: in reconciler.yaml instead"
    assert len(loaded.documents) == 1


def test_the_folder_of_documents_may_not_lead_out_itself(tmp_path: Path) -> None:
    """A link in its place is not reviewed either."""
    write(tmp_path, "outside/a.yaml")
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "state").symlink_to(tmp_path / "outside")
    ((_, code, _),) = told(tmp_path / "inside" / "state", within=tmp_path / "inside")
    assert code == "outside-repository"


def test_a_file_of_awss_sample_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    """Users of private-marketplace-automation learn how to begin, for JSON and for YAML."""
    write(tmp_path, "Experience_Default#1_0.json", json.dumps(SAMPLE))
    write(tmp_path, "x.yaml", json.dumps(SAMPLE))
    hint = (
        "it holds commands for changes, but a document describes the desired state: start with "
        "'reconciler import experience.NAME --id ID'; the id is in "
    )
    said = [(one.severity.value, one.code, one.hint) for one in read_tree([tmp_path], tmp_path).problems]
    assert said == [
        ("warning", "aws-sample", f"{hint}STATUS_Experience_Default"),
        ("error", "aws-sample", f"{hint}its STATUS_ file"),
    ]


@pytest.mark.parametrize("text", ["[" * 100_000, "{", '["Name"]', '{"Name": "x"}'])
def test_other_json_is_no_sample(tmp_path: Path, text: str) -> None:
    """Only JSON with the sample's commands is taken for it."""
    write(tmp_path, "a.json", text)
    assert [code for _, code, _ in told(tmp_path)] == ["not-read"]


def test_a_huge_file_is_not_read_to_learn_its_size(tmp_path: Path) -> None:
    """A sparse file of 20 GB costs neither time nor memory."""
    with (tmp_path / "a.yaml").open("wb") as file:
        file.truncate(20 * 1024**3)
    message = "the file has 21474836480 bytes; 67108864 are read at most"
    assert told(tmp_path) == [("error", "too-large", message)]
