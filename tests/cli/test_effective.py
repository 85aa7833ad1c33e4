"""`reconciler effective`: its options and exit codes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from reconciler.cli.program import Tell
from reconciler.errors import Unreadable
from reconciler.governance import Experience
from reconciler.impact import Course
from reconciler.model import Acceptance, Account, Organization, Plan
from reconciler.pipeline import Planning, PlanOptions, Repository
from reconciler.reading_progress import ReadingProgress
from reconciler.render.html.marks import bare
from reconciler.settings import Marketplace, Settings
from tests.cli.fakes import (
    LEFT_OUT,
    NOTHING_TO_DO,
    ONE_CHANGE,
    ONLY_OBSERVED,
    REFUSED,
    FakeProgram,
    command,
    with_problem,
)
from tests.render.html.payload import parsed

TREE = Organization(
    id="o-abcdef1234",
    management_account="111111111111",
    root="r-abcd",
    accounts={"111111111111": Account("111111111111", "Management", "r-abcd")},
)


def listing(*products: str) -> dict[str, Experience]:
    """Return one experience that governs every account."""
    one = Experience(id="experience.finance", principals=frozenset({TREE.id}), products=frozenset(products))
    return {one.id: one}


@dataclass
class Governing(FakeProgram):
    """A program whose plans have a governing experience; *products* can be bought after the plan."""

    products: Sequence[str] = ("prod-a", "prod-b")

    def plan(
        self, repository: Repository, options: PlanOptions, commit: str | None, tell: Tell, read: ReadingProgress
    ) -> Planning:
        """Return the prepared plan with its course."""
        settings = Settings(file="reconciler.yaml", marketplace=Marketplace("111111111111"))
        planned = super().plan(replace(repository, settings=settings), options, commit, tell, read)
        return replace(planned, course=Course(TREE, (listing("prod-a"), listing(*self.products))))


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (NOTHING_TO_DO, 0),
        (ONE_CHANGE, 0),
        (with_problem(ONE_CHANGE, REFUSED), 4),
        (with_problem(NOTHING_TO_DO, ONLY_OBSERVED), 0),
        (with_problem(ONE_CHANGE, LEFT_OUT), 3),
    ],
)
def test_effective_ends_with_the_code_of_the_plan(made: Plan, code: int) -> None:
    """Errors and refusals have their exit codes; a plan with changes ends with 0."""
    assert command("effective", Governing(made)).code == code


def test_an_unreadable_aws_has_no_answer() -> None:
    """If AWS cannot be read, the command ends with 7."""
    assert command("effective", Governing(failure=Unreadable("no credentials"))).code == 7


def test_effective_answers_in_each_requested_format(here: Path) -> None:
    """Text and JSON are made from the same answer."""
    said = command("effective --product prod-b --format text --format json=a.json", Governing(ONE_CHANGE))
    answer = json.loads((here / "a.json").read_text())
    assert (said.code, answer["groups"][0]["may_buy"]) == (0, {"now": False, "after": True})
    assert said.out == (
        f"""\
Of 1 account, plan {ONE_CHANGE.short_digest} would change the experience of none and the products of 1; 1 would gain
    prod-b, none would lose it.

prod-b
  would gain it: 1 account
    experience.finance
      111111111111 (Management)
"""
    )


def test_effective_of_a_stale_plan_ends_with_5() -> None:
    """A plan file does not contain the organization, so the plan is made again and must be the same."""
    command("plan --out a.plan", Governing(ONE_CHANGE))
    assert command("effective a.plan --account 111111111111", Governing(ONE_CHANGE)).code == 0
    stale = command("effective a.plan", Governing(NOTHING_TO_DO))
    assert (stale.code, stale.out) == (5, "")


def test_an_answer_is_never_written_over_its_plan_file(here: Path) -> None:
    """The error comes before AWS is asked, whichever path names the plan file."""
    command("plan --out a.plan", Governing(ONE_CHANGE))
    (here / "link").symlink_to("a.plan")
    before = (here / "a.plan").read_text()
    for file in ("a.plan", "./a.plan", "link"):
        program = Governing(ONE_CHANGE)
        said = command(f"effective a.plan --format text --format json={file}", program)
        assert (said.code, said.out, program.asked) == (64, "", [])
        assert said.err.startswith(f"error: {Path(file)} is named twice\n")
    assert (here / "a.plan").read_text() == before


def test_the_options_of_effective_reach_the_plan() -> None:
    """The answer is about the plan that the same options make with `plan`, without sales, which it does not show."""
    program = Governing(ONE_CHANGE)
    options = "--select experience.finance --exclude product --no-removals --reject-connections"
    command(f"effective {options} --accept ungoverned@1a2b3c4d", program)
    assert program.asked[-1][1] == PlanOptions(
        whole_organization=True,
        sales=False,
        select=("experience.finance",),
        exclude=("product",),
        no_removals=True,
        reject_connections=True,
        accept=(Acceptance("ungoverned", "1a2b3c4d"),),
    )


def test_full_shows_all_products() -> None:
    """Without --full, fifty products are shown and the others are counted."""
    many = Governing(ONE_CHANGE, products=["prod-a", *(f"prod-{number}" for number in range(50))])
    short, full = command("effective", many).out, command("effective --full", many).out
    assert ("    … and 1 more (--full)\n" in short, "    … and 1 more (--full)\n" in full) == (True, False)
    assert (short.count("prod-"), full.count("prod-")) == (50, 51)


def test_effective_of_a_group_is_a_usage_error() -> None:
    """--product takes a product. A group ends with 64, like any invalid command line."""
    said = command("effective --product group:finance", Governing(ONE_CHANGE))
    assert (said.code, said.out) == (64, "")
    assert said.err.endswith("error: 'group:finance' is a group, not a product\n  hint: name one product\n")


def test_effective_without_a_marketplace_is_an_error() -> None:
    """Without the section marketplace there are no accounts to answer about."""
    said = command("effective", FakeProgram())
    assert (said.code, said.err.splitlines()[-2]) == (64, "error: reconciler.yaml has no section marketplace")


@pytest.mark.parametrize(
    ("asked", "opens"),
    [
        ("", []),
        ("--account Management", ["account", "111111111111"]),
        ("--product prod-a", ["product", "prod-a"]),
    ],
)
def test_a_page_opens_at_what_was_asked_for(asked: str, opens: list[str]) -> None:
    """The page holds the plan of the answer, and its first place is the account or the product."""
    said = command(f"effective {asked} --format html", Governing(ONE_CHANGE))
    page = parsed([said.out])[0]
    assert (said.code, page["command"], page["said"]["opens"]) == (0, "effective", opens)
    assert page["plan"]["digest"] == ONE_CHANGE.digest
    text = command(f"effective {asked}", Governing(ONE_CHANGE)).out
    assert bare(page["said"]["verdict"]) in " ".join(text.split())
