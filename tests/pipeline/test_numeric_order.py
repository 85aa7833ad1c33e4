"""Names with numbers are listed in numeric order, and the digest does not depend on the order."""

from dataclasses import replace

from reconciler.pipeline import effective
from reconciler.render import plan_lines
from tests.trial import ADS, DELEGATE, MEMBER, Trial, experience, world

NAMES = ["experience.account-2", "experience.account-10", "experience.account-11"]


def three(trial: Trial) -> None:
    """Add a product to each of three experiences with numbers in their names."""
    numbers = {"2": ADS, "10": DELEGATE, "11": MEMBER}
    trial.twin.reset(world(*(experience(f"Account {number}", principals=[id_]) for number, id_ in numbers.items())))
    items = (f"account-{number}: {{title: Account {number}, products: {{allow: [prod-a]}}}}" for number in numbers)
    trial.wish(f"{{kind: experience, items: {{{', '.join(items)}}}}}")


def test_a_plan_shows_its_changes_by_number(trial: Trial) -> None:
    """JSON and text list two before ten."""
    three(trial)
    plan = trial.plan().plan.as_json()
    assert [change["address"] for change in plan["changes"]] == NAMES
    text = list(plan_lines(plan))
    assert [line.split()[2] for line in text if line.startswith("~ update")] == NAMES


def test_remaining_objects_are_reported_by_number(trial: Trial) -> None:
    """The objects of one call are in this order as well."""
    three(trial)
    trial.twin.faults.fail_change("AllowProductProcurement", "CLIENT_ERROR", "No.", times=3)
    assert trial.apply().as_json()["remaining"] == NAMES


def test_governing_experiences_are_reported_by_number(trial: Trial) -> None:
    """Groups and catalogues are in this order; ungoverned accounts come first."""
    three(trial)
    answer = effective(trial.plan(whole_organization=True))
    assert [group["now"] for group in answer["groups"]] == [None, *NAMES]
    assert list(answer["catalogues"]) == NAMES


def test_a_digest_does_not_depend_on_the_order_of_changes(trial: Trial) -> None:
    """A plan that was saved or accepted earlier keeps its digest."""
    three(trial)
    made = trial.plan().plan
    assert replace(made, changes=made.changes[::-1]).digest == made.digest
