"""Drift of experiences is adopted: the documents say what AWS has, and the next plan leaves them alone."""

from typing import Any

import pytest

from tests.fakes.world import LiveExperience
from tests.restating import LOOSE, Drifted, aws, told

NAMELESS = "no list can hold 'A: b', which AWS has there: name it in a document of kind product first"
LIVE: dict[str, Any] = {"id": "exp-1", "title": "Finance", "status": "enabled", "allow": ("prod-a", "prod-b")}


def test_single_values_are_adopted_where_they_are_stated(drifted: Drifted) -> None:
    """Values and keys that the document states get AWS's values; comments, quotes and all other lines stay."""
    drifted.wish("""\
        # who buys what
        kind: experience
        name: finance
        title: 'Finance'  # AWS's name
        description: Old
        user_requests: deny   # ask procurement

        branding: {title: One, theme_color: "#0e7f74"}
        tags:
          team: a    # the owner
          cost.center: "1"
        id: exp-1
        """)
    live = {**LIVE, "title": "Finance Unit", "description": "New", "branding": {"title": "Two"}, "tags": {"team": "b"}}
    drifted.reader = aws(LiveExperience(**live))
    said = drifted.adopt()
    assert said.code == 0, said
    assert (
        drifted.text()
        == """\
# who buys what
kind: experience
name: finance
title: Finance Unit  # AWS's name
description: New
user_requests: allow   # ask procurement

branding: {title: Two}
tags:
  team: b    # the owner
id: exp-1
"""
    )
    assert drifted.differing() == {}


NAMES = """\
{kind: product, items: {datadog: {id: prod-a, groups: [observability]}, splunk: {id: prod-b, groups: [observability]}}}
---
{kind: product, items: {relic: {id: prod-c, groups: [observability]}, jira: {id: prod-d, aliases: [prod-d2]}}}
---
{kind: principal, items: {finance: {id: ou-abcd-finance0, groups: [money]}, ledger: {id: "333333333333"}}}
---
{kind: principal, items: {lab: {id: "555555555555", groups: [money]}}}
"""


def test_members_of_lists_are_adopted_by_their_names(drifted: Drifted) -> None:
    """Names are used where the repository has them; a list in a block and one in brackets keep their comments."""
    drifted.settings(LOOSE)
    drifted.wish(NAMES, "names.yaml")
    drifted.wish("""\
        kind: experience
        items:
          finance:
            title: Finance
            products:
              allow:
                - datadog  # for all
                # soon to go
                - splunk
                - prod-x
              deny: [jira]
            principals: [finance, ledger]  # who
        """)
    live = {**LIVE, "allow": ("prod-a", "prod-c", "prod-y"), "deny": ("prod-b", "prod-d", "prod-x")}
    drifted.reader = aws(LiveExperience(**live, principals=("ou-abcd-finance0", "222222222222", "555555555555")))
    said = drifted.adopt()
    assert said.code == 0, said
    assert (
        drifted.text()
        == """\
kind: experience
items:
  finance:
    title: Finance
    products:
      allow:
        - datadog  # for all
        - relic
        - prod-y
        # soon to go
      deny: [jira, splunk, prod-x]
    principals: [finance, "222222222222", lab]  # who
"""
    )
    assert drifted.differing() == {}


def test_a_group_of_which_a_member_is_gone_becomes_its_members(drifted: Drifted) -> None:
    """The other members stand in the list by their names; the documents of the group stay as they are."""
    drifted.settings(LOOSE)
    drifted.wish(NAMES, "names.yaml")
    drifted.wish("""\
        kind: experience
        name: finance
        title: Finance
        products: {allow: [jira, "group:observability"]}
        principals: ["group:money"]
        """)
    live = {**LIVE, "allow": ("prod-a", "prod-c", "prod-d"), "deny": ("prod-b",)}
    drifted.reader = aws(LiveExperience(**live, principals=("555555555555",)))
    assert drifted.adopt().code == 0
    assert (
        drifted.text()
        == """\
kind: experience
name: finance
title: Finance
products: {allow: [jira, datadog, relic]}
principals: [lab]
"""
    )
    assert drifted.text("names.yaml") == NAMES
    assert drifted.differing() == {}


