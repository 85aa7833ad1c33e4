"""Each outcome has AWS's id of its request, which AWS's support asks for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from reconciler.model import Status
from reconciler.ports import Catalog, Clients, StartedChangeSet
from tests.trial import Trial

TWO = "{kind: experience, items: {a: {title: A}, b: {title: B}}}"


@dataclass
class Answered:
    """A catalogue that records AWS's ids of the StartChangeSets that were answered."""

    catalog: Catalog
    ids: list[str | None] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - everything else goes through
        return getattr(self.catalog, name)

    def start_change_set(
        self, changes: Collection[Mapping[str, Any]], *, name: str, tags: Mapping[str, str], token: str
    ) -> StartedChangeSet:
        """Start the set and record the id."""
        started = self.catalog.start_change_set(changes, name=name, tags=tags, token=token)
        self.ids.append(started.request_id)
        return started


def watched(trial: Trial) -> Answered:
    """Let the next applies of *trial* send their change sets through a recorder, and return it."""
    recorder = Answered(cast("Catalog", None))

    def wrap(writing: Clients) -> Clients:
        recorder.catalog = writing.catalog
        return replace(writing, catalog=cast("Catalog", recorder))

    trial.wrap = wrap
    return recorder


def test_an_outcome_has_the_id_of_its_request(trial: Trial) -> None:
    """An operation that succeeded has one, too: its effects may surprise later."""
    recorder = watched(trial)
    trial.wish(TWO)
    (outcome,) = trial.apply().outcomes
    assert (outcome.status, [outcome.request_id]) == (Status.SUCCEEDED, recorder.ids)
    assert recorder.ids[0]


def test_each_call_of_an_operation_has_its_own_id(trial: Trial) -> None:
    """The first change set fails in AWS, and the rest is sent again: two requests, two ids."""
    recorder = watched(trial)
    trial.wish(TWO)
    trial.converge()
    recorder.ids.clear()
    trial.wish("{kind: experience, items: {a: {title: A, status: enabled}, b: {title: B, status: enabled}}}")
    named = trial.named("B").id
    trial.twin.faults.fail_change("UpdateExperience", "VALIDATION_ERROR", "no", experience=named)
    (outcome,) = trial.apply().outcomes
    assert outcome.status is Status.FAILED
    assert [outcome.request_id, *(one.request_id for one in outcome.retries)] == recorder.ids
    assert len(set(recorder.ids)) == 2


def test_a_refused_call_has_the_id_of_the_refusal(trial: Trial) -> None:
    """AWS's support finds the refusal by it. Events have it, too, so that a run that breaks off can report it."""
    trial.wish(TWO)
    trial.twin.faults.deny("StartChangeSet")
    (outcome,) = trial.apply().outcomes
    assert (outcome.status, bool(outcome.request_id)) == (Status.FAILED, True)
    assert [one["request_id"] for one in trial.events if one["event"] == "failed"] == [outcome.request_id]


def test_an_operation_that_was_not_sent_has_no_id(trial: Trial) -> None:
    """The second change set needs the objects of the first, which AWS refuses."""
    trial.wish("{kind: experience, name: a, title: A, principals: [o-abcdef1234]}")
    trial.converge()
    trial.wish("{kind: experience, items: {a: {title: A, principals: []}, b: {title: B, principals: [o-abcdef1234]}}}")
    planning = trial.plan()
    assert len(planning.plan.operations) == 2
    trial.twin.faults.deny("StartChangeSet")
    first, second = trial.apply(planning).outcomes
    assert (first.status, second.status, second.request_id) == (Status.FAILED, Status.SKIPPED, None)
