"""What is told of an answer, and when two answers are the same for those who are told."""

from dataclasses import replace

import pytest

from reconciler.cli.notifying.message import message_about
from reconciler.model import Address, Plan, SetChange
from reconciler.model.problem import note, warning
from tests.cli.fakes import NOTHING_TO_DO, ONE_CHANGE, REFUSED, with_problem

SAME = ONE_CHANGE.as_json()
UNUSED = note("unused-name", "nothing uses product.datadog", "b.yaml:2:3")
PUBLIC = warning("public-grant", "* is granted", "a.yaml:1:1", "", ONE_CHANGE.changes[0].address)


@pytest.mark.parametrize(
    ("made", "same"),
    [
        (replace(ONE_CHANGE, created_at="2026-11-23T12:00:00Z", commit="abc"), True),
        (with_problem(ONE_CHANGE, UNUSED), True),
        (with_problem(ONE_CHANGE, REFUSED), False),
        (with_problem(ONE_CHANGE, PUBLIC), False),
        (NOTHING_TO_DO, False),
    ],
)
def test_a_token_stands_for_what_is_told(made: Plan, *, same: bool) -> None:
    """Times, commits and notes say nothing else; a refusal and a fault do."""
    tokens = [message_about(plan, "r").token for plan in (SAME, made.as_json())]
    assert (tokens[0] == tokens[1]) == same


def accepting(endpoint: str) -> Plan:
    """Return a plan that accepts one endpoint."""
    accepted = SetChange("accept", frozenset({endpoint}), frozenset(), 0)
    return replace(ONE_CHANGE, changes=(replace(ONE_CHANGE.changes[0], fields=(accepted,)),), operations=())


def test_other_endpoints_that_wait_are_told_again() -> None:
    """The digest does not cover acceptances, so their endpoints tell two drifts apart."""
    plans = [accepting("vpce-1"), accepting("vpce-1"), accepting("vpce-2")]
    first, same, other = (message_about(plan.as_json(), "r").token for plan in plans)
    assert plans[0].digest == plans[2].digest
    assert (first == same, first == other) == (True, False)


def test_messages_of_two_repositories_are_never_the_same() -> None:
    """A FIFO topic would deliver only one of them."""
    one, other = (message_about(SAME, repository) for repository in ("a", "b"))
    assert (one.token == other.token, one.group == other.group) == (False, False)


def test_a_subject_is_a_line_of_ascii_that_sns_takes() -> None:
    """SNS takes less than 100 characters."""
    subject = message_about(SAME, f"Zürich\n{'x' * 200}").subject
    assert (len(subject), subject[:34]) == (99, "reconciler: drift in Z?rich?xxxxxx")


def test_a_message_with_many_changes_has_a_size_that_sns_takes() -> None:
    """With the text for chats as well; 20,000 objects take a fraction of a second."""
    (change,) = ONE_CHANGE.changes
    changes = [replace(change, address=Address("experience", f"e{at}")) for at in range(20_000)]
    message = message_about({**SAME, "changes": [one.as_json() for one in changes]}, "r" * 5000)
    assert (len(message.body) <= 240 * 1024, len(message.chat) <= 256 * 1024) == (True, True)
