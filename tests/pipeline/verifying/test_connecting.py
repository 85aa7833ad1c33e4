"""A test endpoint reached from inside its VPC; what the machine finds is scripted."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from reconciler.ports import Probe
from tests.observing import ADMITTED, Observatory, ec2, line, statuses, subnet, told

INSIDE = ("resolves", "connects", "certificate")
AT_ONCE: dict[str, Any] = {
    "principals": ADMITTED,
    "acceptance_required": False,
    "private_dns": {"name": "api.example.com", "state": "verified"},
}


@dataclass
class Machine:
    """A machine inside the VPC; *asked* is what it was asked to try."""

    resolved: Callable[[str], Probe] = lambda _: Probe(("10.0.0.1",))
    opened: Probe = field(default_factory=lambda: Probe(()))
    shown: Probe = field(default_factory=lambda: Probe(("api.example.com",)))
    asked: list[tuple[object, ...]] = field(default_factory=list)

    def addresses(self, name: str) -> Probe:
        """Return what the script says."""
        self.asked.append(("addresses", name.partition(".")[0][-1]))
        return self.resolved(name)

    def connect(self, address: str, port: int) -> Probe:
        """Return what the script says."""
        self.asked.append(("connect", address, port))
        return self.opened

    def certificate(self, address: str, port: int, name: str) -> Probe:
        """Return what the script says."""
        self.asked.append(("certificate", address, port, name))
        return self.shown


def test_names_port_and_certificate_are_tried(observatory: Observatory) -> None:
    """Each name is resolved, each address is connected to, and TLS asks for the private DNS name."""
    machine = observatory.prober = Machine(
        lambda name: Probe(("10.0.0.1", "10.0.0.2") if "-us" not in name else ("10.0.0.1",))
    )
    observatory.begin(**AT_ONCE)
    answer = observatory.verify(subnet(), connect=True, port=8443)
    assert statuses(answer, INSIDE) == dict.fromkeys(INSIDE, "green")
    assert told(answer, "connects", "certificate") == {
        "connects": ("green", "10.0.0.1:8443: connected; 10.0.0.2:8443: connected"),
        "certificate": (
            "green",
            (
                "10.0.0.1 for api.example.com: valid, for api.example.com; "
                "10.0.0.2 for api.example.com: valid, for api.example.com"
            ),
        ),
    }
    assert [one for one in machine.asked if one[0] != "addresses"] == [
        ("connect", "10.0.0.1", 8443),
        ("connect", "10.0.0.2", 8443),
        ("certificate", "10.0.0.1", 8443, "api.example.com"),
        ("certificate", "10.0.0.2", 8443, "api.example.com"),
    ]
    assert observatory.live() == []


def test_a_wildcard_name_is_asked_for_with_one_label(observatory: Observatory) -> None:
    """A certificate for `*.example.com` covers each name with one more label."""
    machine = observatory.prober = Machine()
    observatory.begin(**{**AT_ONCE, "private_dns": {"name": "*.example.com", "state": "verified"}})
    observatory.verify(subnet(), connect=True)
    assert machine.asked[-1] == ("certificate", "10.0.0.1", 443, "reconciler.example.com")


def test_the_name_of_a_new_endpoint_may_take_two_minutes(observatory: Observatory) -> None:
    """It is asked for again; a name that never resolves is red, and nothing else is tried."""
    late = iter([Probe(None, "no such name"), Probe(None, "no such name")])
    observatory.prober = Machine(lambda _: next(late, Probe(("10.0.0.1",))))
    observatory.begin(**AT_ONCE)
    assert statuses(observatory.verify(subnet(), connect=True), INSIDE) == dict.fromkeys(INSIDE, "green")
    observatory.prober = Machine(lambda _: Probe(None, "no such name"))
    answer = observatory.verify(subnet(), connect=True)
    assert statuses(answer, INSIDE) == {"resolves": "red", "connects": "grey", "certificate": "grey"}
    assert told(answer, "connects") == {"connects": ("grey", "waits for: The names of the test endpoint resolve")}
    assert observatory.shop.clock.at == 10 + 120


def test_a_resolver_that_does_not_answer_is_grey(observatory: Observatory) -> None:
    """Nothing is known then."""
    observatory.prober = Machine(lambda _: Probe(None, "try again", certain=False))
    observatory.begin(**AT_ONCE)
    assert statuses(observatory.verify(subnet(), connect=True), INSIDE) == dict.fromkeys(INSIDE, "grey")


def test_a_refused_connection_is_red_and_says_what_usually_causes_it(observatory: Observatory) -> None:
    """The program cannot know whether the machine is inside the VPC."""
    observatory.prober = Machine(opened=Probe(None, "no answer in time"))
    observatory.begin(**AT_ONCE)
    vpc = ec2().describe_vpcs()["Vpcs"][0]["VpcId"]
    answer = observatory.verify(subnet(), connect=True)
    assert told(answer, "connects", "certificate") == {
        "connects": (
            "red",
            (
                f"10.0.0.1:443: no answer in time; if this machine is inside {vpc}, a security group of the "
                "endpoint or of the load balancer may not let it in, or no target is healthy, or nothing listens "
                "on port 443"
            ),
        ),
        "certificate": ("grey", "waits for: The test endpoint takes TCP connections"),
    }


def test_a_wrong_certificate_is_red(observatory: Observatory) -> None:
    """The reason is that of the TLS library."""
    observatory.prober = Machine(shown=Probe(None, "the certificate is not valid: certificate has expired"))
    observatory.begin(**AT_ONCE)
    said = "10.0.0.1 for api.example.com: the certificate is not valid: certificate has expired"
    assert told(observatory.verify(subnet(), connect=True), "certificate") == {"certificate": ("red", said)}


def test_without_a_private_name_there_is_no_certificate_to_judge(observatory: Observatory) -> None:
    """The other names are AWS's, for which no seller has a certificate."""
    observatory.prober = Machine()
    observatory.begin(principals=ADMITTED, acceptance_required=False)
    answer = observatory.verify(subnet(), connect=True)
    assert statuses(answer, INSIDE) == {"resolves": "green", "connects": "green", "certificate": "grey"}


@pytest.mark.parametrize("connect", [False, True])
def test_without_an_endpoint_nothing_is_tried(observatory: Observatory, *, connect: bool) -> None:
    """A line that was asked for waits for the endpoint; one that was not says where it can be tried."""
    machine = observatory.prober = Machine()
    observatory.begin(principals=ADMITTED)
    observatory.shop.clock.waking = [observatory.reject]
    answer = observatory.verify(subnet(), connect=connect)
    assert machine.asked == []
    vpc = ec2().describe_vpcs()["Vpcs"][0]["VpcId"]
    said = "waits for: A test endpoint becomes available" if connect else f"can only be tried from inside {vpc}"
    assert line(answer, "connects")["because"] == said


def test_without_connect_two_commands_are_told(observatory: Observatory) -> None:
    """One does it all inside the VPC; the other is for an endpoint that stays."""
    observatory.begin(**AT_ONCE)
    one = subnet()
    assert line(observatory.verify(one), "resolves")["commands"] == [
        f"reconciler verify api --endpoint {one} --connect",
        "openssl s_client -connect api.example.com:443 -servername api.example.com -verify_return_error",
    ]
