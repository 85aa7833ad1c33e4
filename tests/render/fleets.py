"""The answer of a fleet with a member in each state that a page has to show, for the tests of renderings."""

from collections.abc import Mapping, Sequence
from typing import Any

from reconciler.pipeline import fleet_answer, member_answer
from reconciler.printed import FleetJson, PlanJson
from reconciler.render import Marker, fleet_html, plan_lines

MARKER = Marker("plan", "fleet.yaml")
LOST = "error: the process that ran this member ended; what it did in AWS is found by the next run\n"


def fleet_of(*members: tuple[str, int | None, PlanJson | None], command: str = "plan", left_out: int = 0) -> FleetJson:
    """Return the answer of *command*; each member has a name, an exit code, and its plan if it has one."""
    impacts = [plan and ({**plan, "impact": {}} if command == "drift" else plan) for _, _, plan in members]
    entries = [
        member_answer(
            name,
            f"{name}/reconciler.yaml",
            code,
            plan,
            told="" if plan or code is None else LOST,
            plan=impact,
        )
        for (name, code, plan), impact in zip(members, impacts, strict=True)
    ]
    return fleet_answer(command, entries, left_out, plans={} if command == "drift" else None)


def page_of(answer: FleetJson, *, texts: Mapping[str, str] | None = None, **more: Any) -> str:  # noqa: ANN401 - options
    """Return the page of *answer*; by default each member has the text of its plan."""
    said = texts if texts is not None else texts_of(answer)
    return "".join(fleet_html(answer, said, MARKER._replace(command=answer["command"]), commands_of(answer), **more))


def texts_of(answer: FleetJson) -> Mapping[str, str]:
    """Return the plan of each member as text."""
    plans: Mapping[str, Any] = {one["member"]: one["answer"] for one in answer["members"] if one["answer"]}
    return {name: "".join(f"{line}\n" for line in plan_lines(plan)) for name, plan in plans.items()}


def commands_of(answer: FleetJson) -> Mapping[str, Sequence[str]]:
    """Return the parts of the command that applies each member."""
    return {one["member"]: ["reconciler apply", f"--config {one['config']}"] for one in answer["members"]}
