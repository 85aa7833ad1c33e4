"""Plan, apply, plan again: each kind of change is made once, and the next plan is empty."""

import pytest

from tests.trial import FINANCE, MEMBER, ORGANIZATION, Trial, experience, verbs, world


def test_a_new_experience_is_created_filled_and_enabled_in_one_set(trial: Trial) -> None:
    """One StartChangeSet has creation, policy, branding, principals, products, status and tags."""
    trial.wish(
        """
        {kind: experience, name: finance, title: Finance, description: What finance may buy, status: enabled,
         user_requests: deny, principals: [ou-abcd-finance1], products: {allow: [prod-a, prod-b], deny: [prod-c]},
         branding: {title: Fin, information: Ask us, theme_color: "#0E7F74"}, tags: {team: procurement}}
        """
    )
    trial.converge(again=True)
    found = trial.named("Finance")
    assert (found.description, found.status, found.archived) == ("What finance may buy", "Enabled", False)
    assert (set(found.allow), set(found.deny), found.requests) == ({"prod-a", "prod-b"}, {"prod-c"}, "Deny")
    assert (set(found.principals), found.tags) == ({FINANCE}, {"team": "procurement"})
    assert found.branding == {"Title": "Fin", "Information": "Ask us", "ThemeColor": "#0e7f74"}
    assert trial.written() == {"StartChangeSet": 1}


def test_fields_that_a_creation_leaves_out_have_awss_defaults(trial: Trial) -> None:
    """A title alone makes a disabled experience with an empty policy whose users may request products."""
    trial.wish("{kind: experience, name: bare, title: Bare}")
    trial.converge(again=True)
    found = trial.named("Bare")
    assert (found.status, found.requests, found.allow, found.deny) == ("Disabled", "Allow", frozenset(), frozenset())
    assert (found.principals, found.description, found.branding, found.tags) == (frozenset(), None, None, {})


UPDATES = {
    "title and description": (
        "title: New, description: Newer",
        ["UpdateExperience"],
        {"name": "New", "description": "Newer"},
    ),
    "disable": ("title: Old, status: disabled", ["UpdateExperience"], {"status": "Disabled"}),
    "requests": ("title: Old, user_requests: allow", ["UpdateProcurementPolicy"], {"requests": "Allow"}),
    "allow": (
        "title: Old, products: {allow: [prod-a, prod-n]}",
        ["AllowProductProcurement"],
        {"allow": {"prod-a", "prod-n"}, "deny": {"prod-d"}},
    ),
    "a product that leaves allow is denied": (
        "title: Old, products: {allow: []}",
        ["DenyProductProcurement"],
        {"allow": set(), "deny": {"prod-a", "prod-d"}},
    ),
    "a denied product is allowed again": (
        "title: Old, products: {allow: [prod-a, prod-d]}",
        ["AllowProductProcurement"],
        {"allow": {"prod-a", "prod-d"}, "deny": set()},
    ),
    "principals": (
        f"title: Old, principals: [{FINANCE}]",
        ["AssociateAudience", "DisassociateAudience"],
        {"principals": {FINANCE}},
    ),
    "branding": (
        "title: Old, branding: {title: Looks, theme_color: '#FFFFFF'}",
        ["UpdateBrandingSettings"],
        {"branding": {"Title": "Looks", "Information": "Kept", "ThemeColor": "#ffffff"}},
    ),
    "tags": ("title: Old, tags: {team: new}", ["TagResource"], {"tags": {"team": "new", "kept": "yes"}}),
}


@pytest.mark.parametrize(("stated", "sent", "holds"), UPDATES.values(), ids=UPDATES)
def test_each_change_is_made_by_its_own_change_type_and_nothing_else(
    trial: Trial, stated: str, sent: list[str], holds: dict[str, object]
) -> None:
    """Stated fields are changed by the fewest verbs; all other fields keep their values."""
    trial.twin.reset(
        world(
            experience(
                "Old",
                description="Kept",
                policy={"requests": "Deny", "allow": ["prod-a"], "deny": ["prod-d"]},
                principals=[ORGANIZATION],
                branding={"Title": "Old", "Information": "Kept", "ThemeColor": "#232f3e"},
                tags={"team": "old", "kept": "yes"},
            )
        )
    )
    before = trial.twin.experiences()["exp-old"]
    trial.wish(f"{{kind: experience, name: old, id: exp-old, {stated}}}")
    planning = trial.plan()
    assert [verb for operation in verbs(planning) for verb, _ in operation] == sent
    trial.converge(again=True)
    after = trial.twin.experiences()["exp-old"]
    fields = ("name", "description", "status", "allow", "deny", "requests", "principals", "branding", "tags")
    kept = {field: getattr(before, field) for field in fields}
    assert {field: getattr(after, field) for field in fields} == {**kept, **holds}


def test_an_experience_without_a_policy_gets_one_with_its_first_products(trial: Trial) -> None:
    """Policy and products are in one set, and the plan warns that everything else is lost."""
    trial.twin.reset(world({"id": "exp-open", "name": "Open", "status": "Enabled"}))
    trial.wish("{kind: experience, name: open, title: Open, products: {allow: [prod-a]}}")
    planning = trial.plan()
    assert verbs(planning) == [[("AllowProductProcurement", "open"), ("CreateProcurementPolicy", "open")]]
    assert [problem.code for problem in planning.plan.problems] == ["first-policy"]
    trial.converge(again=True)
    assert trial.twin.experiences()["exp-open"].allow == {"prod-a"}


