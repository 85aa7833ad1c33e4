"""The budget of a plan: calls, quotas, what reading has spent, and how long the calls are expected to take."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reconciler.model import Address, Operation, Spent
from reconciler.pipeline.planning.budget import budget
from tests.operations import operation
from tests.verbs import asking

OPERATION = operation(1)
READING = Spent({"ListEntities": 2}, seconds=1.26)


def test_a_budget_counts_calls_and_the_seconds_that_the_quotas_require() -> None:
    """Each of the two calls has a quota of five a second (catalog 2)."""
    tag = replace(OPERATION, action="TagResource", requests=(asking("TagResource"),))
    made = budget([OPERATION, tag, OPERATION, OPERATION], Spent())
    assert made["calls"] == {"StartChangeSet": 3, "TagResource": 1}
    assert made["seconds_at_quota"] == 0.8


PERMIT = "ModifyVpcEndpointServicePermissions"


def edits(number: int, action: str = PERMIT, account: str = "1", region: str = "us-east-1") -> list[Operation]:
    """Return operations that call EC2."""
    requests = (asking(action),)
    return [
        replace(OPERATION, service="ec2", action=action, account=account, region=region, requests=requests)
    ] * number


def test_calls_of_ec2_draw_on_buckets() -> None:
    """Permissions have fifty edits at once and five a second after that; other calls have less (privatelink 1.11)."""
    assert budget(edits(50), Spent())["seconds_at_quota"] == 0.0
    assert budget(edits(500), Spent())["seconds_at_quota"] == 90.0
    assert budget(edits(12, "ModifyVpcEndpointServiceConfiguration"), Spent())["seconds_at_quota"] == 2.0
    assert budget(edits(120, "CreateTags"), Spent())["seconds_at_quota"] == 2.0


def test_each_account_region_and_action_has_a_bucket_of_its_own() -> None:
    """The buckets are filled at the same time, independently of the catalogue's quotas."""
    calls = [
        *edits(100, account="888888888888"),
        *edits(100, account="777777777777"),
        *edits(100, region="eu-west-1"),
        *edits(5, "RejectVpcEndpointConnections"),
        *[OPERATION] * 20,
    ]
    made = budget(calls, Spent())
    assert made["calls"] == {
        "ModifyVpcEndpointServicePermissions": 300,
        "RejectVpcEndpointConnections": 5,
        "StartChangeSet": 20,
    }
    assert made["seconds_at_quota"] == 10.0


def test_a_plan_without_operations_has_a_budget() -> None:
    """Nothing is to be written, and reading AWS has been paid for."""
    assert budget([], READING) == {
        "calls": {},
        "seconds_at_quota": 0.0,
        "reading": {"calls": {"ListEntities": 2}, "throttled": 0, "seconds": 1.3},
        "expected_seconds": 0,
        "schedule": {},
    }


def chained(*waits: tuple[int, ...], action: str = "") -> list[Operation]:
    """Return operations op-1, op-2, …: change sets, each after the operations of these numbers, or calls *action*."""
    requests = (asking(action),) if action else OPERATION.requests
    return [
        replace(OPERATION, id=f"op-{number}", after=tuple(f"op-{one}" for one in after), requests=requests)
        for number, after in enumerate(waits, 1)
    ]


def expected(operations: list[Operation]) -> int:
    """Return the seconds that *operations* are expected to take."""
    return budget(operations, READING)["expected_seconds"]


def test_a_change_set_is_expected_to_take_half_a_minute() -> None:
    """It takes its call and 30 s in AWS; one that waits for it begins when it has ended (catalog 1.6)."""
    assert expected(chained(())) == 31
    assert expected(chained((), (1,))) == 62
    assert expected(chained((), (1,), (2,))) == 93
    assert expected(chained((), ())) == 32


def test_calls_of_ec2_are_sent_while_change_sets_run() -> None:
    """The demo's plan: two change sets, one after the other, and four calls, one of which waits for another."""
    sets, calls = chained((), (1,)), chained((), (), (), (), (), (), (5,), action=PERMIT)[3:]
    assert expected([*sets, *calls]) == 62
    assert expected(calls) == 4


def test_change_sets_are_expected_to_start_at_their_quota() -> None:
    """Five start in a second, and all run at a time: the last of sixty starts after 11.8 s (catalog 2)."""
    assert expected(chained(*[()] * 10)) == 33
    assert expected(chained(*[()] * 60)) == 43
    assert expected(chained(*[()] * 1000)) == 231


def test_edits_of_different_services_are_expected_side_by_side() -> None:
    """Eight calls at a time; those of one service are sent one after the other."""
    services = [Address("endpoint_service", f"s{number}") for number in range(100)]
    requests = [replace(asking(PERMIT), address=address) for address in services]
    different = [replace(one, requests=(request,)) for one, request in zip(edits(100), requests, strict=True)]
    named = [replace(one, id=f"op-{number}") for number, one in enumerate(different)]
    assert expected(named) == 13
    assert expected([replace(one, id=f"op-{number}") for number, one in enumerate(edits(100))]) == 100


def test_a_budget_says_when_each_call_begins_and_ends() -> None:
    """A change set that waits for another one begins when that one has ended; five change sets start in a second."""
    made = budget(chained((), (), (1,)), READING)
    assert made["schedule"] == {
        "op-1": {"begins": 0.0, "ends": 31.0},
        "op-2": {"begins": 0.2, "ends": 31.2},
        "op-3": {"begins": 31.0, "ends": 62.0},
    }
    assert made["expected_seconds"] == 62


def test_calls_are_expected_to_wait_for_their_buckets() -> None:
    """Of sixty new services, ten are made at once, then one a second; each takes a second (privatelink 1.11)."""
    services = [Address("endpoint_service", f"s{number}") for number in range(60)]
    create = asking("CreateVpcEndpointServiceConfiguration")
    calls = edits(60, "CreateVpcEndpointServiceConfiguration")
    named = [
        replace(one, id=f"op-{number}", requests=(replace(create, address=address),))
        for number, (one, address) in enumerate(zip(calls, services, strict=True))
    ]
    made = budget(named, READING)
    begins = [made["schedule"][f"op-{number}"]["begins"] for number in (0, 8, 9, 10, 11, 12, 59)]
    assert begins == [0.0, 1.0, 1.0, 1.0, 2.0, 3.0, 50.0]
    assert (made["seconds_at_quota"], made["expected_seconds"]) == (50.0, 51)


def test_a_plan_is_never_expected_to_beat_the_quotas() -> None:
    """Thirty creations of endpoint services: ten at once, then one a second (privatelink 1.11)."""
    slow = budget(edits(30, "CreateVpcEndpointServiceConfiguration"), READING)
    assert (slow["seconds_at_quota"], slow["expected_seconds"]) == (20.0, 30)


@given(st.lists(st.lists(st.integers(0, 30), max_size=3), max_size=30))
def test_the_expected_time_lies_between_chain_and_sum(waits: list[list[int]]) -> None:
    """No plan is faster than its longest chain, or slower than all its operations one after the other."""
    after = [tuple({one % number + 1 for one in some}) if number else () for number, some in enumerate(waits)]
    ends: dict[int, int] = {}
    for number, some in enumerate(after, 1):
        ends[number] = 31 + max((ends[one] for one in some), default=0)
    assert max(ends.values(), default=0) <= expected(chained(*after)) <= 31 * len(waits)
