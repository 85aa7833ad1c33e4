"""Any list of principals becomes the desired list by one apply with the fewest calls."""

import json
from collections.abc import Mapping
from dataclasses import replace
from math import ceil
from typing import NamedTuple

from hypothesis import example, given
from hypothesis import strategies as st

from tests.fakes.endpoint_services import SETTINGS, FakeEndpointServices
from tests.kinds.endpoint_service.planning import calls, carried_out, planned, root

PERMIT = "ModifyVpcEndpointServicePermissions"
ACCOUNTS = [f"{number:012d}" for number in range(1, 13)]
SPELLINGS = [
    *ACCOUNTS,
    *(f"arn:aws:iam::{account}:root" for account in ACCOUNTS[:4]),
    *(f"arn:aws:iam::{account}:role/reader" for account in ACCOUNTS[:4]),
    *(f"arn:aws:iam::{account}:role/some/path/reader" for account in ACCOUNTS[:4]),
    "arn:aws:iam::000000000001:user/somebody",
    "vpce.amazonaws.com",
]
ELSEWHERE = ["*", "AIDAEXAMPLEEXAMPLE01", "arn:aws:organizations::111111111111:ou/o-abcdef1234/ou-abcd-01234567"]
"""Principals that AWS may hold and that these documents do not name."""
FORMS = [ACCOUNTS[0], ACCOUNTS[1], "arn:aws:iam::000000000001:role/some/path/reader", "000000000013"]
"""Forms in which AWS may list a grant and which these documents do not use."""


def kept(spelling: str) -> str:
    """Return the form that AWS keeps, computed independently."""
    if spelling.isdigit():
        return root(spelling)
    kind, _, name = spelling.partition("/")
    return f"{kind}/{name.split('/')[-1]}" if name else spelling


class Wished(NamedTuple):
    """The desired list of one service: its mode, and the principals that each document names."""

    mode: str
    documents: tuple[frozenset[str], ...]
    granted: frozenset[str]

    @property
    def named(self) -> frozenset[str]:
        """Return the principals of all documents, in the form that AWS keeps."""
        return frozenset(kept(spelling) for document in self.documents for spelling in document)

    @property
    def wanted(self) -> frozenset[str]:
        """Return the list that must result; a grant stays in the form in which AWS lists it."""
        stay = frozenset(one for one in self.granted if self.mode == "additive" or kept(one) in self.named)
        return stay | (self.named - {kept(one) for one in stay})

    @property
    def edits(self) -> int:
        """Count the members that change."""
        return len(self.wanted ^ self.granted)


SPELT = st.frozensets(st.sampled_from(SPELLINGS), max_size=12)
SERVICES = st.lists(
    st.builds(
        Wished,
        st.sampled_from(["additive", "exclusive"]),
        st.lists(SPELT, max_size=3).map(tuple),
        st.frozensets(st.sampled_from([kept(one) for one in SPELLINGS] + ELSEWHERE + FORMS), max_size=12),
    ),
    max_size=5,
)


def text_of(services: list[Wished]) -> str:
    """Return the documents, one for each customer."""
    documents: list[Mapping[str, object]] = []
    for number, wished in enumerate(services):
        service = {"kind": "endpoint_service", "name": f"s{number}", "region": "us-east-1", "id": id_of(number)}
        documents.append({**service, "principals": wished.mode})
        for position, members in enumerate(wished.documents):
            name, service_name = f"c{number}-{position}", f"s{number}"
            feeds = {"kind": "allowed_principals", "name": name, "service": service_name, "principals": sorted(members)}
            documents.append(feeds)
    return "\n---\n".join(json.dumps(document) for document in documents)


def id_of(number: int) -> str:
    """Return the id of a service."""
    return f"vpce-svc-{number:017x}"


def world_of(services: list[Wished]) -> FakeEndpointServices:
    """Return the live services, and one that no document names."""
    there = FakeEndpointServices(others=1)
    for number, wished in enumerate(services):
        there.add(id_of(number), wished.granted)
    there.add(id_of(99), ["*"])
    return there


@given(services=SERVICES, size=st.integers(1, 30))
@example(services=[Wished("exclusive", (), frozenset({"*"}))], size=1)
@example(services=[Wished("exclusive", (frozenset(ACCOUNTS),), frozenset(ELSEWHERE))], size=5)
@example(services=[Wished("exclusive", (frozenset(ACCOUNTS[1:]),), frozenset(FORMS))], size=5)
def test_one_apply_makes_every_list_as_desired(services: list[Wished], size: int) -> None:
    """Nothing else changes, and each service that differs costs one call for each chunk of edits."""
    settings = replace(SETTINGS, permission_edits_per_call=size)
    there = world_of(services)
    planning = planned(text_of(services), there, settings)
    expected = [PERMIT] * sum(ceil(wished.edits / size) for wished in services)
    assert [action for action, _ in calls(planning)] == expected
    run = carried_out(planning, there)
    assert (run.converged, run.remaining, run.problems) == (True, (), ())
    assert there.principals == {
        **{id_of(number): wished.wanted for number, wished in enumerate(services)},
        id_of(99): {"*"},
    }
    assert there.written == expected
    assert planned(text_of(services), there, settings).plan.changes == ()


@given(services=SERVICES, size=st.integers(1, 30))
def test_no_principal_that_stays_is_removed_in_between(services: list[Wished], size: int) -> None:
    """Additions go before removals; no call removes a principal that stays or adds one that goes."""
    planning = planned(text_of(services), world_of(services), replace(SETTINGS, permission_edits_per_call=size))
    removing: set[str] = set()
    for _, parameters in calls(planning):
        service, wished = parameters["ServiceId"], services[int(parameters["ServiceId"][-17:], 16)]
        added = set(parameters.get("AddAllowedPrincipals", ()))
        removed = set(parameters.get("RemoveAllowedPrincipals", ()))
        assert added <= wished.wanted - wished.granted
        assert removed <= wished.granted - wished.wanted
        assert 0 < len(added) + len(removed) <= size
        assert not (added and service in removing)
        removing |= {service} if removed else set()


@given(services=SERVICES)
def test_an_additive_list_never_loses_a_member(services: list[Wished]) -> None:
    """An additive document owns no other members."""
    additive = [wished._replace(mode="additive") for wished in services]
    for _, parameters in calls(planned(text_of(additive), world_of(additive))):
        assert "RemoveAllowedPrincipals" not in parameters


@given(services=SERVICES)
def test_no_removals_removes_nothing(services: list[Wished]) -> None:
    """Neither exclusive nor additive lists lose a member."""
    planning = planned(text_of(services), world_of(services), no_removals=True)
    for _, parameters in calls(planning):
        assert "RemoveAllowedPrincipals" not in parameters
    assert {str(change.address) for change in planning.plan.changes} == {
        f"endpoint_service.s{number}" for number, wished in enumerate(services) if wished.wanted - wished.granted
    }
