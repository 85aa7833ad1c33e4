"""`import --from-aws-sample` takes over the delegated administrator that the sample's first stack has registered."""

from typing import Any

import pytest

from tests.pipeline.migrating.copies import copy, imported
from tests.trial import DELEGATE, ORGANIZATION, Trial, experience, world

DEFAULT = experience("Default")
SAMPLE = {"STATUS_Experience_Main": {"Experience Id": "exp-default"}}
FILE = "desired_state/private_marketplaces/organization.yaml"
DOCUMENT = f"""\
kind: private_marketplace
name: organization
trusted_access: true
service_linked_role: true
delegated_administrators:
  accounts:
    - "{DELEGATE}"
  mode: exclusive
"""


def test_the_delegated_administrator_becomes_a_document(trial: Trial) -> None:
    """It says what AWS has, and the next plan is empty."""
    trial.twin.reset(world(DEFAULT))
    copy(trial, SAMPLE)
    said = imported(trial)
    assert (said.code, f"  private_marketplace.organization  {ORGANIZATION}\n" in said.out) == (0, True)
    assert (trial.folder / FILE).read_text() == DOCUMENT
    assert (trial.plan().plan.changes, trial.plan().plan.operations) == ((), ())


def test_the_administrator_has_the_name_of_its_account(trial: Trial) -> None:
    """With --names, the document names the principal document of the account."""
    trial.twin.reset(world(DEFAULT))
    copy(trial, SAMPLE)
    assert imported(trial, "--names").code == 0
    assert "    - procurement\n" in (trial.folder / FILE).read_text()
    assert trial.plan().plan.changes == ()


@pytest.mark.parametrize(
    ("enabled", "files"),
    [({}, SAMPLE), ({"delegated_administrators": [DELEGATE]}, {"Experience_Main#1.json": {"Name": "Gone"}})],
)
def test_without_administrator_or_experience_there_is_no_document(
    trial: Trial, enabled: dict[str, Any], files: dict[str, Any]
) -> None:
    """The sample's word for no administrator is 000000000000; a bucket without a live experience may be another's."""
    trial.twin.reset(world(DEFAULT, private_marketplace=enabled))
    copy(trial, files)
    assert imported(trial).code == 0
    assert not (trial.folder / FILE).exists()


def test_a_delegated_administrator_imports_no_administrators(trial: Trial) -> None:
    """Only the management account can change them, so its plans would only observe the document."""
    trial.account = DELEGATE
    trial.settings()
    trial.twin.reset(world(DEFAULT))
    copy(trial, SAMPLE)
    assert imported(trial).code == 0
    assert not (trial.folder / FILE).exists()


def test_a_document_of_the_repository_stays_the_only_one(trial: Trial) -> None:
    """An organization has one Private Marketplace; nothing is reported as left out."""
    trial.twin.reset(world(DEFAULT))
    trial.wish("kind: private_marketplace\nname: ours\ntrusted_access: true\n")
    copy(trial, SAMPLE)
    assert imported(trial).code == 0
    assert not (trial.folder / FILE).exists()
