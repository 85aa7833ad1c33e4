"""AWS cannot delete an experience, so a run creates none twice, whatever answer is lost."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, cast

import pytest

from reconciler.errors import Throttled
from reconciler.model import Status
from reconciler.ports import Catalog, StartedChangeSet
from tests.trial import FINANCE, Trial, change, errors, experience, hurry, world

NEW = "{kind: experience, items: {new: {title: New, status: enabled}, b: {title: B, status: disabled}}}"
BY_HAND = {"ChangeType": "CreateExperience", "Entity": {"Type": "Experience@1.0"}, "DetailsDocument": {"Name": "New"}}


def names(trial: Trial) -> list[str]:
    """Return the titles of all experiences, sorted."""
    return sorted(item.name for item in trial.twin.experiences().values())


def tokens(trial: Trial) -> int:
    """Count the different request tokens that were sent."""
    return len(set(trial.posted))


def test_an_experience_that_appears_after_the_plan_stops_its_creation(trial: Trial) -> None:
    """The title is looked up right before the set is sent; only this creation stops."""
    trial.twin.reset(world(experience("B")))
    trial.wish(NEW)
    planning = trial.plan()
    trial.twin.edit(BY_HAND)
    run = trial.apply(planning)
    theirs = trial.named("New").id
    message = f"planned to create it, now {theirs} has its title"
    assert errors(run.outcomes[0]) == [("appeared", message, "experience.new")]
    assert (trial.named("New").status, trial.named("B").status) == ("Disabled", "Disabled")
    assert run.remaining == ("experience.new",)


def test_the_title_is_looked_up_again_before_each_attempt(trial: Trial) -> None:
    """An experience that appears while a set waits for its next attempt stops the creation as well."""
    trial.wish("{kind: experience, name: new, title: New}")
    trial.twin.faults.throttle("StartChangeSet", times=2)
    trial.clock.waking = [lambda: None, lambda: trial.twin.edit(BY_HAND)]
    run = trial.apply()
    assert [code for code, _, _ in errors(run.outcomes[0])] == ["appeared"]
    assert names(trial) == ["New"]


def test_a_title_that_the_plan_frees_can_be_used_by_a_creation(trial: Trial) -> None:
    """A plan may rename the holder of a title and create a new experience with that title."""
    trial.twin.reset(world(experience("New")))
    trial.wish("{kind: experience, items: {old: {id: exp-new, title: Old}, new: {title: New}}}")
    trial.converge()
    assert names(trial) == ["New", "Old"]
    assert trial.twin.experiences()["exp-new"].name == "Old"


def test_a_request_without_an_answer_is_repeated_with_the_same_token(trial: Trial) -> None:
    """AWS accepts the set and three answers are lost: there is one set and one experience."""
    trial.wish("{kind: experience, name: new, title: New}")
    trial.twin.faults.lose_answer("StartChangeSet", times=3)
    trial.converge()
    assert trial.written() == {"StartChangeSet": 4}
    assert (len(trial.twin.catalog.marketplace.change_sets), tokens(trial), names(trial)) == (1, 1, ["New"])


def test_a_lost_answer_to_a_slow_set_makes_no_second_experience(trial: Trial) -> None:
    """While the first set is PREPARING, no experience has the title; only the token prevents a second creation."""
    trial.twin.reset(world(experience("B"), durations={"preparing": 60, "applying": 60}))
    trial.wish(NEW)
    trial.twin.faults.lose_answer("StartChangeSet", times=5)
    trial.converge()
    assert (len(trial.twin.catalog.marketplace.change_sets), tokens(trial), names(trial)) == (1, 1, ["B", "New"])


def test_a_doubtful_set_keeps_its_token_through_throttling(trial: Trial) -> None:
    """Once an answer is lost, throttling does not prove that the set was never accepted: the token stays the same."""
    trial.twin.reset(world(durations={"preparing": 60}))
    trial.wish("{kind: experience, name: new, title: New}")
    trial.twin.faults.lose_answer("StartChangeSet")
    trial.clock.waking = [lambda: trial.twin.faults.throttle("StartChangeSet", times=3)]
    trial.converge()
    assert (len(trial.twin.catalog.marketplace.change_sets), tokens(trial), names(trial)) == (1, 1, ["New"])


def test_throttling_is_followed_by_the_same_request(trial: Trial) -> None:
    """Throttling means that nothing was started. AWS is read again, and if nothing changed, the request is the same."""
    trial.wish("{kind: experience, name: new, title: New}")
    trial.twin.faults.throttle("StartChangeSet", times=2)
    trial.converge()
    assert (len(trial.posted), tokens(trial), names(trial)) == (3, 1, ["New"])


class Broken:
    """A catalogue whose connection breaks right after AWS has accepted the next change set."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._breaks = True

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - everything else goes through
        return getattr(self._catalog, name)

    def start_change_set(
        self, changes: Collection[Mapping[str, Any]], *, name: str, tags: Mapping[str, str], token: str
    ) -> StartedChangeSet:
        """Start the set, then fail once as a broken connection does."""
        started = self._catalog.start_change_set(changes, name=name, tags=tags, token=token)
        if self._breaks:
            self._breaks = False
            raise Throttled("the connection was closed", code="ConnectionClosedError", operation="StartChangeSet")
        return started


