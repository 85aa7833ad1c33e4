"""reconciler.yaml states accounts and guards; what it leaves out has the defaults of the contract."""

from dataclasses import replace
from typing import Any

import pytest

from reconciler.documents import read_mapping
from reconciler.model import Problem
from reconciler.settings import (
    ChangeSets,
    Guards,
    Marketplace,
    MaxRemovals,
    Role,
    Ruling,
    Seller,
    Settings,
    parse,
    schema,
)
from reconciler.validation import validate_mapping

FILE = "reconciler.yaml"
CONTRACT = """
version: 1
desired_state: desired_state
organization: o-abcdef1234
marketplace:
  account: "111111111111"
  role: arn:aws:iam::111111111111:role/reconciler
sellers:
  saas:
    account: 222222222222
    role: arn:aws:iam::222222222222:role/path/reconciler
    external_id: our/external:id
    regions: [us-east-1, eu-west-1]
  other: {account: 012345678901, regions: [us-gov-west-1]}
guards:
  protected: [experience.default, endpoint_service.api-*, experience]
  max_accounts_losing_access: 7
  max_accounts_losing_everything: 2
  max_removals: {count: 5, share: .5, floor: 1}
  max_grants_removed: 4
  max_connected_removed: 3
  ungoverned: warn
  public_endpoint_service: allow
change_sets: isolated
permission_edits_per_call: 50
notify: ["arn:aws:sns:us-east-1:111111111111:drift", "https://hooks.example.com/${DRIFT_HOOK}"]
"""


def read_settings(text: str) -> tuple[Settings | None, tuple[Problem, ...]]:
    """Read, validate and parse one reconciler.yaml."""
    loaded = read_mapping(text.encode(), FILE)
    mapping, problems = validate_mapping(loaded.mapping, loaded.marks, FILE, schema())
    assert loaded.problems == ()
    return (None, problems) if mapping is None else parse(mapping, loaded.marks, FILE)


def test_every_setting_is_understood() -> None:
    """All settings of contract 1.1 can be stated."""
    assert read_settings(CONTRACT) == (
        Settings(
            file=FILE,
            desired_state="desired_state",
            organization="o-abcdef1234",
            marketplace=Marketplace("111111111111", Role("arn:aws:iam::111111111111:role/reconciler")),
            sellers=(
                Seller(
                    "saas",
                    "222222222222",
                    ("us-east-1", "eu-west-1"),
                    Role("arn:aws:iam::222222222222:role/path/reconciler", "our/external:id"),
                ),
                Seller("other", "012345678901", ("us-gov-west-1",)),
            ),
            guards=Guards(
                protected=("experience.default", "endpoint_service.api-*", "experience"),
                max_accounts_losing_access=7,
                max_accounts_losing_everything=2,
                max_removals=MaxRemovals(5, 0.5, 1),
                max_grants_removed=4,
                max_connected_removed=3,
                ungoverned=Ruling.WARN,
                public_endpoint_service=Ruling.ALLOW,
            ),
            change_sets=ChangeSets.ISOLATED,
            permission_edits_per_call=50,
            notify=("arn:aws:sns:us-east-1:111111111111:drift", "https://hooks.example.com/${DRIFT_HOOK}"),
        ),
        (),
    )


def test_settings_that_are_left_out_have_the_defaults_of_the_contract() -> None:
    """The shortest settings name no account, refuse dangerous plans, and use the fewest change sets."""
    settings, problems = read_settings("version: 1\n")
    assert problems == ()
    assert settings == Settings(
        file=FILE,
        desired_state="desired_state",
        organization=None,
        marketplace=None,
        sellers=(),
        guards=Guards(
            protected=(),
            max_accounts_losing_access=50,
            max_accounts_losing_everything=0,
            max_removals=MaxRemovals(count=20, share=0.3, floor=10),
            max_grants_removed=20,
            max_connected_removed=0,
            ungoverned=Ruling.REFUSE,
            public_endpoint_service=Ruling.REFUSE,
        ),
        change_sets=ChangeSets.MINIMAL,
        permission_edits_per_call=500,
    )


def test_recipients_are_in_no_representation_of_settings() -> None:
    """A URL is a secret, and a representation may end in a log."""
    settings, _ = read_settings("version: 1\nnotify: [https://hooks.example.com/s3cret]\n")
    assert settings
    assert settings.notify == ("https://hooks.example.com/s3cret",)
    assert "s3cret" not in repr(settings)


def test_settings_know_their_places() -> None:
    """Settings without a file only have its name."""
    settings, _ = read_settings("version: 1\nguards:\n  protected:\n    - experience.a\n    - experience.b\n")
    assert settings
    assert settings.at("guards", "protected", 1) == "reconciler.yaml:5:7"
    assert Settings(file=FILE).at("guards", "protected", 1) == "reconciler.yaml"


