"""`import --from-aws-sample` from a folder: what is written, what never is, and the exit codes."""

import pytest

from tests.cli.fakes import command
from tests.importing import Importer, files
from tests.pipeline.migrating.copies import about, copy, document, imported, page
from tests.trial import ADS, DELEGATE, FINANCE, ORGANIZATION, Trial, change, edit_in_time, experience, world

DEFAULT = experience("Default", principals=[ORGANIZATION])
UNIT = experience("Unit", principals=[FINANCE, ADS])
COMMAND = {"Name": "Default", "Status": "Enabled"}
STATUS = {"ChangeSetId": "c1", "ChangeSetStatus": "Successful", "Experience Id": "exp-default"}
SAMPLE = {"Experience_Main#1.json": COMMAND, "STATUS_Experience_Main": STATUS}


def test_only_the_experiences_of_the_sample_are_imported(trial: Trial) -> None:
    """They get the short names of the sample; the others stay unmanaged, and nothing is written in AWS."""
    trial.twin.reset(world(DEFAULT, UNIT))
    copy(trial, SAMPLE)
    said = imported(trial)
    assert (said.code, said.out) == (
        0,
        (
            "Imported 2 objects into desired_state:\n"
            "  experience.main                   exp-default\n"
            f"  private_marketplace.organization  {ORGANIZATION}\n"
            "\n"
            "Files of the sample:\n"
            "  1 applied\n"
            "  1 evidence\n"
            "migration.md says why, and what to switch off.\n"
        ),
    )
    assert [one.remote_id for one in trial.plan().plan.unmanaged] == ["exp-unit"]
    assert (trial.plan().plan.changes, trial.written()) == ((), {})


def test_a_delegated_administrator_may_import(trial: Trial) -> None:
    """The sample's stacks may be in its account; it sees the experiences of the organization as shared."""
    trial.account = DELEGATE
    trial.settings()
    trial.twin.reset(world(DEFAULT))
    set_id = edit_in_time(trial, change("exp-default", "UpdateExperience", {"Description": "New"}))
    copy(trial, {"STATUS_Experience_Main": {"ChangeSetId": set_id, "ChangeSetStatus": "In Progress"}})
    said = imported(trial)
    assert (said.code, said.out.splitlines()[1]) == (0, "  experience.main  exp-default")
    assert trial.plan().plan.changes == ()


def test_names_are_those_of_the_organization(trial: Trial) -> None:
    """With --names, accounts and units get principal documents."""
    trial.twin.reset(world(UNIT))
    (trial.folder / "desired_state").mkdir()
    copy(trial, {"STATUS_Experience_Unit": {"Experience Id": "exp-unit"}})
    assert imported(trial, "--names --out desired_state/sample").code == 0
    names = (trial.folder / "desired_state/sample/principals.yaml").read_text()
    assert "ads: {id:" in names
    assert trial.plan().plan.changes == ()


def test_a_page_that_is_there_is_never_overwritten(trial: Trial) -> None:
    """Nothing is read, and nothing is written."""
    trial.twin.reset(world(DEFAULT))
    copy(trial, SAMPLE)
    (trial.folder / "migration.md").write_text("mine")
    before = files(trial.folder)
    said = imported(trial)
    assert (said.code, said.err) == (
        64,
        "error: migration.md is there already, and is not overwritten\n  hint: move it away, and import again\n",
    )
    assert files(trial.folder) == before
    assert trial.twin.calls.operations() == {}


def test_a_second_import_writes_no_second_document(trial: Trial) -> None:
    """The page says which document has the experience already: so a killed import is finished by the next one."""
    trial.twin.reset(world(DEFAULT))
    copy(trial, SAMPLE)
    assert imported(trial).code == 0
    first = page(trial)
    (trial.folder / "migration.md").unlink()
    said = imported(trial)
    assert (said.code, said.out.splitlines()[0]) == (0, "Nothing to import.")
    assert page(trial) == first


def test_documents_of_the_repository_keep_their_names(trial: Trial) -> None:
    """A short name that is taken gives way to the title, and the file of the other document is kept."""
    trial.twin.reset(world(DEFAULT, UNIT))
    other = "kind: experience\nname: main\ntitle: Unit\nid: exp-unit\n"
    trial.wish(other, "experiences/main.yaml")
    copy(trial, SAMPLE)
    assert imported(trial).code == 0
    assert document(trial, "main") == other
    assert document(trial, "default").startswith("kind: experience\nname: default\n")


def test_an_id_that_aws_does_not_have_is_not_imported(trial: Trial) -> None:
    """The answer names the status file, and the command ends with 6; everything else is imported."""
    trial.twin.reset(world(DEFAULT))
    copy(trial, {**SAMPLE, "STATUS_Experience_Gone": {"Experience Id": "exp-gone"}})
    said = imported(trial)
    assert said.code == 6
    assert "  STATUS_Experience_Gone: AWS has no experience 'exp-gone' (STATUS_Experience_Gone:1:19)" in said.out
    assert "exp-gone" not in "".join(files(trial.folder / "desired_state").values())
    assert about(trial, "STATUS_Experience_Gone")[0] == "contradicted by AWS"


