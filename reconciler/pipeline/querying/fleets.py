"""The answers of the members of a fleet as one answer, and its exit code.

Example: three members end with 0, 2 and 4. The states are clean, changed and refused, and the fleet ends with 4.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, Final

from reconciler.errors import ExitCode
from reconciler.model import FORMAT_VERSION, Problem, note, worst_first
from reconciler.principal_forms import EVERYONE
from reconciler.printed import FleetJson, FleetOptionsJson, MemberJson, MemberState

MEMBER_STATES: Final[Mapping[int | None, MemberState]] = {
    ExitCode.DONE: "clean",
    ExitCode.FAILED: "failed",
    ExitCode.CHANGES: "changed",
    ExitCode.INVALID: "invalid",
    ExitCode.REFUSED: "refused",
    ExitCode.STALE: "stale",
    ExitCode.PARTIAL: "partial",
    ExitCode.UNREADABLE: "unreadable",
    ExitCode.USAGE: "failed",
    ExitCode.INTERRUPTED: "interrupted",
    None: "not_run",
}
"""The state of a member by its exit code; None is a member that was not begun."""
NO_OPTIONS: Final[FleetOptionsJson] = {"select": [], "exclude": [], "no_removals": False, "reject_connections": False}
PRECEDENCE: Final = (
    ExitCode.INTERRUPTED,
    ExitCode.USAGE,
    ExitCode.INVALID,
    ExitCode.UNREADABLE,
    ExitCode.REFUSED,
    ExitCode.STALE,
    ExitCode.PARTIAL,
    ExitCode.FAILED,
    ExitCode.CHANGES,
    ExitCode.DONE,
)
"""Exit codes: those before others in this list win (contract 3)."""


def member_answer(
    member: str,
    config: str,
    code: int | None,
    answer: Mapping[str, Any] | None,
    *,
    told: str = "",
    plan: Mapping[str, Any] | None = None,
) -> MemberJson:
    """Return the entry of one member; *answer* is its own JSON, *told* what it wrote to stderr.

    *plan* is the JSON that says who loses what: that of the plan which was applied, or the answer itself.
    """
    plan = plan or {}
    return {
        "member": member,
        "config": config,
        "state": MEMBER_STATES[code],
        "code": code,
        "changes": len(plan.get("changes", ())),
        "refused": sorted({one["code"] for one in plan.get("problems", ()) if one["severity"] == "refused"}),
        "accounts_losing": len(_accounts_losing(plan)),
        "customers_losing": len(_customers_losing(plan)),
        "told": told,
        "answer": answer,
    }


def _accounts_losing(plan: Mapping[str, Any]) -> set[str]:
    groups = plan.get("impact", {}).get("groups", ())
    return {account for group in groups if group["loses"] != 0 for account in group["accounts"]}


def _customers_losing(plan: Mapping[str, Any]) -> set[str]:
    services = plan.get("impact", {}).get("lost_services", ())
    return {customer for service in services for customer in service["customers"]} - {EVERYONE}


def fleet_digest(plans: Mapping[str, Mapping[str, Any] | None]) -> str | None:
    """Return the digest of the *plans* of all members together; None if no member has a plan.

    Another digest of a member makes it another one, and so does a member that comes, goes or can no longer be planned.
    """
    digests = {member: (plan or {}).get("digest") for member, plan in plans.items()}
    if not any(digests.values()):
        return None
    return f"sha256:{sha256(json.dumps(digests, sort_keys=True, separators=(',', ':')).encode()).hexdigest()}"


def fleet_answer(
    command: str,
    members: Sequence[MemberJson],
    left_out: int = 0,
    found: Iterable[Problem] = (),
    *,
    plans: Mapping[str, Mapping[str, Any] | None] | None = None,
    options: FleetOptionsJson = NO_OPTIONS,
) -> FleetJson:
    """Join the entries of *members*; selectors have left out *left_out* others, which the answer says.

    The problems *found* belong to no member. *plans*, by member, say who loses what, as for `member_answer`, and have
    the digest; left out, the answers of the members say who loses what. A customer who loses access in several members
    is one customer. *options* are those of the command.
    """
    impacts = [
        {} if plan is None else plan
        for plan in ((one["answer"] for one in members) if plans is None else plans.values())
    ]
    counted = Counter(one["state"] for one in members)
    problems = [problem.as_json() for problem in worst_first(found)]
    if left_out:
        others, them = ("1 member", "it") if left_out == 1 else (f"{left_out:,} members", "them")
        words = f"--select and --exclude leave out {others}: nothing is known of {them}"
        problems.append(note("members-left-out", words).as_json())
    return {
        "format_version": FORMAT_VERSION,
        "command": command,
        "digest": fleet_digest(plans or {}),
        "options": options,
        "summary": {
            "members": len(members),
            "states": dict(sorted(counted.items(), key=lambda one: list(MEMBER_STATES.values()).index(one[0]))),
            "accounts_losing": len({account for plan in impacts for account in _accounts_losing(plan)}),
            "customers_losing": len({customer for plan in impacts for customer in _customers_losing(plan)}),
        },
        "members": list(members),
        "problems": problems,
    }


def fleet_code(answer: FleetJson, *, changes_count: bool) -> ExitCode:
    """Return the exit code of a fleet; changes end it with 2 only if *changes_count*.

    A member that was not begun makes it partial: nobody may take it for done. A rule that refuses what several members
    do together ends it with 4.
    """
    refused = [ExitCode.REFUSED for one in answer["problems"] if one["severity"] == "refused"]
    worst = worst_code([*(one["code"] for one in answer["members"]), *refused])
    return ExitCode.DONE if worst is ExitCode.CHANGES and not changes_count else worst


def worst_code(codes: Iterable[int | None]) -> ExitCode:
    """Return the code that wins; None stands for what was not begun."""
    every = {ExitCode.PARTIAL if code is None else code for code in codes}
    return next((code for code in PRECEDENCE if code in every), ExitCode.DONE)
