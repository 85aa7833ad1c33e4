"""Two equal runs send equal requests: AWS carries each out once, and both runs know how it ended."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import Any, cast

import pytest

from reconciler.execute.stamp import request_token
from reconciler.model import Status
from reconciler.ports import Catalog, StartedChangeSet
from tests.trial import FINANCE, Trial, change, clients, errors, experience, world

NEW = "{kind: experience, name: new, title: New}"
IDS = ", ".join(f"prod-{number:03}" for number in range(60))
LONG = f"{{kind: experience, name: new, title: New, status: enabled, products: {{allow: [{IDS}]}}}}"


def titles(trial: Trial) -> list[str]:
    """Return the titles of all experiences, sorted."""
    return sorted(item.name for item in trial.twin.experiences().values())


def statuses(trial: Trial) -> list[str]:
    """Return how the change sets ended, in the order of their starts."""
    return [one.status for one in trial.twin.catalog.marketplace.change_sets.values()]


def test_a_token_is_the_digest_of_the_request_and_its_number() -> None:
    """A token is 40 hexadecimal digits of SHA-256 over changes, name, tags and number in canonical JSON."""
    written = '{"changes":[{"ChangeName":"A"}],"name":"reconciler n","number":1,"tags":{"a":"1"}}'
    token = request_token([{"ChangeName": "A"}], "reconciler n", {"a": "1"}, 1)
    assert token == sha256(written.encode()).hexdigest()[:40] == "9a2bde0dc967f25140a9b9c216c20fa11f40352c"


def test_a_creation_by_an_equal_run_is_adopted(trial: Trial) -> None:
    """The first run creates and fills the experience.

    The second run gets the same sets, and nothing is created twice.
    """
    trial.wish(LONG)
    first, second = trial.plan(), trial.plan()
    assert trial.apply(first).whole
    run = trial.apply(second)
    sets = list(trial.twin.catalog.marketplace.change_sets)
    assert [(one.status, one.because) for one in run.outcomes] == [
        (Status.ADOPTED, f"another run of the same plan sent it: change set {change_set}") for change_set in sets
    ]
    assert (run.converged, titles(trial), len(trial.named("New").allow)) == (True, ["New"], 60)


def test_a_move_that_an_equal_run_has_made_is_adopted(trial: Trial) -> None:
    """A later set changes what an earlier set changed, and neither is taken for an edit by another user."""
    trial.twin.reset(world(experience("Old", principals=[FINANCE]), experience("Taker")))
    trial.wish(
        f"{{kind: experience, items: {{old: {{title: Old, description: Less, principals: []}}, "
        f"taker: {{title: Taker, principals: [{FINANCE}]}}}}}}"
    )
    first, second = trial.plan(), trial.plan()
    assert trial.apply(first).whole
    run = trial.apply(second)
    assert {one.status for one in run.outcomes} == {Status.ADOPTED}
    assert (run.converged, set(trial.named("Taker").principals)) == (True, {FINANCE})


def test_a_running_set_of_an_equal_run_is_awaited(trial: Trial) -> None:
    """The second run starts while the set of the first is applied, sends nothing, and ends when the set has ended."""
    trial.twin.reset(world(durations={"preparing": 5, "applying": 5}))
    trial.wish(NEW)
    first, second = trial.plan(), trial.plan()
    inner: list[Status] = []

    def other(event: Mapping[str, Any]) -> None:
        if event["event"] == "polling" and not inner:
            inner.append(Status.SKIPPED)
            inner[0] = trial.apply(second).outcomes[0].status

    trial.listener = other
    run = trial.apply(first)
    assert (inner, run.outcomes[0].status, run.converged) == ([Status.ADOPTED], Status.SUCCEEDED, True)
    assert (titles(trial), statuses(trial)) == (["New"], ["SUCCEEDED"])


class Timeless:
    """A catalogue whose answers have no time, as those of another emulator may."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - everything else goes through
        return getattr(self._catalog, name)

    def time(self) -> str | None:
        """Return no time."""
        return None


def test_without_times_each_set_is_sent_once_and_existing_ones_adopted(trial: Trial) -> None:
    """Without a time in AWS's answers, a failed set is not sent again, and an existing effect is still adopted."""
    trial.twin.reset(world(experience("B")))
    trial.wish("{kind: experience, items: {new: {title: New}, b: {title: B, status: disabled}}}")
    trial.wrap = lambda writing: replace(writing, catalog=cast("Catalog", Timeless(writing.catalog)))
    first, second = (replace(trial.plan(), read_at=None) for _ in range(2))
    assert (trial.apply(first).outcomes[0].status, len(trial.posted)) == (Status.SUCCEEDED, 1)
    assert (trial.apply(second).outcomes[0].status, len(trial.posted)) == (Status.ADOPTED, 1)
    trial.wish("{kind: experience, items: {new: {title: New}, b: {title: B, status: disabled, description: Less}}}")
    trial.twin.faults.fail_change("UpdateExperience", "CLIENT_ERROR", "No.", times=9)
    failed = replace(trial.plan(), read_at=None)
    assert (trial.apply(failed).outcomes[0].status, len(trial.posted)) == (Status.FAILED, 2)


