"""`reconciler subscribers` as it is installed, on the twin: its formats, exit codes and the documents of `--write`."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from reconciler.twin.twin import Twin
from tests.cli.starting import installed, point, words
from tests.importing import files
from tests.selling import ABROAD, ACME, GLOBEX, INITECH, SAAS, connection, root, service
from tests.subscribing import SETTINGS, agreement, allowed, api, entitlement, sold_world

PROPOSED = "desired_state/allowed_principals"


@pytest.fixture
def twin(here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Twin]:
    """Yield a twin with two services of an offering, acme that is granted, and two other subscribers."""
    documents = {"api": api(), "b": api("b", ABROAD), "acme": allowed("acme", ACME)}
    documents["names"] = f'{{kind: principal, name: globex, id: "{GLOBEX}", title: Globex Corp}}'
    (here / "reconciler.yaml").write_text(SETTINGS)
    (here / "desired_state").mkdir()
    for name, text in documents.items():
        (here / "desired_state" / f"{name}.yaml").write_text(text)
    granted = service(principals=[root(ACME)], connections=[connection(1, ACME)])
    sold = [agreement(ACME), agreement(GLOBEX)]
    seed = sold_world(granted, service("b", ABROAD), agreements=sold, entitlements=[entitlement(INITECH)])
    with Twin(seed).start() as running:
        point(running, monkeypatch, SAAS)
        yield running


def test_subscribers_that_are_not_allowed_end_the_command_with_2(twin: Twin, here: Path) -> None:
    """Text goes to stdout, the other formats to files; nothing is written to AWS or into documents."""
    before = files(here / "desired_state")
    said = installed("subscribers", "--format", "text", "--format", "json=a.json", "--format", "markdown=a.md")
    assert (said.code, said.out.splitlines()[0]) == (2, "3 customers of 1 offering: 2 subscribed and not allowed.")
    assert json.loads((here / "a.json").read_text())["proposed"] is None
    assert (here / "a.md").read_text().startswith("<!-- reconciler subscribers reconciler.yaml sha256:none -->\n## 3")
    assert files(here / "desired_state") == before
    assert twin.calls.writes() == {}


def test_proposed_documents_grant_exactly_the_subscribers(twin: Twin, here: Path) -> None:
    """Each subscriber gets one file in canonical form; the next plan grants these, and after it nothing disagrees."""
    said = installed("subscribers", "api", "--write", "--format", "text", "--format", "json=a.json")
    assert said.code == 2
    assert "Wrote 2 files. Nothing is granted until reconciler apply." in said.out
    assert files(here / PROPOSED) == {
        "globex.yaml": "kind: allowed_principals\nname: globex\nservices:\n  - api\n  - b\nprincipals:\n  - globex\n",
        f"subscriber-{INITECH}.yaml": f"kind: allowed_principals\nname: subscriber-{INITECH}\n"
        f'services:\n  - api\n  - b\nprincipals:\n  - "{INITECH}"\n',
    }
    assert [one["file"] for one in json.loads((here / "a.json").read_text())["proposed"]] == [
        f"{PROPOSED}/globex.yaml",
        f"{PROPOSED}/subscriber-{INITECH}.yaml",
    ]
    assert installed("fmt", "--check", PROPOSED).code == 0
    assert twin.calls.writes() == {}
    planned = json.loads(installed("plan", "--format", "json").out)
    added = {change["name"]: change["fields"][0]["added"] for change in planned["changes"]}
    assert added == {"api": [root(GLOBEX), root(INITECH)], "b": [root(GLOBEX), root(INITECH)]}
    assert installed("apply", "--yes").code == 0
    assert installed("subscribers").code == 0


def test_an_account_that_a_document_names_gets_no_second_one(twin: Twin, here: Path) -> None:
    """Before apply, a second `--write` writes nothing and names the document; a written ending counts, too."""
    assert installed("subscribers", "--write").code == 2
    before = files(here / "desired_state")
    again = installed("subscribers", "--write")
    assert f"{GLOBEX} (Globex Corp): not written: allowed_principals.globex names it already" in words(again.out)
    ended = before[f"allowed_principals/subscriber-{INITECH}.yaml"] + "expires: 2020-01-31\n"
    (here / PROPOSED / f"subscriber-{INITECH}.yaml").write_text(ended)
    told = words(installed("subscribers", "--write").out)
    assert f"allowed_principals.subscriber-{INITECH} names it already (expires 2020-01-31)" in told
    assert twin.calls.writes() == {}


def test_no_file_is_written_over(twin: Twin, here: Path) -> None:
    """A file of the same name keeps its content, and the new document gets another name."""
    (here / PROPOSED).mkdir()
    (here / PROPOSED / "globex.yaml").write_text(other := "kind: product\nname: a\nid: prod-abcd1234efgh5\n")
    assert installed("subscribers", "--write").code == 2
    assert (here / PROPOSED / "globex.yaml").read_text() == other
    assert "name: globex-corp\n" in (here / PROPOSED / "globex-corp.yaml").read_text()
    assert twin.calls.writes() == {}


def test_nothing_is_proposed_for_what_is_unknown(twin: Twin, here: Path) -> None:
    """Where a list of grants was not read, nobody is known to lack a grant."""
    twin.faults.deny("DescribeVpcEndpointServicePermissions")
    said = installed("subscribers", "--write")
    assert (said.code, "Nothing to propose: no subscriber is known to lack a grant." in said.out) == (7, True)
    assert not (here / PROPOSED).exists()


def test_the_subscribers_of_one_source_are_proposed(twin: Twin, here: Path) -> None:
    """A denied read stops nothing: those whom the other source shows are subscribed."""
    twin.faults.deny("SearchAgreements")
    said = installed("subscribers", "--write")
    assert said.code == 2
    assert [*files(here / PROPOSED)] == [f"subscriber-{INITECH}.yaml"]


def test_documents_that_would_not_be_read_are_not_written(twin: Twin, here: Path) -> None:
    """A folder that the settings ignore gets no file."""
    (here / "reconciler.yaml").write_text(SETTINGS + "ignore: [allowed_principals/**]\n")
    said = installed("subscribers", "--write")
    assert (said.code, "would not be read" in said.err) == (64, True)
    assert not (here / PROPOSED).exists()
    assert twin.calls.writes() == {}


def test_without_services_the_command_says_what_is_missing(twin: Twin, here: Path) -> None:
    """No document is about an endpoint service, so nothing can be compared: an error, and no empty table."""
    for path in (here / "desired_state").iterdir():
        path.unlink()
    said = installed("subscribers")
    assert (said.code, said.out) == (64, "")
    assert said.err.splitlines() == [
        "error: no document is of kind endpoint_service, so there is nothing to read",
        "  hint: write one, or import what AWS has: reconciler import --all --select endpoint_service",
    ]
    assert twin.calls.writes() == {}


def test_wrong_credentials_are_refused(twin: Twin, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sales of another account are never read."""
    point(twin, monkeypatch, ACME)
    said = installed("subscribers")
    assert said.code == 4
    assert {"SearchAgreements", "GetEntitlements"}.isdisjoint(twin.calls.operations())


