"""However long a plan is, its comment fits, keeps all that decides, and counts what it does not show."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.printed import ChangeJson, PlanJson, ProblemJson
from reconciler.render import (
    Marker,
    drift_markdown,
    effective_markdown,
    plan_markdown,
    report_markdown,
    validation_markdown,
)
from reconciler.render.decision import points
from reconciler.render.markdown.limits import MOST, Limits
from reconciler.render.markdown.page import page_of
from tests.render.markdown.hostile import renamed
from tests.render.markdown.samples import (
    API,
    residual,
    whole_answer,
    whole_plan,
    whole_report,
    whole_validation,
)
from tests.render.people import EXPOSURE, group
from tests.render.plans import DIGEST, ERROR, FIRST_CALL, HANDMADE, NOTE, REFUSED, UPDATE_DEFAULT, WARNING, impact_json
from tests.render.reports import error_json, outcome

MARKER = Marker("plan", "reconciler.yaml")
RULES = ["ungoverned", "max_removals", "max_accounts_losing_access", "max_grants_removed", "delete", "payer"]


def accounts(number: int) -> list[str]:
    """Return account ids."""
    return [f"{account:012}" for account in range(number)]


def updated(number: int, members: int) -> ChangeJson:
    """Return the change of an experience that takes and gives as many products as *members* says."""
    products = [f"prod-{product:013}" for product in range(members * 2)]
    fields: Any = [{"path": "products.allow", "added": products[::2], "removed": products[1::2], "unchanged": 5}]
    return {**UPDATE_DEFAULT, "address": f"experience.x{number}", "fields": fields}


def problems(problem: ProblemJson, number: int, message: str) -> Iterator[ProblemJson]:
    """Return a problem many times, at places of their own."""
    return ({**problem, "message": message, "source": f"a.yaml:{line + 1}:1"} for line in range(number))


def long_plan(sizes: dict[str, int], message: str = "it is wrong", name: str = "A name") -> PlanJson:
    """Return a plan with so many entries of each kind as *sizes* says; each id has the *name*, and a number."""
    of = {
        "changes": 1,
        "members": 1,
        "groups": 1,
        "people": 1,
        "errors": 0,
        "refusals": 0,
        "warnings": 0,
        "others": 1,
    } | sizes
    groups: Any = [
        group(
            *accounts(of["people"]), before=f"experience.x{one}", after=f"experience.y{one}", lost=["prod-1", "prod-2"]
        )
        for one in range(of["groups"])
    ]
    ids = ["prod-1", "prod-2", API, *accounts(min(of["people"], 50))]
    ids += [f"experience.{end}{one}" for one in range(min(of["groups"], 50)) for end in "xy"]
    refusals = [
        {**one, "code": rule, "address": None, "path": None, "hint": f"--accept {rule}@{DIGEST[7:15]}"}
        for rule, one in zip(RULES * of["refusals"], problems(REFUSED, of["refusals"], message), strict=False)
    ]
    return whole_plan(
        names={id_: f"{name} {number}" for number, id_ in enumerate(ids)},
        changes=[updated(one, of["members"]) for one in range(of["changes"])],
        operations=[{**FIRST_CALL, "id": f"op-{one}"} for one in range(of["others"])],
        problems=[
            *problems(ERROR, of["errors"], message),
            *refusals,
            *problems(WARNING, of["warnings"], message),
            *problems(NOTE, of["warnings"], message),
        ],
        unmanaged=[{**HANDMADE, "title": name}] * of["others"],
        impact=impact_json(groups, accounts(of["people"])),
        exposures=[{**EXPOSURE, "accounts": accounts(of["people"])}] * of["others"],
        residual_access=[residual(f"vpce-{one}") for one in range(of["others"])],
    )


MANY = {"changes": 1_100, "members": 3, "groups": 60, "people": 60, "others": 60}
WIDE = {"changes": 12, "members": 1_500, "people": 1_000}
WRONG = {"errors": 300, "refusals": 300, "warnings": 100, "changes": 50}


def section(comment: str, heading: str) -> str:
    """Return the part of a comment below the heading that *heading* matches; empty if there is none."""
    found = re.search(rf"^### {heading}\n(.*?)(?=^### |\Z)", comment, re.DOTALL | re.MULTILINE)
    return found[1] if found else ""


def number(pattern: str, text: str) -> int:
    """Return the sum of the numbers that *pattern* finds."""
    return sum(int(found.replace(",", "")) for found in re.findall(pattern, text))


def kept(plan: PlanJson, comment: str) -> None:
    """Check that a comment is short enough and has all that decides."""
    assert len(comment) <= MOST
    told = points(page_of(plan, Limits()), plan)
    assert [one.head for one in told if f"- **{one.head}**" not in comment] == []
    rules = {one["code"] for one in plan["problems"] if one["severity"] == "refused"}
    assert set(re.findall(r"^  - (\w+)@1a2b3c4d until 20\d\d-\d\d-\d\d  #", comment, re.MULTILINE)) == rules


def counted(plan: PlanJson, comment: str) -> None:
    """Check that what is shown of changes, groups and problems, and what is counted, is all there is."""
    changes = section(comment, r"[\d,]+ changes?")
    whole = len(re.findall(r"<summary>update experience\.x", changes))
    rest = number(r"(?m)^([\d,]+) more, without details:$", changes)
    named = len(re.findall(r"^- update `experience\.x", changes, re.MULTILINE))
    assert whole + rest == len(plan["changes"])
    assert named + number(r"(?m)^- … and ([\d,]+) more$", re.sub(r"(?s)<details>.*?</details>", "", changes)) == rest
    impact = section(comment, "Impact")
    rows = len(re.findall(r"^\| [\d,]+ \|", impact, re.MULTILINE))
    assert rows + number(r"… and ([\d,]+) more groups?", impact) == len(plan["impact"]["groups"])
    for severity, heading in (("error", "[\\d,]+ errors?"), ("refused", "To decide"), ("warning", "[\\d,]+ warnings?")):
        part = section(comment, heading)
        shown = len(re.findall(r"^- `a\.yaml:", part, re.MULTILINE))
        found = sum(one["severity"] == severity for one in plan["problems"])
        assert shown + number(r"(?m)^- ([\d,]+) more `", part) == found
        assert shown == min(found, 50) or severity == "warning"


@pytest.mark.parametrize(
    ("sizes", "name"),
    [(MANY, "Name"), (WIDE, "x" * 200), (WRONG, "&" * 10_000), ({**MANY, **WRONG}, "x" * 200)],
    ids=["many", "wide", "wrong", "all"],
)
def test_a_long_plan_keeps_what_decides_and_counts_the_rest(sizes: dict[str, int], name: str) -> None:
    """Verdict, points, rules and the first 50 errors are there; shown and counted make all."""
    plan = long_plan(sizes, name=name)
    comment = plan_markdown(plan, MARKER)
    kept(plan, comment)
    counted(plan, comment)


@pytest.mark.parametrize("message", ["&" * 10_000, "a.b " * 5_000])
def test_long_messages_fit_and_the_first_fifty_stay(message: str) -> None:
    """Errors are cut last, and then only their messages; names are cut and cost nothing."""
    plan = long_plan({**MANY, **WRONG}, message, "&" * 10_000)
    comment = plan_markdown(plan, MARKER)
    kept(plan, comment)
    counted(plan, comment)


def test_fifty_errors_of_a_thousand_characters_stay_whole() -> None:
    """Everything else is cut before the message of an error is."""
    message = "wrong " * 150
    comment = plan_markdown(long_plan({**MANY, "errors": 60, "warnings": 300, "refusals": 0}, message), MARKER)
    assert section(comment, "60 errors").count(message.strip()) == 50


SIZES = st.fixed_dictionaries(
    {},
    optional={
        "changes": st.integers(0, 60),
        "members": st.integers(0, 60),
        "groups": st.integers(0, 40),
        "people": st.integers(1, 60),
        "errors": st.integers(0, 70),
        "refusals": st.integers(0, 70),
        "warnings": st.integers(0, 70),
        "others": st.integers(0, 50),
    },
)


@settings(max_examples=max(settings().max_examples // 4, 5))
@given(
    sizes=SIZES, name=st.sampled_from(["", "Name", "@" * 40, "[`*" * 100]), message=st.sampled_from(["no", "`&" * 500])
)
def test_any_length_fits_and_is_counted(sizes: dict[str, int], name: str, message: str) -> None:
    """Whatever is long, and whatever is not."""
    plan = long_plan(sizes, message, name)
    comment = plan_markdown(plan, MARKER)
    kept(plan, comment)
    counted(plan, comment)


def test_each_list_of_a_change_counts_its_rest() -> None:
    """Members that are shown and members that are counted make the list, on both sides."""
    comment = plan_markdown(long_plan({"changes": 10, "members": 1_000}), MARKER)
    blocks = re.findall(r"```diff\n(.*?)\n```", comment, re.DOTALL)
    assert len(blocks) == 10
    for block in blocks:
        for sign in "-+":
            shown = len(re.findall(rf"^\{sign} prod-", block, re.MULTILINE))
            assert 0 < shown < 1_000
            assert shown + number(rf"(?m)^\{sign} … and ([\d,]+) more$", block) == 1_000


def long_answer() -> Any:  # noqa: ANN401 - JSON
    """Return an answer of `effective` that is long in every place."""
    catalogue = {"everything": False, "products": [f"prod-{one}" for one in range(250)]}
    groups = [
        {"now": f"experience.x{one}", "after": f"experience.y{one}", "accounts": accounts(30)} for one in range(50)
    ]
    skipped = [{"experience": f"experience.x{one}", "status": "disabled"} for one in range(500)]
    decision = {"experience": None, "path": ["222222222222"], "skipped": skipped}
    return whole_answer(
        groups=groups,
        catalogues={f"experience.{end}{one}": {"now": catalogue, "after": None} for one in range(50) for end in "xy"},
        account={"id": "222222222222", "state": "ACTIVE", "open": True, "now": decision, "after": decision},
        problems=[*problems(ERROR, 200, "&" * 2_000), *problems(REFUSED, 200, "&" * 2_000)],
    )


def long_report() -> Any:  # noqa: ANN401 - JSON
    """Return a run report that is long in every place."""
    errors = [error_json("EntityInUse", "&" * 2_000, address=API, source="a.yaml:1:1")] * 50
    addresses = [f"experience.x{one}" for one in range(100)]
    report = whole_report()
    return {
        **report,
        "outcomes": [outcome(f"op-{one}", "failed", errors=errors, addresses=addresses) for one in range(80)],
        "exposed": [{**report["exposed"][0], "accounts": accounts(50)}] * 50,
        "remaining": addresses,
        "unverified": addresses,
        "problems": [*problems(ERROR, 200, "&" * 2_000), *problems(WARNING, 200, "&" * 2_000)],
    }


@pytest.mark.parametrize("name", ["A name", "&" * 10_000])
def test_long_answers_and_reports_fit(name: str) -> None:
    """Every comment is cut, not only that of a plan; drift, too."""
    plan = renamed(long_plan({**MANY, **WRONG}, "&" * 2_000), [name])
    assert len(drift_markdown(plan, MARKER)) <= MOST
    assert len(effective_markdown(renamed(long_answer(), [name]), MARKER)) <= MOST
    assert len(report_markdown(renamed(long_report(), [name]), plan, MARKER)) <= MOST
    found = [*problems(ERROR, 200, "&" * 2_000), *problems(WARNING, 200, "&" * 2_000)]
    assert len(validation_markdown(whole_validation(*found), MARKER)) <= MOST
