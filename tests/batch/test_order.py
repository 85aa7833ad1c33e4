from dataclasses import replace

import pytest

from reconciler.batch import Cycle
from reconciler.batch.heights import heights
from reconciler.batch.order import units_of
from tests.batch.requests import change, creation, key


def test_requests_that_must_share_a_call_are_one_unit() -> None:
    """The parts of a creation are one unit; every other request is a unit of its own."""
    requests = [
        creation("new"),
        creation("new", "CreateProcurementPolicy"),
        creation("new", "AllowProductProcurement", 1, whole=False),
        change("old", "UpdateExperience"),
        change("old", "DenyProductProcurement"),
    ]
    assert [[request.key for request in unit.requests] for unit in units_of(requests)] == [
        [key("new", "CreateExperience"), key("new", "CreateProcurementPolicy")],
        [key("new", "AllowProductProcurement", 1)],
        [key("old", "UpdateExperience")],
        [key("old", "DenyProductProcurement")],
    ]


def test_a_request_beside_another_shares_its_unit() -> None:
    """The two may wait for each other, and their unit waits for the dependencies of both."""
    arrival, enabling = key("old", "AssociateAudience"), key("old", "UpdateExperience")
    requests = [
        change("new", "DisassociateAudience"),
        change("old", "AssociateAudience", after={key("new", "DisassociateAudience")}, not_before={enabling}),
        replace(change("old", "UpdateExperience"), beside=arrival),
    ]
    _, unit = units_of(requests)
    assert [request.key for request in unit.requests] == [arrival, enabling]
    assert (unit.after, unit.not_before) == (frozenset({0}), frozenset())


def test_a_unit_waits_for_the_dependencies_of_its_requests() -> None:
    """A unit waits neither for itself nor for requests that are not in the plan."""
    requests = [
        change("old", "DisassociateAudience"),
        creation("new", after={key("old", "DisassociateAudience"), key("other", "DisassociateAudience")}),
        creation("new", "UpdateExperience", not_before={key("new", "CreateExperience"), key("other", "X")}),
    ]
    _, unit = units_of(requests)
    assert (unit.after, unit.not_before, unit.size, str(unit.address)) == (
        frozenset({0}),
        frozenset(),
        2,
        "experience.new",
    )


def test_height_counts_the_calls_that_must_follow() -> None:
    """A request that may share a call with its dependency adds no height."""
    requests = [
        change("a", "DisassociateAudience"),
        change("b", "AssociateAudience", after={key("a", "DisassociateAudience")}),
        change("b", "UpdateExperience", not_before={key("b", "AssociateAudience")}),
        change("b", "RestrictExperience", after={key("b", "UpdateExperience")}),
        change("c", "UpdateExperience"),
    ]
    assert heights(units_of(requests)) == (2, 1, 1, 0, 0)


def test_requests_that_wait_for_each_other_raise_a_cycle() -> None:
    """The error names the object; the fault is in the kind that made the requests."""
    requests = [
        change("a", "UpdateExperience", after={key("b", "UpdateExperience")}),
        change("b", "UpdateExperience", not_before={key("a", "UpdateExperience")}),
        change("c", "UpdateExperience"),
    ]
    with pytest.raises(Cycle, match=r"requests of experience\.a wait for each other"):
        heights(units_of(requests))