def test_the_marketplace_of_a_buyer_is_not_read(twin: Twin, here: Path) -> None:
    """A repository may be about a buyer, too: what was sold has nothing to do with it, and needs no rights there."""
    (here / "reconciler.yaml").write_text(
        f"{SETTINGS}organization: o-abcdef1234\nmarketplace: {{account: '111111111111'}}\n"
    )
    twin.calls.clear()
    assert installed("subscribers").code == 2
    called = twin.calls.operations()
    assert {"DescribeOrganization", "ListEntities", "ListParents", "ListRoots"}.isdisjoint(called)


def test_reading_says_how_much_was_sold(twin: Twin) -> None:
    """The line that stays counts agreements and entitlements; what was denied is not all of it."""
    assert "Read AWS: 2 services, 2 agreements, 1 entitlement  " in installed("subscribers").err
    twin.faults.deny("GetEntitlements")
    assert "Read AWS, not all of it: 2 services, 2 agreements  " in installed("subscribers").err


def test_a_misspelt_offering_reads_nothing(twin: Twin) -> None:
    """The names of offerings are in the settings, so AWS is not asked."""
    twin.calls.clear()
    said = installed("subscribers", "apii")
    assert (said.code, twin.calls.operations()) == (64, {})
    assert "hint: did you mean 'api'?" in said.err
