"""`import --from-cross-org`: what is written of each organization, and what never is."""

import pytest

from reconciler.pipeline import read_fleet
from tests.importing import files
from tests.pipeline.federating.organizations import (
    ACME,
    ANALYTICS,
    GLOBEX,
    LISTS,
    MINER,
    SOURCE,
    followed,
    imported,
    lists,
    member,
    page,
    planned,
    several,
    source,
)
from tests.trial import Trial, experience

SHARED = f"""\
kind: product
items:
  product-loganalytics1: {{id: {ANALYTICS}, groups: [approved]}}
  product-{MINER}: {{id: {MINER}, groups: [rejected]}}
"""


def test_each_organization_gets_a_folder(trial: Trial) -> None:
    """The products of the source are shared, and a fleet names all folders; nothing is written in AWS."""
    globex = member(followed("Globex"), account=GLOBEX, organization="o-globexgx01")
    trial.twin.reset(several(member(followed("Member")), globex))
    said = imported(f"{ACME} {GLOBEX}")
    assert (said.code, said.out) == (
        0,
        (
            "Imported 3 organizations into .:\n"
            "\n"
            "management  o-abcdef1234\n"
            f"  experience.approved-products  {SOURCE}\n"
            "\n"
            f"members/{ACME}  o-acmeacme01\n"
            "  experience.member  exp-member\n"
            "\n"
            f"members/{GLOBEX}  o-globexgx01\n"
            "  experience.globex  exp-globex\n"
            "\n"
            "shared/products.yaml has the products of the source: 1 approved, 1 rejected.\n"
            "fleet.yaml names all folders.\n"
            "migration.md says how each member differs from the source, and what to switch off.\n"
        ),
    )
    assert (trial.folder / "shared/products.yaml").read_text() == SHARED
    folders = ["management", f"members/{ACME}", f"members/{GLOBEX}"]
    assert [one.name for one in read_fleet(trial.folder / "fleet.yaml").members] == folders
    assert trial.written() == {}


def test_the_sixth_worked_example_is_written(trial: Trial) -> None:
    """A member that is kept in step names both groups, and owns its lists; its settings name account and role."""
    trial.twin.reset(several(member(followed("Member"))))
    assert imported().code == 0
    written = files(trial.folder / "members" / ACME)
    assert written == {
        "reconciler.yaml": (
            "version: 1\n"
            "organization: o-acmeacme01\n"
            "marketplace:\n"
            f'  account: "{ACME}"\n'
            f"  role: arn:aws:iam::{ACME}:role/reconciler-plan\n"
            "include: [../../shared/products.yaml]\n"
        ),
        "desired_state/experiences/member.yaml": (
            "kind: experience\n"
            "name: member\n"
            "title: Member\n"
            "status: enabled\n"
            "user_requests: deny\n"
            "principals: []\n"
            "products:\n"
            "  allow:\n"
            "    - group:approved\n"
            "  deny:\n"
            "    - group:rejected\n"
            "id: exp-member\n"
            "mode: exclusive\n"
        ),
    }
    for folder in ("management", f"members/{ACME}"):
        plan = planned(trial, folder)
        assert (plan.changes, plan.operations, plan.unmanaged) == ((), (), ())


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ({**LISTS, "allow": [ANALYTICS, "prod-own"]}, "allow: group:approved prod-own\ndeny: group:rejected"),
        ({**LISTS, "deny": [MINER, "prod-old"]}, "allow: group:approved\ndeny: group:rejected prod-old"),
        (
            {"allow": ["prod-own"], "deny": [ANALYTICS, MINER]},
            "allow: prod-own\ndeny: group:rejected product-loganalytics1",
        ),
        ({"allow": [ANALYTICS]}, "allow: group:approved\ndeny: []"),
        ({"allow": ["prod-own"]}, "allow: prod-own\ndeny: []"),
        ({}, "allow: []\ndeny: []"),
        (None, ""),
    ],
)
def test_a_list_names_its_group_only_if_it_has_all_of_it(trial: Trial, policy: object, expected: str) -> None:
    """AWS is the truth: whatever the member has, the next plan is empty."""
    one = {
        name: value
        for name, value in followed("Member", policy=policy).items()
        if value is not None or name != "policy"
    }
    trial.twin.reset(several(member(one)))
    assert imported().code == 0
    assert lists(trial, "member") == expected
    assert planned(trial, f"members/{ACME}").operations == ()


def test_an_experience_with_nothing_of_the_source_is_imported_as_it_is(trial: Trial) -> None:
    """It is the member's own: no group, no mode, and no warning."""
    trial.twin.reset(several(member(followed("Own", policy={"allow": ["prod-own"], "deny": ["prod-not"]}))))
    assert imported(options="--strict").code == 0
    assert lists(trial, "own") == "allow: prod-own\ndeny: prod-not"
    assert "mode:" not in (trial.folder / f"members/{ACME}/desired_state/experiences/own.yaml").read_text()
    assert "warning" not in page(trial)


@pytest.mark.parametrize(
    ("stated", "why"),
    [
        ({"status": "Disabled"}, "its status is disabled"),
        ({"admin_status": "Editable"}, "AWS reports the AdminStatus Editable for it"),
    ],
)
def test_an_experience_that_the_sample_skips_is_told(trial: Trial, stated: dict[str, str], why: str) -> None:
    """It names groups if both lists are in step, since a parameter may name it; one with more of its own does not."""
    more = {**LISTS, "allow": [ANALYTICS, "prod-own"]}
    trial.twin.reset(several(member(followed("Member", **stated), followed("Other", **stated, policy=more))))
    assert imported().code == 0
    assert page(trial).count(f"- the sample skips it, unless a parameter names it: {why}\n") == 2
    assert lists(trial, "member") == "allow: group:approved\ndeny: group:rejected"
    assert lists(trial, "other") == f"allow: product-loganalytics1 prod-own\ndeny: product-{MINER}"


