"""An import of everything has Private Marketplace itself, from the account that can change it."""

from tests.importing import files, import_all
from tests.trial import DELEGATE, ORGANIZATION, Trial, clients, experience, world

FILE = "desired_state/private_marketplaces/organization.yaml"


def test_private_marketplace_itself_is_imported(trial: Trial) -> None:
    """No plan lists it as unmanaged, since every organization has it; its document has the next plan empty."""
    trial.twin.reset(world(experience("Base")))
    trial.wish(f"kind: principal\nname: procurement\nid: '{DELEGATE}'\n")
    assert [one.kind for one in trial.plan().plan.unmanaged] == ["experience"]
    said = import_all(clients(writes=False))
    assert (said.code, f"  private_marketplace.organization  {ORGANIZATION}\n" in said.out) == (0, True)
    text = (trial.folder / FILE).read_text()
    assert text.endswith("delegated_administrators:\n  accounts:\n    - procurement\n  mode: exclusive\n")
    assert trial.plan().plan.changes == ()
    assert import_all(clients(writes=False)).out == "Nothing to import.\n"


def test_a_document_about_private_marketplace_is_not_imported_again(trial: Trial) -> None:
    """It may have another name, and need not state everything."""
    trial.wish("kind: private_marketplace\nname: ours\ntrusted_access: true\n")
    said = import_all(clients(writes=False))
    assert (said.code, said.out) == (0, "Nothing to import.\n")
    assert not (trial.folder / FILE).exists()


def test_a_selector_chooses_whether_private_marketplace_is_imported(trial: Trial) -> None:
    """It is not read where it is not selected, and nothing else is imported where it alone is."""
    trial.twin.reset(world(experience("Base")))
    assert import_all(clients(writes=False), "--select experience").code == 0
    assert "ListDelegatedAdministrators" not in trial.twin.calls.operations("organizations")
    assert not (trial.folder / FILE).exists()
    (trial.folder / "desired_state/experiences/base.yaml").unlink()
    assert import_all(clients(writes=False), "--select private_marketplace").code == 0
    assert list(files(trial.folder / "desired_state")) == ["private_marketplaces/organization.yaml"]


def test_a_delegated_administrator_imports_everything_else(trial: Trial) -> None:
    """Its plans could only observe the document, so there is none, and the answer says why."""
    trial.account = DELEGATE
    (trial.folder / "reconciler.yaml").write_text(f'version: 1\nmarketplace: {{account: "{DELEGATE}"}}\n')
    trial.twin.reset(world(experience("Base")))
    said = import_all(clients(DELEGATE, writes=False))
    assert said.code == 0
    assert said.out.endswith(
        "\nPrivate Marketplace itself is not imported: a document of it is only observed from 222222222222. "
        "To import it, use credentials of the management account 111111111111.\n"
    )
    assert not (trial.folder / FILE).exists()
    said = import_all(clients(DELEGATE, writes=False), "--select private_marketplace")
    assert (said.code, "use credentials of the management account 111111111111" in said.err) == (64, True)


def test_what_cannot_be_read_of_private_marketplace_is_said(trial: Trial) -> None:
    """The rest is imported, and the exit code is 7."""
    trial.twin.reset(world(experience("Base")))
    trial.twin.faults.deny("ListDelegatedAdministrators")
    said = import_all(clients(writes=False))
    assert said.code == 7
    assert "\nNot read:\n  private_marketplace.organization: " in said.out
    assert (trial.folder / "desired_state/experiences/base.yaml").exists()
    assert not (trial.folder / FILE).exists()
