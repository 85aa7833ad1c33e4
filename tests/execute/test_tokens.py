"""Two equal runs send equal requests: AWS carries each out once, and both runs know how it ended."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import Any, cast

from reconciler.execute.stamp import request_token
from reconciler.model import Status
from reconciler.ports import Catalog
from tests.turns import FINANCE, Turns, change, clients, errors, experience, world

NEW = "{kind: experience, name: new, title: New}"
IDS = ", ".join(f"prod-{number:03}" for number in range(60))
LONG = f"{{kind: experience, name: new, title: New, status: enabled, products: {{allow: [{IDS}]}}}}"


def titles(turns: Turns) -> list[str]:
    """Return the titles of all experiences, sorted."""
    return sorted(item.name for item in turns.twin.experiences().values())


def statuses(turns: Turns) -> list[str]:
    """Return how the change sets ended, in the order of their starts."""
    return [one.status for one in turns.twin.catalog.marketplace.change_sets.values()]


def test_a_token_is_the_digest_of_the_request_and_its_number() -> None:
    """It is the first 40 hexadecimal digits of SHA-256 over changes, name, tags and number in canonical JSON."""
    written = '{"changes":[{"ChangeName":"A"}],"name":"reconciler n","number":1,"tags":{"a":"1"}}'
    token = request_token([{"ChangeName": "A"}], "reconciler n", {"a": "1"}, 1)
    assert token == sha256(written.encode()).hexdigest()[:40] == "9a2bde0dc967f25140a9b9c216c20fa11f40352c"


def test_a_creation_by_an_equal_run_is_adopted(turns: Turns) -> None:
    """The first run creates and fills the experience.

    The second run gets the same sets, and nothing is created twice.
    """
    turns.wish(LONG)
    first, second = turns.plan(), turns.plan()
    assert turns.apply(first).whole
    run = turns.apply(second)
    sets = list(turns.twin.catalog.marketplace.change_sets)
    assert [(one.status, one.because) for one in run.outcomes] == [
        (Status.ADOPTED, f"an equal run has sent it: change set {change_set}") for change_set in sets
    ]
    assert (run.converged, titles(turns), len(turns.named("New").allow)) == (True, ["New"], 60)


def test_a_move_that_an_equal_run_has_made_is_adopted(turns: Turns) -> None:
    """A later set changes what an earlier set changed, and neither is taken for an edit by somebody else."""
    turns.twin.reset(world(experience("Old", principals=[FINANCE]), experience("Taker")))
    turns.wish(
        f"{{kind: experience, items: {{old: {{title: Old, description: Less, principals: []}}, "
        f"taker: {{title: Taker, principals: [{FINANCE}]}}}}}}"
    )
    first, second = turns.plan(), turns.plan()
    assert turns.apply(first).whole
    run = turns.apply(second)
    assert {one.status for one in run.outcomes} == {Status.ADOPTED}
    assert (run.converged, set(turns.named("Taker").principals)) == (True, {FINANCE})


def test_a_running_set_of_an_equal_run_is_awaited(turns: Turns) -> None:
    """The second run starts while the set of the first is applied, sends nothing, and ends when the set has ended."""
    turns.twin.reset(world(durations={"preparing": 5, "applying": 5}))
    turns.wish(NEW)
    first, second = turns.plan(), turns.plan()
    inner: list[Status] = []

    def other(event: Mapping[str, Any]) -> None:
        if event["event"] == "polling" and not inner:
            inner.append(Status.SKIPPED)
            inner[0] = turns.apply(second).outcomes[0].status

    turns.listener = other
    run = turns.apply(first)
    assert (inner, run.outcomes[0].status, run.converged) == ([Status.ADOPTED], Status.SUCCEEDED, True)
    assert (titles(turns), statuses(turns)) == (["New"], ["SUCCEEDED"])


class Timeless:
    """A catalogue whose answers have no time, as those of another emulator may."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - everything else goes through
        return getattr(self._catalog, name)

    def time(self) -> str | None:
        """Return no time."""
        return None


def test_without_times_each_set_is_sent_once_and_existing_ones_adopted(turns: Turns) -> None:
    """Without a time in AWS's answers, a failed set is not sent again, and an existing effect is still adopted."""
    turns.twin.reset(world(experience("B")))
    turns.wish("{kind: experience, items: {new: {title: New}, b: {title: B, status: disabled}}}")
    turns.wrap = lambda writing: replace(writing, catalog=cast("Catalog", Timeless(writing.catalog)))
    first, second = (replace(turns.plan(), read_at=None) for _ in range(2))
    assert (turns.apply(first).outcomes[0].status, len(turns.posted)) == (Status.SUCCEEDED, 1)
    assert (turns.apply(second).outcomes[0].status, len(turns.posted)) == (Status.ADOPTED, 1)
    turns.wish("{kind: experience, items: {new: {title: New}, b: {title: B, status: disabled, description: Less}}}")
    turns.twin.faults.fail_change("UpdateExperience", "CLIENT_ERROR", "No.", times=9)
    failed = replace(turns.plan(), read_at=None)
    assert (turns.apply(failed).outcomes[0].status, len(turns.posted)) == (Status.FAILED, 2)