def test_a_list_that_is_not_stated_stays_so(drifted: Drifted) -> None:
    """What the document leaves out is not managed, before and after: here, the denied products."""
    drifted.wish("{kind: experience, name: finance, title: Finance, products: {allow: [prod-a, prod-b, prod-c]}}\n")
    drifted.reader = aws(LiveExperience(**LIVE, deny=("prod-c",)))
    assert drifted.adopt().code == 0
    assert drifted.text() == (
        "{kind: experience, name: finance, title: Finance, products: {allow: [prod-a, prod-b]}}\n"
    )
    assert drifted.differing() == {}


def test_an_alias_of_a_product_is_its_name(drifted: Drifted) -> None:
    """AWS allows a product under another id than the document of the product has: the list gets the product's name."""
    drifted.wish(NAMES, "names.yaml")
    drifted.wish("{kind: experience, name: finance, title: Finance, products: {allow: [datadog, splunk]}}\n")
    drifted.reader = aws(LiveExperience(**{**LIVE, "allow": ("prod-a", "prod-b", "prod-d2")}))
    assert drifted.adopt().code == 0
    assert "allow: [datadog, splunk, jira]" in drifted.text()
    assert drifted.differing() == {}


def test_a_product_that_is_listed_under_its_alias_goes_with_its_name(drifted: Drifted) -> None:
    """AWS denies a product under its other id: the name leaves the list of allowed products."""
    drifted.wish(NAMES, "names.yaml")
    drifted.wish("{kind: experience, name: finance, title: Finance, products: {allow: [datadog, splunk, jira]}}\n")
    drifted.reader = aws(LiveExperience(**LIVE, deny=("prod-d2",)))
    assert drifted.adopt().code == 0
    assert "allow: [datadog, splunk]" in drifted.text()
    assert drifted.differing() == {}


def test_two_ids_of_a_product_in_both_lists_are_kept_apart(drifted: Drifted) -> None:
    """AWS allows a product by one id and denies it by another: a name in both lists would contradict itself."""
    drifted.wish(NAMES, "names.yaml")
    drifted.wish("{kind: experience, name: a, title: Finance, mode: observe, products: {allow: [], deny: [jira]}}\n")
    drifted.reader = aws(LiveExperience(**{**LIVE, "allow": ("prod-d2",)}, deny=("prod-d",)))
    assert drifted.adopt().code == 0
    assert "allow: [prod-d2]" in drifted.text()
    assert {one.code for one in drifted.plan().plan.problems} == {"unused-name"}


def test_an_additive_list_loses_what_aws_does_not_have(drifted: Drifted) -> None:
    """Members that AWS has besides are no difference of an additive list, so they are not written."""
    drifted.settings(LOOSE)
    drifted.wish("""\
        kind: experience
        name: finance
        title: Finance
        products: {allow: [prod-a, prod-z]}
        principals: [ou-abcd-finance0, "333333333333"]
        mode: additive
        """)
    drifted.reader = aws(LiveExperience(**LIVE, principals=("ou-abcd-finance0", "555555555555")))
    assert drifted.adopt().code == 0
    assert "allow: [prod-a]" in drifted.text()
    assert "principals: [ou-abcd-finance0]" in drifted.text()
    assert drifted.differing() == {}


def test_a_document_that_only_observes_is_adopted(drifted: Drifted) -> None:
    """A difference of an object that is only observed is drift, and the document can say what AWS has."""
    drifted.wish("{kind: experience, name: old, title: Finance, mode: observe, description: A, principals: []}\n")
    drifted.reader = aws(LiveExperience(**LIVE, description="B", principals=("555555555555",)))
    assert drifted.adopt().code == 0
    assert drifted.text() == (
        '{kind: experience, name: old, title: Finance, mode: observe, description: B, principals: ["555555555555"]}\n'
    )
    assert [one.code for one in drifted.plan().plan.problems] == []


def test_an_archived_experience_is_adopted_as_archived(drifted: Drifted) -> None:
    """The document says archived and releases its principals; all else may stay, since nothing of it is compared."""
    drifted.settings(LOOSE)
    drifted.wish("""\
        kind: experience
        name: finance
        title: Finance
        description: Old
        status: enabled
        principals: [ou-abcd-finance0]  # who
        products: {allow: [prod-q]}
        """)
    drifted.reader = aws(LiveExperience(**{**LIVE, "status": "archived"}))
    digest = drifted.plan().plan.short_digest
    said = drifted.adopt(f"--select * --accept max_removals@{digest}")
    assert said.code == 0, said
    assert (
        drifted.text()
        == """\
kind: experience
name: finance
title: Finance
description: Old
status: archived
principals: []  # who
products: {allow: [prod-q]}
"""
    )
    assert drifted.differing() == {}


