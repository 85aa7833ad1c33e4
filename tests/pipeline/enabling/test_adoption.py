"""Private Marketplace is imported, and its drift is written into the document."""

import re

import pytest

from reconciler.errors import Refused, UsageError
from reconciler.model import Address
from reconciler.pipeline import adopt
from tests.cli.fakes import command
from tests.restating import Restater
from tests.trial import DELEGATE, MEMBER, ORGANIZATION, Trial, clients, world

from .repository import stated

ADDRESS = Address("private_marketplace", "organization")
NAMED = f"kind: principal\nname: procurement\nid: '{DELEGATE}'\n"


def imported(trial: Trial, remote_id: str = ORGANIZATION) -> str:
    """Return what `import` prints."""
    return adopt(trial.load(), clients(trial.account, writes=False), ADDRESS, remote_id)


def restate() -> None:
    """Adopt all drift, and accept the rules that ask before an ending is written down."""
    said = command("drift --adopt --select *", Restater(reader=clients(writes=False)))
    accepted = " ".join(re.findall(r"--accept \S+", said.out))
    said = command(f"drift --adopt --select * {accepted}", Restater(reader=clients(writes=False)))
    assert said.code == 0, said


def test_the_imported_document_is_what_aws_has(trial: Trial) -> None:
    """Administrators have their names in the repository, and the next plan is empty."""
    trial.wish(NAMED)
    text = imported(trial)
    assert text == (
        "kind: private_marketplace\n"
        "name: organization\n"
        "trusted_access: true\n"
        "service_linked_role: true\n"
        "delegated_administrators:\n"
        "  accounts:\n"
        "    - procurement\n"
        "  mode: exclusive\n"
    )
    trial.wish(f"{NAMED}---\n{text}")
    assert trial.plan().plan.changes == ()


def test_without_administrators_the_list_is_empty(trial: Trial) -> None:
    """An exclusive list tells of each administrator that is registered by hand afterwards."""
    trial.twin.reset(world(private_marketplace={}))
    trial.wish(NAMED)
    text = imported(trial)
    assert text.endswith("delegated_administrators:\n  accounts: []\n  mode: exclusive\n")
    trial.wish(text)
    assert trial.plan().plan.changes == ()


def test_a_delegated_administrator_imports_what_it_sees(trial: Trial) -> None:
    """The role is left out, since it is not seen from there."""
    trial.account = DELEGATE
    trial.wish(NAMED)
    text = imported(trial)
    assert "service_linked_role" not in text
    trial.wish(f"{NAMED}---\n{text}")
    assert trial.plan().plan.changes == ()


def test_another_organization_is_not_imported(trial: Trial) -> None:
    """The id is that of the organization of the credentials."""
    trial.wish(NAMED)
    with pytest.raises(UsageError, match=f"the account belongs to {ORGANIZATION}, not to o-other00000"):
        imported(trial, "o-other00000")


def test_a_second_document_is_not_imported(trial: Trial) -> None:
    """An organization has one Private Marketplace, and a document of it has no id that could be added."""
    for name, said in (("first", "is about o-abcdef1234 already, at "), ("organization", "is already stated, at ")):
        trial.wish(stated(trusted_access=True).replace("organization", name))
        with pytest.raises(Refused, match=rf"private_marketplace\.{name} {said}") as refused:
            imported(trial)
        assert refused.value.hint == "there is one for an organization: state everything in that document"


def test_drift_is_written_into_the_document(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """An administrator that was added by hand joins the exclusive list; one that is gone leaves it."""
    monkeypatch.chdir(trial.folder)
    trial.twin.reset(world(private_marketplace={"delegated_administrators": [MEMBER]}))
    wish = stated(trusted_access=True, delegated_administrators="{accounts: [procurement], mode: exclusive}")
    trial.settings()
    trial.wish(f"{NAMED}---\n{wish}")
    restate()
    text = (trial.folder / "desired_state" / "wish.yaml").read_text()
    assert f'accounts: ["{MEMBER}"]' in text or f"accounts: ['{MEMBER}']" in text
    assert trial.plan().plan.changes == ()


def test_a_role_that_is_gone_is_written_into_the_document(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """A boolean stays one."""
    monkeypatch.chdir(trial.folder)
    trial.twin.reset(world(private_marketplace={"trusted_access": False, "service_linked_role": False}))
    trial.settings()
    trial.wish(stated(trusted_access=True, service_linked_role=True))
    restate()
    text = (trial.folder / "desired_state" / "wish.yaml").read_text()
    assert text == stated(trusted_access=False, service_linked_role=False)
