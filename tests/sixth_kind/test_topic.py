"""A kind is only a folder: this one plans, is proven and applied like those of the package."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from reconciler.explanations import read_explanations
from reconciler.kinds import all_kinds
from reconciler.pipeline import load
from reconciler.render import explanation_lines
from tests.selling import HOME, Shop, balancer, refusals, shop_on_twin, world
from tests.sixth_kind.topic import KIND

PACKAGE = Path(__file__).parents[2] / "reconciler"
WISH = f"""
    kind: endpoint_service
    name: api
    region: {HOME}
    load_balancers: ["{balancer()}"]
    ---
    kind: topic
    name: alerts
    region: {HOME}
    display_name: Alerts
    service: api
"""

ARN = f"arn:aws:sns:{HOME}:888888888888:alerts"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """Yield a seller whose repository knows topics, with a load balancer and nothing else."""
    with shop_on_twin(tmp_path) as made:
        made.twin.reset(world(spare=[balancer()]))
        made.kinds = {**all_kinds(), "topic": KIND}
        yield made


def test_a_topic_names_a_service_that_the_same_plan_creates(shop: Shop) -> None:
    """The plan says which call returns the id, it is applied, and the next plan is empty."""
    shop.wish(WISH)
    planning = shop.plan()
    assert refusals(planning.plan) == []
    told = [(one.id, one.action, one.after) for one in planning.plan.operations]
    assert told == [
        ("op-1", "CreateVpcEndpointServiceConfiguration", ()),
        ("op-2", "CreateTopic", ()),
        ("op-3", "SetTopicAttributes", ("op-2",)),
        ("op-4", "SetTopicAttributes", ("op-1", "op-2")),
    ]
    policy = planning.plan.operations[3].parameters["AttributeValue"]
    assert (policy["known_after"], policy["address"]) == ("op-1", "endpoint_service.api")
    shop.converge()
    attributes = sns(shop).get_topic_attributes(TopicArn=ARN)["Attributes"]
    assert attributes["DisplayName"] == "Alerts"
    assert shop.named("api").id in attributes["Policy"]


def test_a_topic_is_changed_and_deleted(shop: Shop) -> None:
    """Each takes one call; a topic that no document names is listed and stays."""
    shop.wish(WISH)
    shop.converge()
    shop.wish(WISH.replace("Alerts", "Alarms"))
    assert [one.action for one in shop.plan().plan.operations] == ["SetTopicAttributes"]
    shop.converge()
    shop.wish(f"{{kind: topic, name: alerts, region: {HOME}, state: absent}}")
    assert [(one.address.kind, one.action.value) for one in shop.plan().plan.changes] == [("topic", "delete")]
    assert refusals(shop.plan().plan) == [("delete", f"topic.alerts ({ARN}) would be deleted, which cannot be undone")]
    shop.converge(accept=["delete"])
    assert sns(shop).list_topics()["Topics"] == []


def test_a_bad_document_is_one_clear_error(shop: Shop) -> None:
    """The schema finds it, as for every kind."""
    shop.wish(f"{{kind: topic, name: alerts, region: {HOME}, displayname: x}}")
    shop.settings()
    (told,) = load(shop.folder / "reconciler.yaml", shop.kinds, today=shop.clock.now().date()).errors
    assert (told.code, told.message) == ("unknown-field", "unknown field 'displayname'")
    assert "display_name" in (told.hint or "")


def test_a_problem_of_the_kind_is_explained(shop: Shop) -> None:
    """The kind's folder says what its own code means; the list of all codes has it among the kinds."""
    shop.wish(WISH.replace("Alerts", "Alerts of all services"))
    shop.settings()
    (told,) = load(shop.folder / "reconciler.yaml", shop.kinds, today=shop.clock.now().date()).problems
    known = read_explanations(kind.problems for kind in shop.kinds.values())
    assert (told.code, *known[told.code].severity) == ("long-display-name", told.severity)
    assert list(explanation_lines(known[told.code])) == [
        "long-display-name (note)",
        "  text messages show only the beginning of a display name",
        "",
        "What it means",
        "  A text message of SNS begins with the first 10 characters of the topic's display name.",
        "",
        "What to do",
        "  If subscribers get text messages, choose a display name of at most 10 characters.",
    ]


def test_nothing_of_the_package_knows_of_the_kind() -> None:
    """The kind edits no file of the package."""
    words = ("CreateTopic", "SetTopicAttributes", "DeleteTopic", "sixth_kind", '"topic"')
    knowing = [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if any(word in path.read_text("utf-8") for word in words)
    ]
    assert knowing == []


def test_contributing_lists_the_files_of_a_kind() -> None:
    """The list in CONTRIBUTING.md and the folder have the same files."""
    section = (PACKAGE.parent / "CONTRIBUTING.md").read_text("utf-8").partition("## Adding a kind")[2]
    listed = set(re.findall(r"^\| `([a-z_.A-Z]+)` \|", section, re.MULTILINE))
    assert listed == {path.name for path in Path(__file__).with_name("topic").iterdir() if path.is_file()}


def sns(shop: Shop) -> Any:  # noqa: ANN401 - botocore has no types
    """Return a client of the seller's SNS, as another user has it."""
    environment = shop.twin.environment("888888888888")
    return boto3.client(
        "sns",
        region_name=HOME,
        endpoint_url=environment["AWS_ENDPOINT_URL"],
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
    )
