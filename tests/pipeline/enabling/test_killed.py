"""A process that is killed before, during or after any call of enabling and ending: a new run converges."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from reconciler.model import Severity, Verb
from reconciler.ports import Calls, Catalog, Clients, Edited, StartedChangeSet
from tests.trial import DELEGATE, ORGANIZATION, Trial, experience, world

from .repository import ENABLED, EXPERIENCES, accepting, administrators, is_enabled, off, stated, told

ENDED = stated(
    trusted_access=False, service_linked_role=False, delegated_administrators="{accounts: [], mode: exclusive}"
)


class Killed(BaseException):
    """An exception that no handler catches: the process is killed."""


@dataclass
class Fate:
    """The process is killed at write number *last*: before AWS gets it, or after AWS has *carried* it out."""

    last: int
    carried: bool

    def dies(self) -> bool:
        """Count one write; tell whether it is the last one. Raises Killed if AWS does not get it."""
        self.last -= 1
        if self.last == 0 and not self.carried:
            raise Killed
        return self.last == 0


@dataclass
class MortalCalls:
    """Calls of a process with a *fate*."""

    calls: Calls
    fate: Fate

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the port has
        return getattr(self.calls, name)

    def edit(self, verb: Verb, parameters: Mapping[str, Any]) -> Edited:
        """Make the call, or be killed before or after it."""
        dies = self.fate.dies()
        answer = self.calls.edit(verb, parameters)
        if dies:
            raise Killed
        return answer


@dataclass
class MortalCatalog:
    """The catalogue of a process with a *fate*."""

    catalog: Catalog
    fate: Fate

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the port has
        return getattr(self.catalog, name)

    def start_change_set(self, changes: Collection[Mapping[str, Any]], **stamped: Any) -> StartedChangeSet:  # noqa: ANN401
        """Start the set, or be killed before or after it."""
        dies = self.fate.dies()
        started = self.catalog.start_change_set(changes, **stamped)
        if dies:
            raise Killed
        return started


def mortal(clients: Clients, fate: Fate) -> Clients:
    """Return ports of a process with a *fate*."""
    catalog: Any = MortalCatalog(clients.catalog, fate)
    return replace(clients, catalog=catalog, calls=lambda *place: MortalCalls(clients.calls(*place), fate))


def killed(trial: Trial, last: int, *rules: str, carried: bool) -> None:
    """Apply until the process is killed at write number *last*; from then on it lives again."""
    trial.wrap = lambda writing: mortal(writing, Fate(last, carried))
    with pytest.raises(Killed):
        trial.apply(accepting(trial, *rules))
    trial.wrap = lambda writing: writing


@pytest.mark.parametrize("carried", [False, True])
@pytest.mark.parametrize("last", [1, 2, 3, 4])
def test_enabling_converges_after_a_kill(trial: Trial, last: int, *, carried: bool) -> None:
    """Wherever the process was killed, the next run does the rest and nothing twice."""
    trial.twin.reset(off(durations={"enabling": 2}))
    trial.wish(f"{ENABLED}---{EXPERIENCES}")
    killed(trial, last, carried=carried)
    trial.clock.at += 5
    trial.converge(again=True)
    assert (is_enabled(trial), administrators(trial)) == (True, [DELEGATE])
    assert len(trial.twin.experiences()) == 2


@pytest.mark.parametrize("carried", [False, True])
@pytest.mark.parametrize("last", [1, 2, 3])
def test_ending_converges_after_a_kill(trial: Trial, last: int, *, carried: bool) -> None:
    """What is left to end is asked for again, since each plan needs its own acceptance."""
    trial.twin.reset(world(experience("Base", principals=[ORGANIZATION])))
    trial.wish(ENDED)
    killed(trial, last, "trusted_access", "ungoverned", carried=carried)
    left = trial.plan().plan
    rules = {code for code, _ in told(left, Severity.REFUSED)}
    run = trial.apply(accepting(trial, *rules))
    assert (run.converged, trial.plan().plan.changes) == (True, ())
    assert (is_enabled(trial), administrators(trial)) == (False, [])


@pytest.mark.parametrize("carried", [False, True])
@pytest.mark.parametrize("last", [1, 2, 3, 4])
def test_ending_all_of_it_converges_after_a_kill(trial: Trial, last: int, *, carried: bool) -> None:
    """The next run archives what is left, and goes on from there; nothing is sent twice."""
    trial.twin.reset(world(experience("Base", principals=[ORGANIZATION])))
    trial.wish(f"{ENDED}---\n{{kind: experience, name: base, title: Base, status: archived, principals: []}}\n")
    killed(trial, last, "trusted_access", "ungoverned", carried=carried)
    trial.clock.at += 5
    rules = {code for code, _ in told(trial.plan().plan, Severity.REFUSED)}
    run = trial.apply(accepting(trial, *rules))
    assert (run.converged, trial.plan().plan.operations) == (True, ())
    assert [one.archived for one in trial.twin.experiences().values()] == [True]
    assert (is_enabled(trial), administrators(trial)) == (False, [])


@pytest.mark.parametrize(
    "operation", ["CreateServiceLinkedRole", "EnableAWSServiceAccess", "RegisterDelegatedAdministrator"]
)
def test_an_answer_of_enabling_that_is_lost_is_no_failure(trial: Trial, operation: str) -> None:
    """AWS answers the second call with "it is there already" (enablement 1.1), which is what was wanted."""
    trial.twin.reset(off())
    trial.wish(f"{ENABLED}---{EXPERIENCES}")
    planning = trial.plan()
    trial.twin.faults.lose_answer(operation)
    run = trial.apply(planning)
    assert (run.converged, {one.status.value for one in run.outcomes}) == (True, {"succeeded"})


@pytest.mark.parametrize(
    "operation", ["DeregisterDelegatedAdministrator", "DisableAWSServiceAccess", "DeleteServiceLinkedRole"]
)
def test_an_answer_of_ending_that_is_lost_is_no_failure(trial: Trial, operation: str) -> None:
    """What is gone already is what was wanted."""
    trial.wish(ENDED)
    planning = accepting(trial, "trusted_access")
    trial.twin.faults.lose_answer(operation)
    run = trial.apply(planning)
    assert (run.converged, {one.status.value for one in run.outcomes}) == (True, {"succeeded"})


@pytest.mark.parametrize("code", ["ConcurrentModificationException", "TooManyRequestsException"])
def test_a_busy_organization_is_asked_again(trial: Trial, code: str) -> None:
    """Every write of Organizations can be refused for now (enablement 1.2)."""
    trial.twin.reset(off())
    trial.wish(ENABLED)
    planning = trial.plan()
    trial.twin.faults.fail("EnableAWSServiceAccess", code, "Try again later.")
    run = trial.apply(planning)
    assert (run.converged, {one.status.value for one in run.outcomes}) == (True, {"succeeded"})


def test_an_interrupt_while_the_run_waits_stops_it(trial: Trial) -> None:
    """Ctrl-C during the wait after enabling sends nothing else, and the next run goes on from there."""
    trial.twin.reset(off(durations={"enabling": 30}))
    trial.wish(f"{ENABLED}---{EXPERIENCES}")
    trial.listener = lambda event: trial.interrupt() if event["event"] == "polling" else None
    run = trial.apply()
    assert run.interrupted
    assert [one.status.value for one in run.outcomes] == ["succeeded", "failed", "skipped", "skipped"]
    assert run.outcomes[1].because == "interrupted; the call was carried out"
    trial.listener = lambda _event: None
    trial.clock.at += 30
    trial.converge(again=True)