def test_an_experience_that_is_no_longer_archived_is_adopted_whole(drifted: Drifted) -> None:
    """Once the status is adopted, the other fields are compared and adopted, too."""
    drifted.wish("""\
        kind: experience
        name: finance
        title: Finance
        description: Old
        status: archived
        principals: []
        """)
    drifted.reader = aws(LiveExperience(**LIVE, description="New", principals=("555555555555",)))
    said = drifted.adopt()
    assert said.code == 0
    assert "  experience.finance  description, principals, status\n" in told(said)
    assert (
        drifted.text()
        == """\
kind: experience
name: finance
title: Finance
description: New
status: enabled
principals: ["555555555555"]
"""
    )
    assert drifted.differing() == {}


def test_a_principal_that_moved_is_adopted_in_both_documents(drifted: Drifted) -> None:
    """The document that it left and the one that it came to change together."""
    drifted.settings(LOOSE)
    drifted.wish("{kind: experience, name: a, title: A, principals: ['333333333333', '555555555555']}\n", "a.yaml")
    drifted.wish("{kind: experience, name: b, title: B, principals: ['444444444444']}\n", "b.yaml")
    drifted.reader = aws(
        LiveExperience(id="exp-a", title="A", status="enabled", principals=("333333333333",)),
        LiveExperience(id="exp-b", title="B", status="enabled", principals=("444444444444", "555555555555")),
    )
    assert drifted.adopt().code == 0
    assert drifted.text("a.yaml") == "{kind: experience, name: a, title: A, principals: ['333333333333']}\n"
    assert drifted.text("b.yaml") == (
        "{kind: experience, name: b, title: B, principals: ['444444444444', \"555555555555\"]}\n"
    )
    assert drifted.differing() == {}


def test_a_principal_is_not_adopted_beside_the_document_that_names_it(drifted: Drifted) -> None:
    """If only the new holder is selected, two documents would name the principal: nothing is written, and 2."""
    drifted.settings(LOOSE)
    drifted.wish("{kind: experience, name: a, title: A, principals: ['333333333333', '555555555555']}\n", "a.yaml")
    drifted.wish("{kind: experience, name: b, title: B, principals: ['444444444444']}\n", "b.yaml")
    drifted.reader = aws(
        LiveExperience(id="exp-a", title="A", status="enabled", principals=("333333333333",)),
        LiveExperience(id="exp-b", title="B", status="enabled", principals=("444444444444", "555555555555")),
    )
    before = drifted.text("b.yaml")
    said = drifted.adopt("--select experience.b")
    assert (said.code, drifted.text("b.yaml")) == (2, before)
    why = "555555555555 belongs to experience.a already, at desired_state/a.yaml:1:68"
    assert told(said).splitlines() == [
        "Not adopted:",
        f"  experience.b: its documents would be in error: {why}",
        "    hint: select experience.a, too",
        "Drift remains in 2 objects: experience.a and experience.b.",
        "Nothing was written.",
    ]


def test_an_archived_holder_is_not_adopted_beside_a_document_in_need(drifted: Drifted) -> None:
    """AWS has archived the holder of a principal that another document places: that one would be in error then."""
    drifted.settings(LOOSE)
    drifted.wish("{kind: experience, name: a, title: A, status: enabled, principals: []}\n", "a.yaml")
    drifted.wish("{kind: experience, name: b, title: B, principals: ['333333333333']}\n", "b.yaml")
    drifted.reader = aws(
        LiveExperience(id="exp-a", title="A", status="archived", principals=("333333333333",)),
        LiveExperience(id="exp-b", title="B", status="enabled"),
    )
    said = drifted.adopt("--select experience.a")
    assert said.code == 2
    assert "  experience.a: its documents would be in error: 333333333333 is held by exp-a (A), which is" in told(said)
    assert "    hint: select experience.b, too\n" in told(said)