def test_a_connection_that_breaks_makes_no_second_set(trial: Trial) -> None:
    """Errors of botocore without an answer of AWS are repeated with the same token."""
    trial.twin.reset(world(durations={"preparing": 60, "applying": 60}))
    trial.wrap = lambda writing: replace(writing, catalog=cast("Catalog", Broken(writing.catalog)))
    trial.wish("{kind: experience, name: new, title: New}")
    trial.converge()
    assert trial.written() == {"StartChangeSet": 2}
    assert (len(trial.twin.catalog.marketplace.change_sets), tokens(trial), names(trial)) == (1, 1, ["New"])


def test_botocores_own_retries_send_the_same_token(trial: Trial) -> None:
    """The SDK repeats the call after the connection broke: there is still one experience."""
    trial.attempts = 2
    trial.wish("{kind: experience, name: new, title: New}")
    trial.twin.faults.lose_answer("StartChangeSet")
    trial.converge()
    assert trial.written() == {"StartChangeSet": 2}
    assert (len(trial.twin.catalog.marketplace.change_sets), tokens(trial), names(trial)) == (1, 1, ["New"])
    assert [event["event"] for event in trial.events] == ["started", "succeeded"]


def test_a_set_that_was_lost_for_good_is_found_by_the_next_run(trial: Trial) -> None:
    """Answers are lost for half an hour: the run gives up, and the next run finds the experience."""
    trial.wish("{kind: experience, name: new, title: New}")
    trial.twin.faults.lose_answer("StartChangeSet", times=100)
    hurry(trial)
    run = trial.apply()
    assert run.outcomes[0].status is Status.FAILED
    assert str(run.outcomes[0].because).endswith("(whether a change set was started is unknown)")
    assert (run.converged, names(trial)) == (True, ["New"])
    assert trial.plan().plan.operations == ()


@pytest.mark.parametrize("fault", ["lose_answer", "throttle"])
def test_an_existing_experience_is_changed_once_when_an_answer_is_lost(trial: Trial, fault: str) -> None:
    """The run does not take its own change for an edit by another user."""
    trial.twin.reset(world(experience("B"), durations={"preparing": 10, "applying": 10}))
    trial.wish("{kind: experience, name: b, title: B, status: disabled}")
    getattr(trial.twin.faults, fault)("StartChangeSet", times=2)
    trial.converge()
    assert trial.twin.experiences()["exp-b"].revision == 2


def without_identifiers(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the answer of DescribeChangeSet without the identifiers of entities."""
    return {**answer, "ChangeSet": [{**one, "Entity": {"Type": "Experience@1.0"}} for one in answer["ChangeSet"]]}


def nameless(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let DescribeChangeSet leave out entities, as AWS's reference allows."""
    backend = trial.twin.catalog
    call = backend.call

    def silent(operation: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        answer = call(operation, parameters)
        return without_identifiers(answer) if operation == "DescribeChangeSet" else answer

    monkeypatch.setattr(backend, "call", silent)


IDS = ", ".join(f"prod-{number:03}" for number in range(60))
LONG = f"{{kind: experience, name: new, title: New, principals: [{FINANCE}], products: {{allow: [{IDS}]}}}}"


def test_a_creation_that_aws_does_not_name_is_found_by_its_title(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """Later sets need the id of the new experience.

    Where DescribeChangeSet lacks it, the title identifies the experience.
    """
    trial.wish(LONG)
    nameless(trial, monkeypatch)
    trial.converge()
    assert len(trial.named("New").allow) == 60


def test_later_sets_of_a_creation_that_cannot_be_found_are_skipped(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another user renames the experience before it is looked up: its own set succeeded, the later sets are skipped."""
    trial.wish(LONG)
    nameless(trial, monkeypatch)

    def rename() -> None:
        (made,) = trial.twin.experiences()
        trial.twin.edit(change(made, "UpdateExperience", {"Name": "Renamed"}))

    trial.twin.faults.before("DescribeChangeSet", rename)
    run = trial.apply()
    (change_set, _) = trial.twin.catalog.marketplace.change_sets
    assert [outcome.status for outcome in run.outcomes] == [Status.SUCCEEDED, Status.SKIPPED]
    why = f"change set {change_set} created it, but AWS does not return its id"
    assert run.outcomes[1].because == f"experience.new: {why}"
    assert names(trial) == ["Renamed"]
