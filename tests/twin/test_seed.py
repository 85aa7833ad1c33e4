import copy
import json
import os
from pathlib import Path
from typing import Any

import pytest

from reconciler.errors import InvalidInput
from reconciler.twin import seed
from reconciler.twin.twin import Twin
from tests.twin.sdk import client, describe, port, start
from tests.twin.worlds import ARCHIVED, EXPERIENCES, LIVE, ORGANIZATION, small

WHOLE: dict[str, Any] = {
    "version": 1,
    "about": "Everything a seed can say",
    "caller": "222222222222",
    "organization": ORGANIZATION,
    "private_marketplace": {
        "trusted_access": True,
        "service_linked_role": True,
        "delegated_administrators": ["222222222222"],
    },
    "roles": [{"account": "111111111111", "name": "reconciler", "trusted": ["222222222222"]}],
    "experiences": EXPERIENCES,
    "durations": {"preparing": 0.5, "applying": 1},
    "quotas": {"request_rates": False, "open_change_sets": 9},
    "product_aliases": {"prod-x": "prod-y"},
}


def with_change(path: str, value: object) -> dict[str, Any]:
    """Return the whole seed with one value replaced; *path* has dots."""
    changed = copy.deepcopy(WHOLE)
    place: Any = changed
    *way, last = (int(step) if step.isdigit() else step for step in path.split("."))
    for step in way:
        place = place[step]
    place[last] = value
    return changed


def test_every_field_of_a_seed_is_read(tmp_path: Path) -> None:
    """Each field of a seed is read into its field of Seed."""
    file = tmp_path / "seed.json"
    file.write_text(json.dumps(WHOLE))
    found = seed.read(file)
    assert found.organization is not None
    assert [unit.parent for unit in found.organization.units] == ["r-abcd", "ou-abcd-finance1"]
    assert {account.id: account.parent for account in found.organization.accounts} == {
        "111111111111": "r-abcd",
        "222222222222": "r-abcd",
        "333333333333": "ou-abcd-finance1",
        "444444444444": "ou-abcd-finance1",
        "555555555555": "ou-abcd-payroll1",
    }
    assert (found.caller, found.preparing, found.applying) == ("222222222222", 0.5, 1)
    assert (found.open_change_sets, found.product_aliases) == (9, {"prod-x": "prod-y"})
    assert found.roles == (seed.SeededRole("111111111111", "reconciler", ("222222222222",)),)


def test_clients_see_what_is_seeded(twin: Twin) -> None:
    """Clients see an experience with policy, audience, branding, tags and revision as the seed states them."""
    live, archived = twin.experiences()[LIVE], twin.experiences()[ARCHIVED]
    assert (live.status, live.revision, live.requests) == ("Enabled", 6, "Deny")
    assert (sorted(live.allow), sorted(live.deny), list(live.principals)) == (
        ["prod-a", "prod-b"],
        ["prod-c"],
        ["o-abcdef1234"],
    )
    assert (live.branding, live.tags) == ({"Title": "Live", "ThemeColor": "#232f3e"}, {"team": "procurement"})
    assert (archived.archived, archived.requests, archived.branding) == (True, "Allow", None)


def test_long_lists_are_seeded_in_blocks_of_fifty() -> None:
    """A long list was sent in several changes, and each of them left its own resource (catalog 1.10)."""
    ids = [f"prod-{number}" for number in range(120)]
    experience = {"id": LIVE, "name": "Live", "policy": {"allow": ids}}
    with Twin(small(experiences=[experience])).start(port()):
        statements = describe("procpolicy-1234live")["DetailsDocument"]["Statements"]
        assert [len(block["Ids"]) for block in statements[0]["Resources"]] == [50, 50, 20]


def test_seeded_roles_can_be_assumed() -> None:
    """A repository's `role:` setting works against the twin."""
    roles = [{"account": "111111111111", "name": "reconciler", "trusted": ["222222222222"]}]
    with Twin(small(roles=roles)).start(port()):
        arn = "arn:aws:iam::111111111111:role/reconciler"
        user = client("sts", "222222222222").assume_role(RoleArn=arn, RoleSessionName="plan")["AssumedRoleUser"]
        assert user["Arn"] == "arn:aws:sts::111111111111:assumed-role/reconciler/plan"