def test_first_branding_is_created_and_its_logo_remembered_by_a_tag(trial: Trial) -> None:
    """AWS does not return the logo: a tag with its hash tells the next plan that it was sent."""
    trial.twin.reset(world(experience("Plain")))
    logo = "branding: {title: Looks, logo_url: https://example.com/logo.png}"
    trial.wish(f"{{kind: experience, name: plain, title: Plain, {logo}}}")
    assert verbs(trial.plan()) == [[("CreateBrandingSettings", "plain")], [("TagResource", "plain")]]
    trial.converge(again=True)
    found = trial.twin.experiences()["exp-plain"]
    assert dict(found.branding or {}).keys() == {"Title", "LogoUrl"}
    assert found.tags == {"reconciler:logo": "adc2cf2dbcde0df0a108066c5f6f9734"}


def test_an_experience_is_disabled_in_one_set_and_archived_in_the_next(trial: Trial) -> None:
    """AWS archives only a disabled experience, so the second set waits for the first."""
    trial.twin.reset(world(experience("Old", principals=[MEMBER])))
    trial.wish("{kind: experience, name: old, title: Old, status: archived, principals: []}")
    planning = trial.plan()
    assert verbs(planning) == [
        [("DisassociateAudience", "old"), ("UpdateExperience", "old")],
        [("RestrictExperience", "old")],
    ]
    assert [operation.after for operation in planning.plan.operations] == [(), ("op-1",)]
    trial.converge(again=True)
    assert trial.twin.experiences()["exp-old"].archived


def test_an_archived_experience_is_revived_alone_then_filled_and_enabled(trial: Trial) -> None:
    """Reviving takes a set of its own; everything else is in the next one."""
    trial.twin.reset(world(experience("Old", status="Disabled", admin_status="Restricted")))
    trial.wish("{kind: experience, name: old, title: Old, status: enabled, products: {allow: [prod-a]}}")
    assert verbs(trial.plan()) == [
        [("ReviveExperience", "old")],
        [("AllowProductProcurement", "old"), ("UpdateExperience", "old")],
    ]
    trial.converge(again=True)
    found = trial.twin.experiences()["exp-old"]
    assert (found.id, found.archived, found.status, set(found.allow)) == ("exp-old", False, "Enabled", {"prod-a"})


def test_a_list_of_120_goes_in_three_sets_that_follow_each_other(trial: Trial) -> None:
    """A set has one change of a type for an experience and a change has 50 ids.

    Each later set locks on a fresh reading.
    """
    ids = ", ".join(f"prod-{number}" for number in range(120))
    trial.wish(f"{{kind: experience, name: long, title: Long, status: enabled, products: {{allow: [{ids}]}}}}")
    trial.converge(again=True)
    found = trial.named("Long")
    assert (len(found.allow), found.status) == (120, "Enabled")
    assert trial.written() == {"StartChangeSet": 3}


def test_changes_of_every_type_together_share_their_sets(trial: Trial) -> None:
    """Twelve change types and a tag on five experiences take five sets and one call.

    Without safe order two sets would do. The unit leaves in a set after the one in which the organization arrives. The
    account in it leaves an experience that ends in a set after the one in which the unit has arrived.
    """
    trial.twin.reset(
        world(
            experience("Ends", principals=[MEMBER]),
            experience("Ended", status="Disabled", admin_status="Restricted"),
            experience("Changes", principals=[FINANCE], branding={"Title": "Old"}, policy={"allow": ["prod-a"]}),
            {"id": "exp-open", "name": "Open"},
        )
    )
    trial.wish(
        f"""
        {{kind: experience, items: {{
          ends: {{title: Ends, status: archived, principals: []}},
          ended: {{title: Ended, status: enabled}},
          changes: {{title: Changes, user_requests: deny, principals: [{ORGANIZATION}], products: {{allow: [prod-b]}},
                     branding: {{title: New}}, tags: {{team: new}}}},
          open: {{title: Open, products: {{deny: [prod-c]}}, branding: {{title: Open}}}},
          new: {{title: New, status: enabled, principals: [{FINANCE}]}}}}}}
        """
    )
    planning = trial.plan()
    assert {verb for operation in verbs(planning) for verb, _ in operation} == {
        "CreateExperience", "UpdateExperience", "RestrictExperience", "ReviveExperience", "CreateProcurementPolicy",
        "UpdateProcurementPolicy", "AllowProductProcurement", "DenyProductProcurement", "CreateBrandingSettings",
        "UpdateBrandingSettings", "AssociateAudience", "DisassociateAudience", "TagResource",
    }  # fmt: skip
    trial.converge(again=True)
    assert trial.written() == {"StartChangeSet": 5, "TagResource": 1}


def test_isolated_change_sets_hold_one_experience_each(trial: Trial) -> None:
    """With `change_sets: isolated` a set can fail only for its own experience, at the cost of more sets."""
    trial.settings("change_sets: isolated\n")
    trial.wish("{kind: experience, items: {a: {title: A}, b: {title: B}, c: {title: C}}}")
    planning = trial.plan()
    assert [[str(address) for address in operation.addresses] for operation in planning.plan.operations] == [
        ["experience.a"],
        ["experience.b"],
        ["experience.c"],
    ]
    trial.converge(again=True)
    assert trial.written() == {"StartChangeSet": 3}
