"""The parts of a comment: lines of a diff, the picture of moves, and sums by unit."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.printed import ChangeJson, FieldChangeJson
from reconciler.render.markdown.diff import Diff
from reconciler.render.markdown.impact import impact_table, picture
from reconciler.render.markdown.limits import Limits
from reconciler.render.markdown.page import plain_page
from reconciler.render.moves import Moves
from reconciler.render.units import Units
from reconciler.render.wording import DRIFTED, PLANNED, Wording
from tests.render.markdown.hostile import ATTACKS
from tests.render.people import group
from tests.render.plans import NAMES, UPDATE_DEFAULT, impact_json, plan_json

PAGE = plain_page(Limits())._replace(names={**NAMES, "prod-a10": "Tool 10", "prod-a2": "Tool 2", "exp-`": 'A "b" <c>'})


def diff(*fields: FieldChangeJson, wording: Wording = PLANNED, **limits: int) -> list[str]:
    """Return the lines of a change of *fields*."""
    found: Any = {**UPDATE_DEFAULT, "fields": list(fields)}
    change: ChangeJson = found
    moves = Moves(() if wording is DRIFTED else [change])
    return Diff(PAGE, wording, moves, Limits(**limits)).lines(change)


def products(path: str, added: list[str], removed: list[str]) -> FieldChangeJson:
    """Return the change of a list of products."""
    return {"path": path, "added": added, "removed": removed, "unchanged": 0}


def test_members_are_sorted_by_name_with_numbers_as_numbers() -> None:
    """Names stand before ids; what goes stands before what comes."""
    assert diff(products("products.allow", ["prod-a10", "prod-a2"], ["prod-datadog000001"])) == [
        "  products.allow",
        "- Datadog Pro  prod-datadog000001",
        "+ Tool 2  prod-a2",
        "+ Tool 10  prod-a10",
    ]


def test_a_product_from_allow_to_deny_is_one_line_and_counted_below() -> None:
    """It is not repeated under deny; what is newly denied has a sign of its own."""
    fields = products("products.allow", [], ["prod-a2"]), products("products.deny", ["prod-a2", "prod-a10"], [])
    assert diff(*fields) == [
        "  products.allow",
        "- Tool 2  prod-a2  now denied",
        "  products.deny, with the 1 from products.allow",
        "! Tool 10  prod-a10",
    ]


def test_drift_turns_the_signs_and_has_no_remarks() -> None:
    """A minus is only in the repository, a plus only in AWS."""
    assert diff(products("products.deny", ["prod-a2"], ["prod-a10"]), wording=DRIFTED) == [
        "  products.deny",
        "- Tool 2  prod-a2",
        "+ Tool 10  prod-a10",
    ]


def test_members_beyond_the_limit_are_counted() -> None:
    """Each side counts its own; with a limit of none only the number is shown."""
    field = products("products.allow", ["prod-a2", "prod-a10", "prod-a3"], [])
    assert diff(field, members=1) == ["  products.allow", "+ Tool 2  prod-a2", "+ … and 2 more"]
    assert diff(field, members=0) == ["  products.allow", "+ 3 in all"]


def test_the_key_of_a_tag_cannot_end_its_line() -> None:
    """The key is part of the path of a field."""
    assert diff({"path": "tags.a\n```\tb", "before": None, "after": "c\nd"}) == [
        "- tags.a ``` b: not set",
        '+ tags.a ``` b: "c\\nd"',
    ]


def drawn(number: int) -> list[str]:
    """Return the picture of accounts that leave one experience for a *number* of others."""
    groups = [group(f"{one}", before="experience.a", after=f"experience.b{one}") for one in range(number)]
    return picture(PAGE, plan_json(impact=impact_json(groups)))


def test_a_picture_has_at_most_thirty_nodes() -> None:
    """With more, the comment says that there is no picture."""
    assert len(re.findall(r"^    (?:before|after)\d+\[", "\n".join(drawn(29)), re.MULTILINE)) == 30
    assert drawn(30) == ["", "No picture: 31 experiences lose or get accounts, too many to draw."]
    assert drawn(0) == []


def test_a_picture_sums_up_the_groups_between_two_experiences() -> None:
    """The largest number stands first, whatever the accounts gain or lose."""
    groups = [
        group("1", before=None, after="exp-`"),
        group("2", "3", before="exp-`", after=None),
        group("4", before="exp-`", after=None, lost=["prod-a2"]),
    ]
    assert picture(PAGE, plan_json(impact=impact_json(groups)))[4:-3] == [
        "flowchart LR",
        "  subgraph Before",
        '    before0["ungoverned"]',
        '    before1["A #34;b#34; #60;c#62;"]',
        "  end",
        "  subgraph After",
        '    after0["A #34;b#34; #60;c#62;"]',
        '    after1["ungoverned"]',
        "  end",
        '  before1 -- "3" --> after1',
        '  before0 -- "1" --> after0',
    ]


@given(name=st.sampled_from(ATTACKS) | st.text())
def test_no_name_writes_mermaid(name: str) -> None:
    """A label holds letters, digits, blanks, dots, dashes and codes of characters, and ends with its quote."""
    page = PAGE._replace(names={"exp-1": name})
    moved = plan_json(impact=impact_json([group("1", before="exp-1", after=None)]))
    label = next(line for line in picture(page, moved) if line.startswith("    before0"))
    assert re.fullmatch(r'    before0\["(?:[\w .-]|#\d+;)+"\]', label)


@pytest.mark.parametrize(
    ("number", "rest"),
    [(20, None), (21, "… and 1 more group with 1 account"), (1_200, "… and 1,180 more groups with 1,180 accounts")],
)
def test_groups_beyond_twenty_are_counted_with_their_accounts(number: int, rest: str | None) -> None:
    """Singular and plural are right, and thousands have a comma."""
    groups = [group(f"{one}", gained=["prod-a2"]) for one in range(number)]
    lines = impact_table(PAGE, plan_json(impact=impact_json(groups)), Limits())
    assert [line for line in lines if line.startswith("…")] == ([rest] if rest else [])


def world(parents: dict[str, str | None], accounts: dict[str, str]) -> Any:  # noqa: ANN401 - JSON
    """Return the part of a world that has the units and the accounts."""
    return {
        "units": [{"id": unit, "name": unit, "parent": parent} for unit, parent in parents.items()],
        "accounts": [{"id": one, "unit": unit, "before": None, "after": None} for one, unit in accounts.items()],
    }


TREE = world(
    {"r": None, "a": "r", "b": "r", "a1": "a", "a2": "a", "empty": "a"},
    {"1": "a1", "2": "a1", "3": "a2", "4": "b", "5": "b", "6": "r"},
)


@pytest.mark.parametrize(
    ("accounts", "units"),
    [
        ("", []),
        ("1", []),
        ("12", ["a1"]),
        ("123", ["a"]),
        ("13", []),
        ("1245", ["a1", "b"]),
        ("12345", ["a", "b"]),
        ("123456", ["r"]),
        ("6", []),
        ("19", []),
    ],
)
def test_the_highest_whole_units_stand_for_their_accounts(accounts: str, units: list[str]) -> None:
    """A unit of one account is not named, nor one of which an account is missing."""
    assert Units.of(TREE).cover(accounts) == units


def test_an_organization_that_was_not_read_has_no_units() -> None:
    """Accounts are named one by one then."""
    assert [Units.of(None).cover("12"), Units.of(world({}, {})).cover("12")] == [[], []]


@given(accounts=st.sets(st.sampled_from("123456789")))
def test_units_cover_wanted_accounts_once_and_no_others(accounts: set[str]) -> None:
    """The sums of units and names make the number of accounts."""
    units = Units.of(TREE)
    covered = [account for unit in units.cover(accounts) for account in units.below(unit)]
    assert len(covered) == len(set(covered))
    assert set(covered) <= accounts
