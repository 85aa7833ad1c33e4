"""The files of a repository: its folder, what it includes from outside, and their number."""

from contextlib import chdir
from datetime import date
from pathlib import Path

import pytest

from reconciler.errors import InvalidInput
from reconciler.kinds import all_kinds
from reconciler.pipeline import Repository, load

EXPERIENCE = "{kind: experience, name: a, title: A, status: enabled, products: {allow: [datadog]}}"
SHARED = "{kind: product, items: {datadog: {id: prod-abcd1234efgh5}, other: {id: prod-abcd1234efgh6}}}"
CUSTOMERS = "{kind: allowed_principals, name: c07, service: api, principals: ['500000000007']}"
API = "{kind: endpoint_service, name: api, region: us-east-1, id: vpce-svc-0123456789abcdef0, principals: exclusive}"


def repository(folder: Path, settings: str = "", **files: str) -> Repository:
    """Write settings and files, named `folder/name`, and read the repository from its folder."""
    text = "version: 1\nmarketplace: {account: '111111111111'}\n"
    text += "sellers: {saas: {account: '222222222222', regions: [us-east-1]}}\n"
    home = folder / "home"
    (home / "desired_state").mkdir(parents=True)
    (home / "reconciler.yaml").write_text(text + settings)
    for path, content in files.items():
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        (home / path).write_text(content)
    with chdir(home):
        return load(Path("reconciler.yaml"), all_kinds(), today=date(2026, 11, 26))


def read(found: Repository) -> tuple[int, int, int]:
    """Return the number of documents, kinds and files that were read."""
    assert found.tally
    return found.tally.documents, found.tally.kinds, found.tally.files


def said(found: Repository) -> list[tuple[str, str, str]]:
    """Return code, source and message of every problem."""
    return [(one.code, one.source, one.message) for one in found.problems]


def test_a_file_renamed_to_upper_case_is_read(tmp_path: Path) -> None:
    """No customer leaves the exclusive list because of the name."""
    found = repository(tmp_path, **{"desired_state/api.yaml": API, "desired_state/customers/c07.YAML": CUSTOMERS})
    (service,) = (wanted for address, wanted in found.wish.items() if address.kind == "endpoint_service")
    assert service.spec.allowed_principals == frozenset({"arn:aws:iam::500000000007:root"})
    assert said(found) == []


def test_included_documents_are_known_and_need_not_all_be_used(tmp_path: Path) -> None:
    """Several organizations share a list of products, and none has to use all of them."""
    include = "include: [../shared/products.yaml]\n"
    found = repository(tmp_path, include, **{"desired_state/a.yaml": EXPERIENCE, "../shared/products.yaml": SHARED})
    assert said(found) == []
    assert read(found) == (3, 2, 2)


def test_a_folder_can_be_included(tmp_path: Path) -> None:
    """Files of an included folder are read like those below the folder of documents."""
    include = "include: [../shared]\n"
    found = repository(tmp_path, include, **{"desired_state/a.yaml": EXPERIENCE, "../shared/x/p.yml": SHARED})
    assert (said(found), read(found)) == ([], (3, 2, 2))


def test_a_file_that_is_included_twice_is_read_once(tmp_path: Path) -> None:
    """A file of the folder that is also included has no second document."""
    include = "include: [desired_state/a.yaml, ../home/desired_state/a.yaml]\n"
    found = repository(tmp_path, include, **{"desired_state/a.yaml": EXPERIENCE.replace("datadog", "prod-x1234")})
    assert "duplicate-address" not in [one.code for one in found.problems]


def test_a_missing_included_file_is_an_error(tmp_path: Path) -> None:
    """The error has the place in the settings."""
    found = repository(tmp_path, "include:\n  - ../nowhere.yaml\n", **{"desired_state/a.yaml": EXPERIENCE})
    assert said(found)[0] == ("not-found", "reconciler.yaml:5:5", "../nowhere.yaml does not exist")


def test_a_path_with_an_invisible_character_is_refused(tmp_path: Path) -> None:
    """Such a character is a typing mistake, not part of a name."""
    with pytest.raises(InvalidInput) as invalid:
        repository(tmp_path, 'ignore: ["a\\0"]\ninclude: ["b\\0"]\n')
    assert [(one.code, one.source) for one in invalid.value.problems] == [
        ("unprintable-path", "reconciler.yaml:4:10"),
        ("unprintable-path", "reconciler.yaml:5:11"),
    ]


def test_a_repository_without_documents_says_so(tmp_path: Path) -> None:
    """A submodule that was not fetched does not look like a repository in order."""
    (problem,) = repository(tmp_path, **{"desired_state/.gitkeep": ""}).problems
    assert (problem.severity, problem.code) == ("warning", "nothing-managed")
    assert problem.message == "nothing is managed: 'desired_state' holds no document"
    assert problem.hint == (
        "in a new repository, 'reconciler import --all' writes the first ones; otherwise check that it is the "
        "right folder and that all of it was fetched (submodules, sparse checkout)"
    )


def test_names_alone_manage_nothing(tmp_path: Path) -> None:
    """Included products with an empty folder are not a repository in order either."""
    include = "include: [../shared/products.yaml]\n"
    found = repository(tmp_path, include, **{"../shared/products.yaml": SHARED})
    assert said(found) == [
        ("nothing-managed", "reconciler.yaml:1:1", "nothing is managed: the documents only define names")
    ]