def test_an_experience_that_a_document_may_mean_is_not_imported(trial: Trial) -> None:
    """A document without id has its title: one object never gets two documents."""
    trial.twin.reset(world(DEFAULT))
    trial.wish("kind: experience\nname: own\ntitle: default\n")
    copy(trial, SAMPLE)
    said = imported(trial)
    assert said.code == 6
    assert "- not imported: experience.own means `exp-default`" in page(trial).replace(
        "`experience.own`", "experience.own"
    )


def test_a_running_change_set_of_the_sample_has_to_be_waited_for(trial: Trial) -> None:
    """What AWS has is about to change: 7, and nothing is written."""
    trial.twin.reset(world(DEFAULT, durations={"preparing": 60}))
    running = edit_in_time(trial, change("exp-default", "UpdateExperience", {"Description": "New"}))
    copy(trial, {"STATUS_Experience_Main": {**STATUS, "ChangeSetId": running, "ChangeSetStatus": "In Progress"}})
    said = imported(trial)
    assert said.code == 7
    what = f"error: the change set {running} of STATUS_Experience_Main is still running"
    assert said.err.splitlines()[-2:] == [what, "  hint: wait until it has ended, and import again"]
    assert not (trial.folder / "migration.md").exists()


def test_a_change_set_that_ended_unheard_is_told(trial: Trial) -> None:
    """The status says In Progress for ever; its id is found by the change set."""
    trial.twin.reset(world(DEFAULT, private_marketplace={}))
    set_id = edit_in_time(trial, change("exp-default", "UpdateExperience", {"Description": "New"}))
    trial.clock.sleep(3600)
    copy(trial, {"STATUS_Experience_Main": {"ChangeSetId": set_id, "ChangeSetStatus": "In Progress"}})
    said = imported(trial)
    assert (said.code, said.out.splitlines()[1]) == (0, "  experience.main  exp-default")
    ended = "it says In Progress, and the change set ended: SUCCEEDED"
    assert about(trial, "STATUS_Experience_Main") == ["evidence", ended]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--all", "--all and --from-aws-sample are two imports"),
        ("experience.a", "--from-aws-sample is not for one object"),
        ("--id exp-1", "--from-aws-sample is not for one object"),
        ("--select experience", "--select belongs to --all"),
    ],
)
def test_options_that_do_not_belong_together_are_refused(trial: Trial, options: str, message: str) -> None:
    """Nothing is read."""
    said = command(f"import --from-aws-sample sample {options}", Importer())
    assert (said.code, said.out, said.err.splitlines()[0]) == (64, "", f"error: {message}")
    assert trial.twin.calls.operations() == {}


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("nowhere", "there is no folder nowhere"),
        ("reconciler.yaml", "reconciler.yaml is a file, and the sample is a folder of them"),
        ("empty", "empty has no file of AWS's sample"),
    ],
)
def test_a_folder_without_the_sample_is_an_error(trial: Trial, source: str, message: str) -> None:
    """A typing error never looks like a sample that has nothing; hidden folders are left out."""
    (trial.folder / "empty/.git").mkdir(parents=True)
    copy(trial, SAMPLE, "empty/.git")
    said = imported(trial, source=source)
    assert (said.code, said.err.splitlines()[0]) == (64, f"error: {message}")


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        ("sample/Experience_one.json", "name its folder: --from-aws-sample sample"),
        ("reconciler.yaml", "name the bucket of the sample, s3://BUCKET, or a folder with a copy of it: "),
        ("nowhere", "name the bucket of the sample, s3://BUCKET, or a folder with a copy of it: "),
    ],
)
def test_what_is_no_folder_of_the_sample_has_a_hint(trial: Trial, source: str, hint: str) -> None:
    """A file of the sample is in the folder that was meant."""
    (trial.folder / "sample").mkdir()
    (trial.folder / "sample" / "Experience_one.json").write_text("{}")
    said = imported(trial, source=source)
    assert (said.code, said.err.split("hint: ")[1].startswith(hint)) == (64, True)


def test_a_repository_without_a_marketplace_has_no_experiences(trial: Trial) -> None:
    """The sample knows no sellers."""
    sellers = "sellers:\n  saas: {account: '888888888888', regions: [us-east-1]}\n"
    (trial.folder / "reconciler.yaml").write_text(f"version: 1\n{sellers}")
    copy(trial, SAMPLE)
    said = imported(trial)
    assert (said.code, said.err.splitlines()[0].startswith("error: reconciler.yaml has no marketplace")) == (64, True)


def test_strict_belongs_to_the_sample() -> None:
    """Other imports read no file that could be in error."""
    said = command("import --all --strict", Importer())
    assert (said.code, said.err.splitlines()[0]) == (
        64,
        "error: --strict belongs to --from-aws-sample and --from-cross-org",
    )