def test_the_management_account_carries_its_name() -> None:
    """Names beside ids come from Organizations, also that of the management account."""
    with Twin(small()).start(port()):
        accounts = client("organizations").list_accounts()["Accounts"]
        assert (accounts[0]["Id"], accounts[0]["Name"]) == ("111111111111", "Management")


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        ("version", 2, "seed.version: must be one of: 1"),
        ("surprise", 1, "seed.surprise: unknown field"),
        ("caller", "me", "seed.caller: expected 12 to 12 characters, found 2"),
        ("organization.id", "o-short", "seed.organization.id: must satisfy regular expression pattern"),
        ("organization.units.0.id", "ou-marketing", "seed.organization.units[0].id: must satisfy"),
        ("organization.units.0.units.0.name", 5, "seed.organization.units[0].units[0].name: expected a string"),
        ("organization.units.0.accounts.1.closed", "yes", "accounts[1].closed: expected true or false"),
        ("private_marketplace.delegated_administrators", "x", "delegated_administrators: expected a list"),
        ("experiences.0.status", "Live", "seed.experiences[0].status: must be one of: Enabled, Disabled"),
        ("experiences.0.admin_status", "Gone", "seed.experiences[0].admin_status: must be one of"),
        ("experiences.0.revision", 0, "seed.experiences[0].revision: must be between 1 and 1000000"),
        ("experiences.0.revision", True, "seed.experiences[0].revision: expected a whole number"),
        ("experiences.0.tags", ["a"], "seed.experiences[0].tags: expected an object"),
        ("experiences.0.policy", None, "seed.experiences[0].policy: expected an object"),
        ("durations.preparing", -1, "seed.durations.preparing: expected a number of at least 0"),
        ("product_aliases", {"a": ""}, "seed.product_aliases.a: expected 1 to 50 characters, found 0"),
    ],
)
def test_an_error_in_a_seed_names_its_place(path: str, value: object, place: str) -> None:
    """A seed is checked before anything is planted."""
    with pytest.raises(InvalidInput) as caught:
        seed.parse(with_change(path, value))
    assert place in caught.value.message
    assert [problem.code for problem in caught.value.problems] == ["seed-invalid"]


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("organization.units.0.accounts.0.id", "555555555555", "seed: account 555555555555 is given more than once"),
        ("organization.units.0.units.0.id", "ou-abcd-finance1", "seed: OU ou-abcd-finance1 is given more than once"),
        ("experiences.1.id", LIVE, f"seed: experience {LIVE} is given more than once"),
        (
            "roles.0",
            {"account": "222222222222", "name": "OrganizationAccountAccessRole", "trusted": []},
            "seed: role 222222222222/OrganizationAccountAccessRole is given more than once",
        ),
        ("roles", [WHOLE["roles"][0]] * 2, "seed: role 111111111111/reconciler is given more than once"),
        (
            "experiences.1.principals",
            ["o-abcdef1234"],
            "seed: principal of an experience o-abcdef1234 is given more than once",
        ),
        (
            "private_marketplace.delegated_administrators",
            ["111111111111"],
            "seed: delegated administrator 111111111111 is not a member account of the organization",
        ),
        ("experiences.0.policy.deny", ["prod-a"], f"seed: experience {LIVE} both allows and denies prod-a"),
        ("experiences.0.policy.allow", ["a", "a"], f"seed: in experience {LIVE}, product a is given more than once"),
        ("experiences.3.status", "Enabled", f"seed: experience {ARCHIVED} is archived but not disabled"),
    ],
)
def test_states_that_aws_could_never_hold_are_refused(path: str, value: object, message: str) -> None:
    """A principal has one experience, an archived one is not live (catalog 4.2, 4.1), and each id is there once."""
    with pytest.raises(InvalidInput) as caught:
        seed.parse(with_change(path, value))
    assert [problem.message for problem in caught.value.problems] == [message]


def test_all_errors_of_a_seed_are_reported_at_once() -> None:
    """Two mistakes are two problems."""
    with pytest.raises(InvalidInput) as caught:
        seed.parse({"version": 3, "experiences": [{"id": "exp-1"}]})
    assert [problem.message for problem in caught.value.problems] == [
        "seed.experiences[0].name: required",
        "seed.version: must be one of: 1",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "seed.json:1:2: not valid JSON: Expecting property name enclosed in double quotes"),
        (b"[]", "seed.json: expected an object"),
        (b"[" * 200_000, "can't be read: maximum recursion depth exceeded"),
        (b"\xff\xfe", "can't be read"),
        (None, "can't be read"),
    ],
)
def test_a_file_that_is_not_a_seed_is_one_clear_error(tmp_path: Path, content: bytes | None, message: str) -> None:
    """The file may be unreadable, not text, not JSON, or not a seed; the error names the file."""
    file = tmp_path / "seed.json"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(InvalidInput) as caught:
        seed.read(file)
    assert message in caught.value.message
    assert "seed.json" in caught.value.message


def test_a_named_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    """Its other end may never be written."""
    os.mkfifo(tmp_path / "seed.json")
    with pytest.raises(InvalidInput, match=r"seed\.json can't be read: it is not a regular file$"):
        seed.read(tmp_path / "seed.json")


def test_the_demo_is_the_organization_of_the_walk_through() -> None:
    """About thirty accounts in a three-level tree, and an older version of AWS's four experiences."""
    with Twin(seed.demo()).start(port()) as twin:
        found = twin.experiences()
        assert {item.id: (item.name, item.status, *sorted(item.principals)) for item in found.values()} == {
            "exp-1234default": ("Default Experience", "Enabled", "o-abcdef1234"),
            "exp-1234finance": ("Finance Unit Experience", "Enabled", "333333333333", "ou-abcd-finance1"),
            "exp-1234marketing": ("Marketing Experience", "Disabled"),
            "exp-1234datascience": ("Data Science Sandbox", "Enabled", "ou-abcd-sandbox01"),
        }
        accounts = client("organizations").get_paginator("list_accounts").paginate()
        named = {item["Id"]: item["Name"] for page in accounts for item in page["Accounts"]}
        assert (len(named), named["333333333333"]) == (30, "Account 1")


def test_change_sets_of_the_demo_take_about_a_second() -> None:
    """The demo shows progress, and its quotas are AWS's."""
    found = seed.demo()
    assert (found.preparing + found.applying, found.request_rates) == (1.0, True)


def test_principals_of_a_seed_need_not_exist() -> None:
    """An organization changes, and AWS keeps the membership of a principal that is gone."""
    gone = {"id": LIVE, "name": "Live", "principals": ["ou-abcd-longgone1", "444444444444"]}
    with Twin(small(experiences=[gone])).start(port()) as twin:
        change = {
            "ChangeType": "DisassociateAudience",
            "Entity": {"Type": "Experience@1.0", "Identifier": LIVE},
            "DetailsDocument": {"Principals": ["ou-abcd-longgone1"]},
        }
        assert start(change)["Status"] == "SUCCEEDED"
        assert list(twin.experiences()[LIVE].principals) == ["444444444444"]
