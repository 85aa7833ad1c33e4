"""`import --from-cross-org` that cannot begin or go on: one clear error, and nothing is written."""

import pytest

from tests.cli.fakes import command
from tests.importing import files
from tests.pipeline.federating.organizations import (
    ACME,
    GLOBEX,
    SOURCE,
    Federator,
    followed,
    imported,
    member,
    several,
    source,
)
from tests.trial import ADS, DELEGATE, MANAGEMENT, MEMBER, Trial, experience


def test_several_experiences_need_the_one_that_members_follow(trial: Trial) -> None:
    """The error lists them with their titles; an archived one is none of them."""
    gone = experience("Gone", status="Disabled", admin_status="Restricted")
    trial.twin.reset(several(member(), own=(source(), experience("Data"), gone)))
    said = imported()
    hint = f"--management-experience ID ({SOURCE} 'Approved Products'; exp-data 'Data')"
    assert (said.code, said.err.splitlines()[-2:]) == (
        64,
        [
            "error: o-abcdef1234 has 2 experiences that are not archived",
            f"  hint: name the one that the sample reads: {hint}",
        ],
    )
    assert files(trial.folder) == {}


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("exp-none", "o-abcdef1234 has no experience 'exp-none'"),
        ("exp-member", "o-abcdef1234 has no experience 'exp-member'"),
        ("exp-gone", "exp-gone is archived, so it cannot be the source"),
    ],
)
def test_the_source_has_to_be_live_and_of_the_organization(trial: Trial, wanted: str, message: str) -> None:
    """An experience of a member is none of the source's organization."""
    gone = experience("Gone", status="Disabled", admin_status="Restricted")
    trial.twin.reset(several(member(followed("Member")), own=(source(), gone)))
    said = imported(options=f"--management-experience {wanted}")
    assert (said.code, said.err.splitlines()[-2]) == (64, f"error: {message}")
    assert files(trial.folder) == {}


def test_an_organization_without_live_experiences_is_no_source(trial: Trial) -> None:
    """Nothing is green on nothing."""
    gone = experience("Gone", status="Disabled", admin_status="Restricted")
    trial.twin.reset(several(member(), own=(gone,)))
    said = imported()
    assert (said.code, said.err.splitlines()[-2]) == (64, "error: o-abcdef1234 has no experience that is not archived")


def test_the_account_of_the_credentials_is_no_member(trial: Trial) -> None:
    """It manages the organization that the members follow."""
    trial.twin.reset(several(member()))
    said = imported(MANAGEMENT)
    assert (said.code, said.err.splitlines()[-2]) == (64, f"error: {MANAGEMENT} is the account of the credentials")


def test_a_member_of_the_same_organization_is_refused(trial: Trial) -> None:
    """One organization never gets two folders."""
    trial.twin.reset(several(member()))
    said = imported(DELEGATE)
    assert (said.code, said.err.splitlines()[-2]) == (64, f"error: {DELEGATE} is of o-abcdef1234, as {MANAGEMENT} is")
    one = member()
    one["organization"]["accounts"] = [{"id": GLOBEX, "name": "Procurement"}]
    trial.twin.reset(several({**one, "private_marketplace": {"delegated_administrators": [GLOBEX]}}))
    said = imported(f"{ACME} {GLOBEX}")
    assert (said.code, said.err.splitlines()[-2]) == (64, f"error: {GLOBEX} is of o-acmeacme01, as {ACME} is")
    assert files(trial.folder) == {}


@pytest.mark.parametrize("account", [ADS, MEMBER])
def test_an_account_that_administers_nothing_cannot_read(trial: Trial, account: str) -> None:
    """7, with the member and what to allow."""
    trial.twin.reset(several(member()))
    said = imported(account)
    assert (said.code, said.err.splitlines()[-2].startswith(f"error: member {account}: organizations:")) == (7, True)


@pytest.mark.parametrize("operation", ["ListEntities", "BatchDescribeEntities", "ListRoots", "DescribeOrganization"])
def test_a_member_that_cannot_be_read_is_named(trial: Trial, operation: str) -> None:
    """7, and nothing is written of the others."""
    trial.twin.reset(several(member(followed("Member"))))
    trial.twin.faults.deny(operation, account=ACME)
    said = imported()
    assert (said.code, files(trial.folder)) == (7, {})
    assert said.err.splitlines()[-2].startswith(f"error: member {ACME}: ")


def test_a_member_without_private_marketplace_is_refused(trial: Trial) -> None:
    """4, with the member: nothing of it could be read."""
    trial.twin.reset(several({**member(), "private_marketplace": {"trusted_access": False}}))
    said = imported()
    start = f"error: member {ACME}: Private Marketplace has no trusted access in o-acmeacme01"
    assert (said.code, said.err.splitlines()[-2]) == (4, start)


@pytest.mark.parametrize(
    "there", ["fleet.yaml", "migration.md", "management", "shared/products.yaml", f"members/{ACME}"]
)
def test_nothing_that_is_there_is_overwritten(trial: Trial, there: str) -> None:
    """A second import needs a new folder; AWS is not asked."""
    trial.twin.reset(several(member()))
    (trial.folder / there).parent.mkdir(parents=True, exist_ok=True)
    (trial.folder / there).write_text("mine")
    said = imported()
    assert (said.code, said.err) == (
        64,
        f"error: {there} is there already, and is not overwritten\n  hint: name a new folder: --out DIR\n",
    )
    assert (files(trial.folder), trial.twin.calls.operations()) == ({there: "mine"}, {})
    assert imported(options="--out new").code == 0


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("--from-cross-org 666666666666 --all", "--all and --from-cross-org are two imports"),
        ("--from-cross-org 666666666666 --id exp-1", "--from-cross-org is not for one object"),
        ("--from-cross-org 666666666666 --select experience", "--select belongs to --all"),
        ("--from-cross-org 666666666666 666666666666", "--from-cross-org names 666666666666 twice"),
        ("--all --role reader", "--role belongs to --from-cross-org"),
        ("--all --management-experience exp-1", "--management-experience belongs to --from-cross-org"),
        ("--from-cross-org 66", "--from-cross-org: '66' is not an account id of 12 digits"),
    ],
)
def test_options_that_do_not_belong_together_are_refused(trial: Trial, line: str, message: str) -> None:
    """Nothing is read."""
    said = command(f"import {line}", Federator())
    assert (said.code, said.out, said.err.splitlines()[0]) == (64, "", f"error: {message}")
    assert trial.twin.calls.operations() == {}


def test_settings_are_not_read() -> None:
    """The import writes settings of its own."""
    said = command("--config reconciler.yaml import --from-cross-org 666666666666", Federator())
    assert (said.code, said.err.splitlines()[0]) == (
        64,
        "error: --from-cross-org writes new settings, and reads none",
    )