def test_each_object_that_stays_has_the_reason_of_its_own(drifted: Drifted) -> None:
    """A missing experience names the principal that another one holds in AWS: both stay, for different reasons."""
    drifted.settings(LOOSE)
    drifted.wish("{kind: experience, name: a, title: A, principals: ['333333333333']}\n", "a.yaml")
    drifted.wish("{kind: experience, name: b, title: B, principals: ['555555555555']}\n", "b.yaml")
    held = ("333333333333", "555555555555")
    drifted.reader = aws(LiveExperience(id="exp-b", title="B", status="enabled", principals=held))
    said = drifted.adopt()
    assert said.code == 2
    taken = "its documents would be in error: 333333333333 belongs to experience.a already, at desired_state/a.yaml:1:"
    assert "  experience.a: AWS has no such experience: remove the document, or apply" in told(said)
    assert f"  experience.b: {taken}" in told(said)


def test_a_list_that_only_another_document_takes_from_is_told(drifted: Drifted) -> None:
    """The document of the holder states no principals, so it cannot say more; the one that names them can."""
    drifted.settings(LOOSE)
    drifted.wish("{kind: experience, name: a, title: A}\n", "a.yaml")
    drifted.wish("{kind: experience, name: b, title: B, principals: ['555555555555']}\n", "b.yaml")
    held = ("333333333333", "555555555555")
    drifted.reader = aws(
        LiveExperience(id="exp-a", title="A", status="enabled", principals=held),
        LiveExperience(id="exp-b", title="B", status="enabled"),
    )
    said = drifted.adopt("--select experience.a")
    assert said.code == 2
    assert "  experience.a principals: the document does not state it, and another one names members" in told(said)
    digest = drifted.plan().plan.short_digest
    assert drifted.adopt(f"--select experience.b --accept max_removals@{digest}").code == 0
    assert drifted.text("b.yaml") == "{kind: experience, name: b, title: B, principals: []}\n"
    assert drifted.differing() == {}


@pytest.mark.parametrize(
    ("document", "live", "why"),
    [
        ("title: Nowhere", {}, "AWS has no such experience: remove the document, or apply to create it"),
        (
            "title: Finance, branding: {logo_url: 'https://example.com/a.png'}",
            {"branding": {"title": "A", "logo_url": "https://aws.example/copy"}},
            "AWS shows its own copy of a logo: without logo_url, the document leaves AWS's logo unmanaged",
        ),
        (
            "title: Finance, products: {allow: [prod-a]}",
            {"allow": None, "requests": None},
            "AWS has no procurement policy there, which no document can state: without products and user_requests, the",
        ),
        (
            "title: Finance, products: {allow: [prod-a]}",
            {"allow": ("prod-a", "A: b")},
            NAMELESS,
        ),
    ],
)
def test_what_no_document_can_say_stays_with_its_reason(
    drifted: Drifted, document: str, live: dict[str, Any], why: str
) -> None:
    """The drift remains and is named with its reason; the file is not touched, and the command ends with 2."""
    drifted.wish(f"{{kind: experience, name: finance, {document}}}\n")
    before = drifted.text()
    drifted.reader = aws(LiveExperience(**{**LIVE, **live}))
    said = drifted.adopt()
    assert (said.code, drifted.text()) == (2, before)
    assert why in said.out
    assert said.out.endswith("Drift remains in 1 object: experience.finance.\nNothing was written.\n")


def test_a_difference_is_adopted_as_far_as_documents_can_say_it(drifted: Drifted) -> None:
    """One product of AWS cannot be listed: the others are adopted, the reason is told, and the command ends with 2."""
    drifted.wish("{kind: experience, name: finance, title: Finance, description: A, products: {allow: [prod-a]}}\n")
    drifted.reader = aws(LiveExperience(**{**LIVE, "allow": ("prod-a", "prod-b", "A: b"), "description": "B"}))
    said = drifted.adopt()
    assert said.code == 2
    assert drifted.text() == (
        "{kind: experience, name: finance, title: Finance, description: B, products: {allow: [prod-a, prod-b]}}\n"
    )
    assert (
        told(said)
        == f"""\
Adopted what AWS has of 1 object:
  experience.finance  description, products.allow, products.deny
Not adopted:
  experience.finance products.allow, products.deny: {NAMELESS}
Drift remains in 1 object: experience.finance.
Wrote 1 file, each read again and compared with AWS:
  desired_state/all.yaml
Not all of them are in a git repository: there, nothing shows or undoes what has changed.
Next: look at git diff, commit the files and open a pull request; plan has no change left for them.
"""
    )
