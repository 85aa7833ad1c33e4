"""Names with numbers are listed in numeric order, and the digest does not depend on the order."""

from dataclasses import replace

from reconciler.pipeline import effective
from reconciler.render import plan_lines
from tests.turns import ADS, DELEGATE, MEMBER, Turns, experience, world

NAMES = ["experience.account-2", "experience.account-10", "experience.account-11"]


def three(turns: Turns) -> None:
    """Add a product to each of three experiences with numbers in their names."""
    numbers = {"2": ADS, "10": DELEGATE, "11": MEMBER}
    turns.twin.reset(world(*(experience(f"Account {number}", principals=[id_]) for number, id_ in numbers.items())))
    items = (f"account-{number}: {{title: Account {number}, products: {{allow: [prod-a]}}}}" for number in numbers)
    turns.wish(f"{{kind: experience, items: {{{', '.join(items)}}}}}")


def test_a_plan_shows_its_changes_by_number(turns: Turns) -> None:
    """JSON and text list two before ten."""
    three(turns)
    plan = turns.plan().plan.as_json()
    assert [change["address"] for change in plan["changes"]] == NAMES
    text = list(plan_lines(plan))
    assert [line.split()[2] for line in text if line.startswith("~ update")] == NAMES


def test_remaining_objects_are_told_by_number(turns: Turns) -> None:
    """The objects of one call are in this order as well."""
    three(turns)
    turns.twin.faults.fail_change("AllowProductProcurement", "CLIENT_ERROR", "No.", times=3)
    assert turns.apply().as_json()["remaining"] == NAMES


def test_governing_experiences_are_told_by_number(turns: Turns) -> None:
    """Groups and catalogues are in this order; ungoverned accounts come first."""
    three(turns)
    answer = effective(turns.plan())
    assert [group["now"] for group in answer["groups"]] == [None, *NAMES]
    assert list(answer["catalogues"]) == NAMES


def test_a_digest_does_not_depend_on_the_order_of_changes(turns: Turns) -> None:
    """A plan that was saved or accepted earlier keeps its digest."""
    three(turns)
    made = turns.plan().plan
    assert replace(made, changes=made.changes[::-1]).digest == made.digest
