"""One attempt at an operation: when AWS is asked about it again, and the words that describe its state."""

from dataclasses import replace

import pytest

from reconciler.execute.attempt import Attempt
from reconciler.model import Address, Request
from tests.operations import operation
from tests.verbs import VERB

FINANCE = Address("experience", "finance")


def attempt() -> Attempt:
    """Return an attempt at one change of an experience."""
    request = Request(address=FINANCE, verb=VERB["UpdateExperience"], details={"Name": "New"}, remote_id="exp-1")
    return Attempt(replace(operation(1), requests=(request,)), (request,), deadline=1800.0, due=0.0)


def sent() -> Attempt:
    """Return an attempt whose change set AWS accepted at second 10."""
    begun = attempt()
    begun.write((), 1, None)
    begun.started("cs-1", 10.0, 0.0)
    return begun


def test_pauses_between_looks_at_a_set_grow_to_fifteen_seconds() -> None:
    """The first pause is one second and each next one is half as long again, 15 seconds at most."""
    begun, pauses = sent(), [1.0]
    for _ in range(8):
        begun.look_again(begun.due, 0.0)
        pauses.append(begun.due - 10.0 - sum(pauses))
    assert pauses == pytest.approx([1, 1.5, 2.25, 3.375, 5.0625, 7.59375, 11.390625, 15, 15])


def test_chance_puts_off_a_look_by_a_quarter_at_most() -> None:
    """Random delays spread the requests about many sets over time."""
    begun = attempt()
    begun.look_again(0.0, 1.0)
    assert begun.due == 1.25


def test_a_failed_set_is_sent_again_after_five_to_ten_seconds() -> None:
    """The next set has the next name, because the first one has failed."""
    begun = sent()
    begun.over("No.")
    begun.send_again(100.0, 0.0)
    assert (begun.due, begun.sent.next_name, begun.change_set_id) == (105.0, "op-1.retry", None)
    begun.send_again(100.0, 1.0)
    assert begun.due == 110.0


def test_the_state_of_an_attempt_is_reported() -> None:
    """A change set and an EC2 call each have their own words, from "nothing was sent" to the end."""
    begun = attempt()
    told = [begun.whereabouts]
    begun.write((), 1, None)
    told.append(begun.whereabouts)
    begun.started("cs-1", 0.0, 0.0)
    told.append(begun.whereabouts)
    begun.over("No.")
    told.append(begun.whereabouts)
    called = attempt()
    called.token = "token-1"
    told.append(called.whereabouts)
    called.created_id = "vpce-svc-1"
    told.append(called.whereabouts)
    assert told == [
        "nothing was sent",
        "whether a change set was started is unknown",
        "change set cs-1 was sent",
        "change set cs-1 did not succeed",
        "whether the call was carried out is unknown",
        "vpce-svc-1 was created",
    ]