class Killed:
    """A catalogue that kills its run during the next StartChangeSet; *late* delivers the request afterwards."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self.late: Callable[[], StartedChangeSet] = lambda: StartedChangeSet("")

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - everything else goes through
        return getattr(self._catalog, name)

    def start_change_set(
        self, changes: Collection[Mapping[str, Any]], *, name: str, tags: Mapping[str, str], token: str
    ) -> StartedChangeSet:
        """Keep the request and end the run."""
        self.late = partial(self._catalog.start_change_set, changes, name=name, tags=tags, token=token)
        raise KeyboardInterrupt


def test_a_request_that_arrives_late_creates_no_second_experience(trial: Trial) -> None:
    """A run is killed while it sends a request; the next run creates the experience before the request arrives."""
    trial.wish(NEW)
    killed = Killed(clients(writes=True).catalog)
    trial.wrap = lambda writing: replace(writing, catalog=cast("Catalog", killed))
    assert trial.apply().interrupted
    trial.wrap = lambda writing: writing
    trial.converge()
    assert killed.late().id == next(iter(trial.twin.catalog.marketplace.change_sets))
    assert (titles(trial), statuses(trial)) == (["New"], ["SUCCEEDED"])


def test_an_experience_that_was_renamed_away_is_created_again(trial: Trial) -> None:
    """The plan has the same digest as the first one, but its request is new, so the old set is not adopted."""
    trial.wish(NEW)
    before = trial.converge().plan
    (made,) = trial.twin.experiences()
    trial.twin.edit(change(made, "UpdateExperience", {"Name": "Other"}))
    trial.clock.at += 60
    run = trial.converge()
    assert (run.plan.digest, run.outcomes[0].status) == (before.digest, Status.SUCCEEDED)
    assert titles(trial) == ["New", "Other"]


def test_a_set_that_failed_before_is_sent_anew(trial: Trial) -> None:
    """The next run of the same plan raises the number, so AWS does not answer with the old failure."""
    trial.wish(NEW)
    trial.twin.faults.fail_change("CreateExperience", "CALLER_NOT_AUTHORIZED", "Not yet.")
    assert trial.apply().outcomes[0].status is Status.FAILED
    trial.converge()
    assert (titles(trial), statuses(trial)) == (["New"], ["FAILED", "SUCCEEDED"])


def hide_ended(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ListChangeSets leave out sets that have ended, as a list that lags behind does."""
    backend = trial.twin.catalog
    call = backend.call

    def forgetful(operation: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        return {"ChangeSetSummaryList": []} if operation == "ListChangeSets" else call(operation, parameters)

    monkeypatch.setattr(backend, "call", forgetful)


def test_a_failed_set_that_no_list_shows_raises_the_number(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """StartChangeSet returns a set that failed before this run began, by AWS's clock: the next number is used."""
    trial.wish(NEW)
    trial.twin.faults.fail_change("CreateExperience", "CALLER_NOT_AUTHORIZED", "Not yet.")
    trial.apply()
    hide_ended(trial, monkeypatch)
    trial.clock.at += 60
    run = trial.apply()
    assert (run.outcomes[0].status, titles(trial), len(set(trial.posted))) == (Status.SUCCEEDED, ["New"], 2)


def test_a_number_is_raised_five_times_at_most(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """No list shows seven earlier failures: the run ends with the last failure that AWS returned."""
    trial.wish(NEW)
    trial.twin.faults.fail_change("CreateExperience", "CALLER_NOT_AUTHORIZED", "Not yet.", times=7)
    for _ in range(7):
        trial.apply()
        trial.clock.at += 60
    hide_ended(trial, monkeypatch)
    run = trial.apply()
    assert errors(run.outcomes[0]) == [("CALLER_NOT_AUTHORIZED", "Not yet.", "experience.new")]
    assert (len(trial.posted), len(set(trial.posted)), titles(trial)) == (7 + 6, 7, [])


def test_a_failure_since_the_run_began_raises_no_number(trial: Trial) -> None:
    """Such a failure counts as the run's own, also when an equal run started the set."""
    trial.wish(NEW)
    trial.twin.faults.fail_change("CreateExperience", "CALLER_NOT_AUTHORIZED", "Not yet.", times=9)
    run = trial.apply()
    assert (run.outcomes[0].status, len(trial.posted)) == (Status.FAILED, 1)
