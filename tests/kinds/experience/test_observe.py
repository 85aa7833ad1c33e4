from dataclasses import replace

import pytest

from reconciler.aws.details import Entity
from reconciler.errors import Unreadable
from reconciler.kinds.experience.observe import read_all, with_tags
from reconciler.kinds.experience.spec import ExperienceSpec, ExperienceStatus
from reconciler.ports import EntitySummary
from reconciler.reading_progress import ReadingProgress
from tests.fakes.ports import FakeCatalog
from tests.fakes.world import FakeWorld, LiveExperience

FULL = LiveExperience(
    id="exp-1",
    title="Finance",
    description="What finance may buy",
    status="enabled",
    revision=6,
    allow=tuple(f"prod-{number:03}" for number in range(90)),
    deny=("prod-x",),
    requests="deny",
    principals=("o-abcdef1234", "333333333333"),
    branding={"title": "F", "information": "I", "theme_color": "#0E7F74", "logo_url": "https://example.com/l.png"},
    tags={"team": "procurement"},
)
BARE = LiveExperience(id="exp-2", title="Bare", allow=None, requests=None)


def catalog(*experiences: LiveExperience) -> FakeCatalog:
    """Return a catalogue with *experiences*."""
    return FakeCatalog.of(FakeWorld.of(*experiences))


def changed(entity_id: str, **details: object) -> FakeCatalog:
    """Return a catalogue with both experiences; one entity is described differently."""
    found = catalog(FULL, BARE)
    entity = found.entities[entity_id]
    found.entities[entity_id] = Entity(entity.id, entity.revision, entity.arn, {**entity.details, **details})
    return found


@pytest.mark.parametrize(
    ("times", "modified"),
    [
        (("2026-11-22T10:00:00Z", "2026-11-22T12:00:00Z", "2026-11-22T11:00:00Z", "2026-11-22T09:00:00Z"), "12:00:00Z"),
        (("2026-11-22T10:00:00Z", "", "2026-11-22T11:00:00Z", "2026-11-22T09:00:00Z"), None),
    ],
)
def test_an_experience_is_modified_with_any_of_its_entities(times: tuple[str, ...], modified: str | None) -> None:
    """If AWS does not tell it of each of them, it is unknown."""
    found = catalog(FULL)
    named = [one for one in found.entities if one.endswith("exp-1")]
    found.entities.update(
        {id_: replace(found.entities[id_], modified=at) for id_, at in zip(named, times, strict=True)}
    )
    known = read_all(found)[0]["exp-1"].facts.get("modified")
    assert known == (f"2026-11-22T{modified}" if modified else None)


def spec_of(found: FakeCatalog, id_: str = "exp-1") -> ExperienceSpec:
    """Return the observed spec of one experience."""
    return read_all(found)[0][id_].spec


def test_an_experience_is_put_together_from_its_entities() -> None:
    """An experience names its policy and branding, and its audience names the experience (catalog 1.9)."""
    live, audiences = read_all(catalog(FULL, BARE))
    assert live["exp-1"].spec == ExperienceSpec(
        title="Finance",
        description="What finance may buy",
        status=ExperienceStatus.ENABLED,
        policy="restricted",
        allow=frozenset(FULL.allow or ()),
        deny=frozenset({"prod-x"}),
        user_requests="deny",
        principals=frozenset({"o-abcdef1234", "333333333333"}),
        branding={"title": "F", "information": "I", "theme_color": "#0e7f74", "logo_url": "https://example.com/l.png"},
    )
    assert (live["exp-1"].remote_id, live["exp-1"].revision) == ("exp-1", "6")
    assert live["exp-1"].facts == {"arn": FULL.arn, "has_branding": True, "editable": True}
    assert audiences == {"audience-exp-1": "exp-1"}


def test_a_missing_policy_or_audience_is_none() -> None:
    """No policy differs from an empty one; without an audience an experience governs no account."""
    live, _ = read_all(catalog(FULL, BARE))
    assert live["exp-2"].spec == ExperienceSpec(title="Bare", status=ExperienceStatus.DISABLED, principals=frozenset())
    assert live["exp-2"].facts["has_branding"] is False


def test_an_empty_policy_allows_nothing() -> None:
    """An empty policy allows no product; no policy allows all (catalog 4.1)."""
    spec = spec_of(catalog(replace(BARE, allow=())), "exp-2")
    assert (spec.policy, spec.allow, spec.deny, spec.user_requests) == ("restricted", frozenset(), frozenset(), None)


@pytest.mark.parametrize(
    ("status", "admin", "expected"),
    [
        ("Enabled", "Editable", "enabled"),
        ("Enabled", None, "enabled"),
        ("Enabled", "", "enabled"),
        ("Disabled", "Editable", "disabled"),
        (None, None, "disabled"),
        ("Disabled", "Restricted", "archived"),
        ("Disabled", "Archived", "archived"),
        ("Enabled", "Anything", "archived"),
    ],
)
def test_archived_is_an_admin_status_other_than_editable(status: str | None, admin: str | None, expected: str) -> None:
    """The status is present, not empty and not `Editable` (contract 1.2)."""
    assert spec_of(changed("exp-1", Status=status, AdminStatus=admin)).status == expected