def test_one_part_of_a_rule_leaves_its_other_parts_alone() -> None:
    """A guard that states only its count keeps the default share and floor."""
    settings, _ = read_settings("version: 1\nguards: {max_removals: {count: 1}}\n")
    assert settings
    assert settings.guards == replace(Guards(), max_removals=MaxRemovals(count=1))


@pytest.mark.parametrize("folder", ["desired_state", "a/b", "./a", "a/", "wünsche"])
def test_desired_state_is_any_folder_inside(folder: str) -> None:
    """The folder of documents may be anywhere below reconciler.yaml."""
    settings, _ = read_settings(f"version: 1\ndesired_state: {folder}\n")
    assert settings
    assert settings.desired_state == folder


@pytest.mark.parametrize("share", ["0", "1", "0.0", "1.0"])
def test_a_share_is_from_nothing_to_all(share: str) -> None:
    """Both ends of the range, 0 and 1, can be stated."""
    settings, problems = read_settings(f"version: 1\nguards: {{max_removals: {{share: {share}}}}}\n")
    assert (problems, settings and settings.guards.max_removals.share) == ((), float(share))


def test_errors_beyond_the_schema_are_reported_together_and_in_order() -> None:
    """All are found at once, each at its place."""
    text = (
        "version: 1\n"
        "sellers:\n"
        "  a: {account: 222222222222, role: 'arn:aws:iam::111111111111:role/r', regions: [eu-west-1, eu-wset-1]}\n"
        "desired_state: ../other\n"
    )
    settings, problems = read_settings(text)
    assert settings is None
    assert [(problem.code, problem.source) for problem in problems] == [
        ("foreign-role", "reconciler.yaml:3:36"),
        ("unknown-region", "reconciler.yaml:3:93"),
        ("outside-repository", "reconciler.yaml:4:16"),
    ]


def defaults(node: Any) -> list[str]:  # noqa: ANN401 - any part of a JSON document
    """Return the defaults that the schema describes."""
    if isinstance(node, dict):
        own = [node["description"]] if " default " in str(node.get("description")) else []
        return own + [text for value in node.values() for text in defaults(value)]
    return []


def test_editors_show_the_defaults_that_hold() -> None:
    """The descriptions of the schema have the defaults of the code."""
    guards = Guards()
    removals = guards.max_removals
    shown = [text.split()[-1] for text in defaults(schema())]
    assert shown == [
        str(guards.max_accounts_losing_access),
        str(guards.max_accounts_losing_everything),
        str(removals.count),
        str(removals.share),
        str(removals.floor),
        str(guards.max_grants_removed),
        str(guards.max_connected_removed),
        guards.ungoverned.value,
        guards.public_endpoint_service.value,
        "500",
    ]


SOVEREIGN = """
version: 1
sellers:
  saas:
    account: "222222222222"
    role: arn:aws-eusc:iam::222222222222:role/reconciler
    regions: [eusc-de-east-1, eusc-de-north-1, eusc-de-nowhere-7]
"""


def test_the_settings_of_a_sovereign_cloud_are_valid() -> None:
    """Partitions are botocore's; a region that is newer than botocore is reported and used."""
    settings, problems = read_settings(SOVEREIGN)
    assert settings is not None
    assert settings.sellers[0].regions == ("eusc-de-east-1", "eusc-de-north-1", "eusc-de-nowhere-7")
    assert [(one.severity, one.code, one.source) for one in problems] == [
        ("note", "unknown-region", "reconciler.yaml:7:31"),
        ("note", "unknown-region", "reconciler.yaml:7:48"),
    ]
    assert settings.problems == problems


def test_a_region_that_looks_misspelt_is_a_warning() -> None:
    """AWS may have opened it, so it is called; the warning explains a failure."""
    text = "version: 1\nsellers: {saas: {account: 222222222222, regions: [us-east-1, eu-wset-1]}}\n"
    settings, problems = read_settings(text)
    assert settings is not None
    assert [(one.severity, one.message, one.hint, one.source) for one in problems] == [
        ("warning", "botocore knows no region 'eu-wset-1'", "did you mean 'eu-west-1'?", "reconciler.yaml:2:62")
    ]


def test_change_sets_may_be_the_fastest() -> None:
    """A short chain of change sets may be worth a few more of them."""
    settings, problems = read_settings("version: 1\nchange_sets: fastest\n")
    assert (settings and settings.change_sets, problems) == (ChangeSets.FASTEST, ())
