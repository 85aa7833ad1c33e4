"""An operation on its way: when it is looked at again, and what is said of where it is."""

import pytest

from reconciler.execute.attempt import Attempt
from reconciler.model import Address, Operation, Request
from tests.verbs import VERB

FINANCE = Address("experience", "finance")


def attempt() -> Attempt:
    """Begin an attempt at one change of an experience."""
    request = Request(address=FINANCE, verb=VERB["UpdateExperience"], details={"Name": "New"}, remote_id="exp-1")
    operation = Operation(
        id="op-1",
        after=(),
        account="111111111111",
        region="us-east-1",
        service="marketplace-catalog",
        action="StartChangeSet",
        parameters={"Catalog": "AWSMarketplace", "ChangeSet": []},
        requests=(request,),
    )
    return Attempt(operation, operation.requests, deadline=1800.0, due=0.0)


def sent() -> Attempt:
    """Return one whose change set AWS has taken at 10 seconds."""
    begun = attempt()
    begun.write((), 1, None)
    begun.started("cs-1", 10.0, 0.0)
    return begun


def test_pauses_between_looks_at_a_set_grow_to_fifteen_seconds() -> None:
    """One second, half as much more each time, 15 at most: sets take from seconds to minutes."""
    begun, pauses = sent(), [1.0]
    for _ in range(8):
        begun.look_again(begun.due, 0.0)
        pauses.append(begun.due - 10.0 - sum(pauses))
    assert pauses == pytest.approx([1, 1.5, 2.25, 3.375, 5.0625, 7.59375, 11.390625, 15, 15])


def test_chance_puts_off_a_look_by_a_quarter_at_most() -> None:
    """Many sets are not asked about at once."""
    begun = attempt()
    begun.look_again(0.0, 1.0)
    assert begun.due == 1.25


def test_what_failed_is_sent_again_after_five_to_ten_seconds() -> None:
    """Under the next name, when the first has come to nothing."""
    begun = sent()
    begun.over("No.")
    begun.send_again(100.0, 0.0)
    assert (begun.due, begun.next_name, begun.change_set_id) == (105.0, "op-1.retry", None)
    begun.send_again(100.0, 1.0)
    assert begun.due == 110.0


def test_it_is_said_where_an_operation_is() -> None:
    """From nothing at all to a set that did not come through; of an own call, that nobody knows."""
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
        "change set cs-1 did not come through",
        "whether the call was carried out is unknown",
        "vpce-svc-1 was created",
    ]
