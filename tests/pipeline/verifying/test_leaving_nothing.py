"""Whatever happens to a run, its test endpoint is removed: by the run itself, or by a later one."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.pipeline.verifying.leases import Lease, leftovers
from reconciler.ports import Consumer, ConsumerEndpoint, WantedEndpoint
from tests.observing import ADMITTED, NAME, Observatory, ec2, line, statuses, subnet, told
from tests.pipeline.sellers.killing import Killed

AT_ONCE: dict[str, Any] = {"principals": ADMITTED, "acceptance_required": False}
OVER = 1200.0
"""Seconds after which the lease of a run is over."""


@dataclass
class Mortal:
    """The observer of a process that is killed at a call of *operation*; nothing is called afterwards."""

    consumer: Consumer
    operation: str
    carried: bool
    dead: bool = False

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the consumer has
        if self.dead:
            raise Killed
        return getattr(self.consumer, name)

    def create(self, wanted: WantedEndpoint) -> str:
        """Create an endpoint, or be killed."""
        return str(self._call("create", wanted))

    def delete(self, endpoint_id: str) -> None:
        """Delete an endpoint, or be killed."""
        self._call("delete", endpoint_id)

    def _call(self, name: str, asked: object) -> object:
        dies = self.dead or name == self.operation
        answer = getattr(self.consumer, name)(asked) if not dies or (self.carried and not self.dead) else None
        if dies:
            self.dead = True
            raise Killed
        return answer


def kill(observatory: Observatory, operation: str, *, carried: bool) -> None:
    """Verify with an endpoint, and be killed at a call."""
    observatory.wrap = lambda consumer: Mortal(consumer, operation, carried)
    with pytest.raises(Killed):
        observatory.verify(subnet())
    observatory.wrap = lambda consumer: consumer


@pytest.mark.parametrize("operation", ["create", "delete"])
@pytest.mark.parametrize("carried", [False, True])
def test_a_killed_run_leaves_nothing_behind_for_long(
    observatory: Observatory, operation: str, *, carried: bool
) -> None:
    """A new run after the lease removes what was left, and ends with an endpoint of its own removed."""
    observatory.begin(**AT_ONCE)
    kill(observatory, operation, carried=carried)
    left = observatory.live()
    assert len(left) == ((operation == "create") == carried)
    observatory.shop.clock.at += OVER
    answer = observatory.verify(subnet())
    said = f"removed {left[0]}, which a run that was killed had left" if left else "none was found"
    assert told(answer, "leftovers") == {"leftovers": ("green", said)}
    assert statuses(answer, ["endpoint", "removed"]) == {"endpoint": "green", "removed": "green"}
    assert observatory.live() == []
    assert (f"It removes {left[0]} first." in observatory.asked) if left else True


def test_looking_tells_what_a_killed_run_has_left(observatory: Observatory) -> None:
    """A run that only reads removes nothing: it says what costs money, and what removes it."""
    observatory.begin(**AT_ONCE)
    kill(observatory, "create", carried=True)
    observatory.shop.clock.at += OVER
    answer = observatory.verify()
    (left,) = observatory.live()
    assert line(answer, "leftovers")["status"] == "red"
    assert left in line(answer, "leftovers")["because"]
    assert line(answer, "leftovers")["commands"] == ["reconciler verify api --endpoint SUBNET"]
    assert observatory.written() == {}


def test_what_is_left_is_removed_even_where_no_endpoint_can_be_created(observatory: Observatory) -> None:
    """The service is not granted any more; the endpoint of the killed run goes all the same."""
    observatory.begin(**AT_ONCE)
    kill(observatory, "create", carried=True)
    observatory.shop.clock.at += OVER
    ec2("888888888888").modify_vpc_endpoint_service_permissions(
        ServiceId=NAME.rpartition(".")[2], RemoveAllowedPrincipals=ADMITTED
    )
    (left,) = observatory.live()
    observatory.asked.clear()
    answer = observatory.verify(subnet())
    assert observatory.asked == [f"It removes {left} first."]
    assert told(answer, "visible", "leftovers")["leftovers"][0] == "green"
    assert (observatory.live(), observatory.written()) == ([], {"DeleteVpcEndpoints": 1})


def test_two_runs_at_once_keep_each_other_s_endpoint(observatory: Observatory) -> None:
    """While one run waits, another one begins and ends; it leaves the endpoint of the first, and says so."""
    observatory.begin(principals=ADMITTED)
    second: list[dict[str, Any]] = []

    def begin_another() -> None:
        first = next(iter(observatory.endpoints()))
        observatory.shop.clock.waking = [accept_all]
        second.append({"first": first, "answer": observatory.verify(subnet())})
        assert observatory.live() == [first]

    def accept_all() -> None:
        for endpoint, state in observatory.endpoints().items():
            if state == "pendingAcceptance":
                observatory.accept(endpoint)

    observatory.shop.clock.waking = [begin_another]
    answer = observatory.verify(subnet())
    (other,) = second
    assert told(other["answer"], "leftovers") == {
        "leftovers": ("grey", f"{other['first']} is in use by another run until 2026-11-22T10:20:00Z")
    }
    assert statuses(other["answer"], ["endpoint", "removed"]) == {"endpoint": "green", "removed": "green"}
    assert statuses(answer, ["endpoint", "removed"]) == {"endpoint": "green", "removed": "green"}
    assert observatory.live() == []


@pytest.mark.parametrize("value", ["", "mine", "run until tomorrow", "run until 2026-99-99T00:00:00Z"])
def test_an_endpoint_with_a_tag_that_no_run_writes_is_never_removed(observatory: Observatory, value: str) -> None:
    """Only endpoints of this program are removed: the tag has to have the form that it writes."""
    observatory.begin(**AT_ONCE)
    tags = [{"ResourceType": "vpc-endpoint", "Tags": [{"Key": "reconciler:verify", "Value": value}]}]
    vpc = ec2().describe_vpcs()["Vpcs"][0]["VpcId"]
    asked = {"VpcEndpointType": "Interface", "VpcId": vpc, "ServiceName": NAME, "TagSpecifications": tags}
    mine = ec2().create_vpc_endpoint(**asked)["VpcEndpoint"]["VpcEndpointId"]
    observatory.shop.clock.at += OVER
    answer = observatory.verify(subnet())
    assert told(answer, "leftovers") == {
        "leftovers": (
            "grey",
            f"{mine} has the tag reconciler:verify with a value that no run writes: look at it yourself",
        )
    }
    assert observatory.live() == [mine]


def test_a_lost_answer_creates_no_second_endpoint(observatory: Observatory) -> None:
    """The call is sent again with the same token, which finds the endpoint that the first one made."""
    observatory.begin(**AT_ONCE)
    observatory.shop.twin.faults.lose_answer("CreateVpcEndpoint")
    answer = observatory.verify(subnet())
    assert len(observatory.endpoints()) == 1
    assert statuses(answer, ["endpoint", "removed"]) == {"endpoint": "green", "removed": "green"}
    assert observatory.live() == []


def test_an_endpoint_of_unanswered_calls_is_found_by_its_tag(observatory: Observatory) -> None:
    """Whether a call without answer made an endpoint is not known; it is looked for and removed."""
    observatory.begin(**AT_ONCE)
    observatory.shop.twin.faults.lose_answer("CreateVpcEndpoint", times=3)
    answer = observatory.verify(subnet())
    (made,) = observatory.endpoints()
    assert told(answer, "removed") == {"removed": ("green", made)}
    assert (line(answer, "endpoint")["status"], observatory.live()) == ("grey", [])


def test_a_call_that_never_arrives_leaves_nothing(observatory: Observatory) -> None:
    """Three throttled calls make no endpoint, and none is there to remove."""
    observatory.begin(**AT_ONCE)
    observatory.shop.twin.faults.throttle("CreateVpcEndpoint", times=3)
    answer = observatory.verify(subnet())
    assert line(answer, "removed")["status"] == "grey"
    assert (line(answer, "endpoint")["status"], observatory.endpoints()) == ("grey", {})


def test_a_lost_answer_to_the_removal_is_asked_for_again(observatory: Observatory) -> None:
    """An endpoint that is gone already is no failure."""
    observatory.begin(**AT_ONCE)
    observatory.shop.twin.faults.lose_answer("DeleteVpcEndpoints")
    answer = observatory.verify(subnet())
    assert (line(answer, "removed")["status"], observatory.live()) == ("green", [])


def test_ctrl_c_ends_the_wait_and_removes_the_endpoint(observatory: Observatory) -> None:
    """The first Ctrl-C is obeyed after the removal, and the user is told that it was removed."""
    observatory.begin(principals=ADMITTED)
    observatory.shop.clock.waking = [observatory.interrupt]
    with pytest.raises(KeyboardInterrupt):
        observatory.verify(subnet())
    (made,) = observatory.endpoints()
    assert observatory.told[-1] == f"Interrupted: The test endpoint is removed: {made}"
    assert observatory.live() == []
    assert observatory.shop.clock.at == 5


def test_ctrl_c_during_the_creation_removes_the_endpoint(observatory: Observatory) -> None:
    """The answer of the call is still taken."""
    observatory.begin(**AT_ONCE)
    observatory.shop.twin.faults.after("CreateVpcEndpoint", observatory.interrupt)
    with pytest.raises(KeyboardInterrupt):
        observatory.verify(subnet())
    assert (len(observatory.endpoints()), observatory.live()) == (1, [])


def test_a_bug_in_looking_removes_the_endpoint(observatory: Observatory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is raised while the endpoint is there, it is removed first."""
    observatory.begin(**AT_ONCE)

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("reconciler.pipeline.verifying.verification.names_line", broken)
    with pytest.raises(ZeroDivisionError):
        observatory.verify(subnet())
    assert (len(observatory.endpoints()), observatory.live()) == (1, [])


MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - st adds it


@given(run=st.uuids().map(str), now=MOMENTS, seconds=st.integers(1, 100_000))
def test_a_lease_is_read_as_it_was_written(run: str, now: datetime, seconds: int) -> None:
    """It is in use until its moment, and over from then on."""
    lease = Lease.begun(run, now, seconds)
    assert Lease.read(str(lease)) == lease
    endpoint = ConsumerEndpoint(
        id="vpce-1", service_name=NAME, vpc="vpc-1", state="available", tags={"reconciler:verify": str(lease)}
    )
    assert leftovers([endpoint], now.replace(microsecond=0)).in_use == ((endpoint, lease.until),)
    assert leftovers([endpoint], lease.until).over == (endpoint,)
