"""The run report (contract 5): written whatever happens, with what is known by then."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from reconciler.model import FORMAT_VERSION, worst_first

if TYPE_CHECKING:
    from reconciler.pipeline import Run

    from .program import Progress

Document = Mapping[str, Any]
_DONE = {"succeeded", "adopted"}
_ENDS = {*_DONE, "failed", "skipped", "rolled_back"}


class RunReport:
    """A run as it is known so far: nothing, then a plan, then events, then how it ended."""

    def __init__(self, started: datetime) -> None:
        """Begin with nothing but the time."""
        self._started = started
        self._digest: str | None = None
        self._operations: Sequence[Document] = ()
        self._changed: Sequence[str] = ()
        self._events: dict[str, Document] = {}
        self._run: Run | None = None
        self._converged: bool | None = None
        self._begun = False
        self._problems: Sequence[Document] = ()

    def planned(self, plan: Document) -> None:
        """Note what is going to be done."""
        self._digest = plan["digest"]
        self._operations = plan["operations"]
        self._changed = [change["address"] for change in plan["changes"]]
        self._converged = False
        self._problems = [one for one in plan["problems"] if one["severity"] in {"error", "refused"}]

    def stopped(self, problems: Sequence[Document]) -> None:
        """Note why a run never came to a plan."""
        self._problems = [*self._problems, *problems]

    def nothing_to_do(self, *, converged: bool) -> None:
        """Note that AWS needs nothing; *converged* is false when not all of the repository could be compared."""
        self._converged = converged

    def begun(self) -> None:
        """Note that from now on something may have been written: how AWS is then, only a last look tells."""
        self._begun, self._converged = True, None

    def listening(self, tell: "Progress") -> "Progress":
        """Give a *tell* that is also noted here, so that an interrupted run knows what it had done."""

        def heard(event: Document) -> None:
            self._events[event["operation"]] = event
            tell(event)

        return heard

    def ended(self, run: "Run") -> None:
        """Note how it ended."""
        self._run = run

    def document(self, ended: datetime, because: str) -> dict[str, Any]:
        """Give the report; *because* says why what has not ended has not."""
        if self._run is not None:
            return self._run.as_json() | {"problems": [one.as_json() for one in worst_first(self._run.problems)]}
        times = {"started_at": _time(self._started), "ended_at": _time(ended)}
        report = {"format_version": FORMAT_VERSION, "plan_digest": self._digest, **times}
        return report | self._unfinished(because)

    def _unfinished(self, because: str) -> dict[str, Any]:
        """Tell what is known of a run that never came to its end, or never began."""
        outcomes = [self._outcome(operation, because) for operation in self._operations if self._begun]
        undone = {address for one in outcomes if one["status"] not in _DONE for address in one["addresses"]}
        return {
            "outcomes": outcomes,
            "converged": self._converged,
            "remaining": [one for one in self._changed if one in undone or self._converged is False],
            "unverified": list(self._changed) if self._converged is None else [],
            "exposed": [],
            "names": {},
            "problems": list(self._problems),
        }

    def _outcome(self, operation: Document, because: str) -> Document:
        """Tell how one operation stands: ended, on its way without us, or never sent."""
        event = self._events.get(operation["id"], {"event": "skipped", "message": because})
        on_its_way = event["event"] not in _ENDS
        return {
            "operation": operation["id"],
            "status": "failed" if on_its_way else event["event"],
            "action": operation["action"],
            "addresses": operation["addresses"],
            "created": None,
            "created_ids": {},
            "in_part": False,
            "change_set_id": event.get("change_set_id"),
            "request_id": None,
            "errors": [],
            "because": f"{because}; what was sent goes on in AWS" if on_its_way else event["message"] or None,
        }


def _time(given: datetime) -> str:
    """Write a time as AWS does: `YYYY-MM-DDTHH:MM:SSZ`."""
    return given.strftime("%Y-%m-%dT%H:%M:%SZ")