@pytest.mark.parametrize("status", ["Paused", "enabled", "ENABLED", "Live"])
def test_an_undocumented_status_makes_aws_unreadable(status: str) -> None:
    """The exit code is 7: the experience may govern, so it is not taken for disabled."""
    with pytest.raises(Unreadable) as caught:
        read_all(changed("exp-1", Status=status))
    assert caught.value.message == f"AWS describes exp-1 with Status '{status}', which is not Enabled or Disabled"
    assert caught.value.exit_code == 7
    assert spec_of(changed("exp-1", Status=status, AdminStatus="Restricted")).status == "archived"


def test_ids_that_entities_name_may_have_a_revision() -> None:
    """The part after the @ is the revision, not a part of the id (catalog 1.2)."""
    expected = spec_of(catalog(FULL, BARE))
    named = changed("exp-1", ProcurementPolicies=["procpolicy-exp-1@2"], BrandingSettings=["brandsettings-exp-1@1"])
    assert spec_of(named) == expected
    audience = changed("audience-exp-1", ExperienceId="exp-1@6")
    assert (spec_of(audience), read_all(audience)[1]) == (expected, {"audience-exp-1": "exp-1"})


def test_several_statements_and_blocks_of_products_are_one_list() -> None:
    """There is a block for each note or batch, and statements have any order (catalog 1.9).

    Other effects are ignored.
    """
    statements = [
        {"Effect": "Deny", "Resources": [{"Type": "Product", "Ids": ["prod-x"]}, {"Type": "Product", "Ids": []}]},
        {"Effect": "Allow", "Resources": [{"Type": "Product", "Ids": ["prod-a"], "Notes": "first"}]},
        {"Effect": "Audit", "Resources": [{"Type": "Product", "Ids": ["prod-z"]}]},
        {"Effect": "Allow", "Resources": [{"Type": "Product", "Ids": ["prod-b", "prod-a"]}]},
    ]
    spec = spec_of(changed("procpolicy-exp-1", Statements=statements))
    assert (spec.allow, spec.deny) == (frozenset({"prod-a", "prod-b"}), frozenset({"prod-x"}))


def test_an_empty_branding_value_is_missing() -> None:
    """AWS returns the value as an empty text."""
    spec = spec_of(changed("brandsettings-exp-1", Configuration={"Title": "", "ThemeColor": "#FFFFFF"}))
    assert spec.branding == {"theme_color": "#ffffff"}


def test_an_audience_of_an_unknown_experience_is_ignored() -> None:
    """Such an audience does not change the experiences that exist."""
    live, audiences = read_all(changed("audience-exp-1", ExperienceId="exp-elsewhere"))
    assert (live["exp-1"].spec.principals, audiences) == (frozenset(), {"audience-exp-1": "exp-elsewhere"})


@pytest.mark.parametrize("missing", ["exp-1", "procpolicy-exp-1", "brandsettings-exp-1", "audience-exp-1"])
def test_an_entity_that_is_named_but_not_described_is_unreadable(missing: str) -> None:
    """The exit code is 7: the entity is not taken for missing."""
    found = catalog(FULL, BARE)
    del found.entities[missing]
    with pytest.raises(Unreadable, match=f"AWS lists {missing} and does not describe it"):
        read_all(found)


def test_rereading_some_experiences_reads_only_their_possible_audiences() -> None:
    """No other entity is described."""
    found = catalog(FULL, replace(BARE, principals=("ou-abcd-finance0",)))
    live, audiences = read_all(found, only=["exp-2"], without={"audience-exp-1"})
    assert (list(live), audiences) == (["exp-2"], {"audience-exp-2": "exp-2"})
    assert found.calls == {"ListEntities": 1, "BatchDescribeEntities": 1}


def test_tags_are_read_only_of_requested_experiences() -> None:
    """Each takes one call; all others have tags None, which differs from no tags."""
    found = catalog(FULL, BARE)
    live = with_tags(read_all(found)[0], ["exp-1"], found, ReadingProgress())
    assert (live["exp-1"].spec.tags, live["exp-2"].spec.tags) == ({"team": "procurement"}, None)
    assert found.calls["ListTagsForResource"] == 1


def test_a_large_catalogue_takes_few_calls() -> None:
    """Pages have 50 entities and descriptions 20 (catalog 1.8).

    Here are 500 experiences with policy, branding and audience.
    """
    many = [replace(FULL, id=f"exp-{n:03}", title=f"E {n}", principals=(f"{n:012}",)) for n in range(500)]
    found = catalog(*many)
    assert len(read_all(found)[0]) == 500
    assert found.calls == {"ListEntities": 20, "BatchDescribeEntities": 100}


def test_only_the_id_is_taken_from_a_list_of_entities() -> None:
    """Names in lists are not unique and may be old, so the description decides."""
    found = catalog(BARE)
    found.listed["Experience"] = [EntitySummary("exp-2", "An older name", BARE.arn)]
    assert spec_of(found, "exp-2").title == "Bare"