class Killed:
    """A catalogue that kills its run during the next StartChangeSet; *late* delivers the request afterwards."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self.late: Callable[[], str] = lambda: ""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - everything else goes through
        return getattr(self._catalog, name)

    def start_change_set(self, changes: Collection[Mapping[str, Any]], **stamped: Any) -> str:  # noqa: ANN401
        """Keep the request and end the run."""
        self.late = partial(self._catalog.start_change_set, changes, **stamped)
        raise KeyboardInterrupt


def test_a_request_that_arrives_late_creates_no_second_experience(turns: Turns) -> None:
    """A run is killed while it sends a request; the next run creates the experience before the request arrives."""
    turns.wish(NEW)
    killed = Killed(clients(writes=True).catalog)
    turns.wrap = lambda writing: replace(writing, catalog=cast("Catalog", killed))
    assert turns.apply().interrupted
    turns.wrap = lambda writing: writing
    turns.turn()
    assert killed.late() == next(iter(turns.twin.catalog.marketplace.change_sets))
    assert (titles(turns), statuses(turns)) == (["New"], ["SUCCEEDED"])


def test_an_experience_that_was_renamed_away_is_created_again(turns: Turns) -> None:
    """The plan has the same digest as the first one, but its request is new, so the old set is not adopted."""
    turns.wish(NEW)
    before = turns.turn().plan
    (made,) = turns.twin.experiences()
    turns.twin.edit(change(made, "UpdateExperience", {"Name": "Other"}))
    turns.clock.at += 60
    run = turns.turn()
    assert (run.plan.digest, run.outcomes[0].status) == (before.digest, Status.SUCCEEDED)
    assert titles(turns) == ["New", "Other"]


def test_a_set_that_failed_before_is_sent_anew(turns: Turns) -> None:
    """The next run of the same plan raises the number, so AWS does not answer with the old failure."""
    turns.wish(NEW)
    turns.twin.faults.fail_change("CreateExperience", "CALLER_NOT_AUTHORIZED", "Not yet.")
    assert turns.apply().outcomes[0].status is Status.FAILED
    turns.turn()
    assert (titles(turns), statuses(turns)) == (["New"], ["FAILED", "SUCCEEDED"])


def hide_ended(turns: Turns) -> None:
    """Let ListChangeSets leave out sets that have ended, as a list that lags behind does."""
    backend = turns.twin.catalog
    call = backend.call

    def forgetful(operation: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        return {"ChangeSetSummaryList": []} if operation == "ListChangeSets" else call(operation, parameters)

    backend.call = forgetful  # type: ignore[method-assign]  # a fault, for this test alone


def test_a_failed_set_that_no_list_shows_raises_the_number(turns: Turns) -> None:
    """StartChangeSet returns a set that failed before this run began, by AWS's clock: the next number is used."""
    turns.wish(NEW)
    turns.twin.faults.fail_change("CreateExperience", "CALLER_NOT_AUTHORIZED", "Not yet.")
    turns.apply()
    hide_ended(turns)
    turns.clock.at += 60
    run = turns.apply()
    assert (run.outcomes[0].status, titles(turns), len(set(turns.posted))) == (Status.SUCCEEDED, ["New"], 2)


def test_a_number_is_raised_five_times_at_most(turns: Turns) -> None:
    """No list shows seven earlier failures: the run ends with the last failure that AWS returned."""
    turns.wish(NEW)
    turns.twin.faults.fail_change("CreateExperience", "CALLER_NOT_AUTHORIZED", "Not yet.", times=7)
    for _ in range(7):
        turns.apply()
        turns.clock.at += 60
    hide_ended(turns)
    run = turns.apply()
    assert errors(run.outcomes[0]) == [("CALLER_NOT_AUTHORIZED", "Not yet.", "experience.new")]
    assert (len(turns.posted), len(set(turns.posted)), titles(turns)) == (7 + 6, 7, [])


def test_a_failure_since_the_run_began_raises_no_number(turns: Turns) -> None:
    """Such a failure counts as the run's own, also when an equal run started the set."""
    turns.wish(NEW)
    turns.twin.faults.fail_change("CreateExperience", "CALLER_NOT_AUTHORIZED", "Not yet.", times=9)
    run = turns.apply()
    assert (run.outcomes[0].status, len(turns.posted)) == (Status.FAILED, 1)