def test_archived_experiences_use_no_group(trial: Trial) -> None:
    """They are imported, too, and follow nobody."""
    gone = followed("Gone", status="Disabled", admin_status="Restricted")
    trial.twin.reset(several(member(gone, followed("Member"))))
    assert imported().code == 0
    assert lists(trial, "gone") == f"allow: product-loganalytics1\ndeny: product-{MINER}"
    assert "exp-gone" not in page(trial)
    assert planned(trial, f"members/{ACME}").unmanaged == ()


def test_other_experiences_of_the_source_are_imported_as_they_are(trial: Trial) -> None:
    """Only the one that members follow uses the groups."""
    own = (source(), experience("Data", policy=LISTS))
    trial.twin.reset(several(member(), own=own))
    assert imported(options=f"--management-experience {SOURCE}").code == 0
    assert lists(trial, "data", "management") == f"allow: product-loganalytics1\ndeny: product-{MINER}"
    assert lists(trial, "approved-products", "management") == "allow: group:approved\ndeny: group:rejected"
    assert planned(trial, "management").operations == ()


def test_an_organization_without_experiences_gets_a_folder(trial: Trial) -> None:
    """Its settings name a folder that git keeps, and its plan is empty."""
    trial.twin.reset(several(member()))
    assert imported().code == 0
    assert sorted(files(trial.folder / "members" / ACME)) == ["desired_state/.gitkeep", "reconciler.yaml"]
    assert planned(trial, f"members/{ACME}").operations == ()
    assert "It has no experience that is not archived." in page(trial)


def test_a_source_without_products_shares_nothing(trial: Trial) -> None:
    """No file is included, and no group is named."""
    trial.twin.reset(several(member(followed("Member")), own=(experience("Nothing"),)))
    assert imported().code == 0
    assert not (trial.folder / "shared").exists()
    assert "include" not in (trial.folder / "management/reconciler.yaml").read_text()
    assert [planned(trial, one).operations for one in ("management", f"members/{ACME}")] == [(), ()]


def test_an_empty_list_of_the_source_has_no_group(trial: Trial) -> None:
    """A group without products could not be named."""
    trial.twin.reset(several(member(followed("Member")), own=(source(policy={"allow": [ANALYTICS]}),)))
    assert imported().code == 0
    assert lists(trial, "approved-products", "management") == "allow: group:approved\ndeny: []"
    assert lists(trial, "member") == f"allow: group:approved\ndeny: {MINER}"


def test_names_are_those_of_each_organization(trial: Trial) -> None:
    """With --names, each folder has the names of its own accounts and units."""
    trial.twin.reset(several(member(followed("Member", principals=["o-acmeacme01"]))))
    assert imported(options="--names").code == 0
    names = (trial.folder / f"members/{ACME}/desired_state/principals.yaml").read_text()
    assert names == "kind: principal\nitems:\n  organization: {id: o-acmeacme01}\n"
    assert planned(trial, f"members/{ACME}").operations == ()


def test_the_page_tells_what_differs_and_what_to_switch_off(trial: Trial) -> None:
    """Residue, missing products, and the rule of the source's stack by its name."""
    residue = {"allow": [ANALYTICS, "prod-own"], "deny": ["prod-old"]}
    trial.twin.reset(several(member(followed("Member", policy=residue))))
    assert imported().code == 0
    told = page(trial)
    assert "- `products.allow` names `group:approved`, and 1 more (the sample would deny it): `prod-own`\n" in told
    lacking = "- **warning**: `products.deny` lacks products of the source's list, so it names its products; "
    assert (
        f"{lacking}see whether the sample keeps it in step, and has failed, or somebody has changed it: `{MINER}`"
        in told
    )
    assert f"- [ ] Source: disable the hourly rule `{SOURCE}-LambdaFunctionSchedule`." in told
    assert "after 3 March 2027" in told
    assert "`aws ssm get-parameter --name /pmp/MemberExperienceIds` shows the parameter" in told


def test_a_list_that_is_partly_in_step_is_an_error_when_strict(trial: Trial) -> None:
    """AWS does not tell whether the sample keeps it in step; nothing is written."""
    trial.twin.reset(several(member(followed("Member", policy={"allow": [ANALYTICS], "deny": []}))))
    said = imported(options="--strict")
    assert (said.code, files(trial.folder)) == (3, {})
    assert (
        said.err.splitlines()[-4:]
        == [
            f"members/{ACME}: error[out-of-step] exp-member: products.deny has 0 of the source's 1",
            "  hint: make both lists equal in AWS, or import without --strict: the list then names its products",
            "error: lists hold a part of the source's products, so nothing was written",
        ][-4:]
    )


def test_what_no_document_can_state_is_told(trial: Trial) -> None:
    """The rest is written, and the command ends with 6."""
    trial.twin.reset(several(member(followed("Member", principals=["r-abcd"]))))
    said = imported()
    assert said.code == 6
    assert (
        "  not imported: experience.member: no document can name 'r-abcd', which it lists; the list is additive"
        in said.out
    )
    assert "- not imported: `experience.member`: no document can name" in page(trial)


def test_a_delegated_administrator_may_stand_for_its_organization(trial: Trial) -> None:
    """The sample's member component is mostly in such an account."""
    one = member(followed("Member"))
    one["organization"]["accounts"] = [{"id": GLOBEX, "name": "Procurement"}]
    trial.twin.reset(several({**one, "private_marketplace": {"delegated_administrators": [GLOBEX]}}))
    assert imported(GLOBEX).code == 0
    assert planned(trial, f"members/{GLOBEX}").operations == ()
