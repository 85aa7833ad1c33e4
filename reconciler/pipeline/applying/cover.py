"""Keeps accounts governed when a part of a change set, or an operation before it, has failed. Pure.

A whole plan is safe: an account that loses a seat may be covered by another seat that comes in the same change set. If
that other seat has failed, the first seat must stay.

Example: op-1 associates 333333333333 with `old` and releases the organization from `old`; op-2 associates the
organization with `new`. If AWS refuses the association of 333333333333, the rest of op-1 would leave the account
ungoverned until op-2. So the organization stays in `old`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reconciler.execute import Ledger
from reconciler.governance import govern
from reconciler.impact import Course
from reconciler.model import Plan, Request, RequestKey


@dataclass(frozen=True)
class Cover:
    """Finds requests that would leave accounts ungoverned which the *plan* keeps governed at every step."""

    plan: Plan
    course: Course

    def uncovering(self, requests: Sequence[Request], ledger: Ledger) -> Mapping[RequestKey, str]:
        """Return those of *requests* that would leave such accounts ungoverned if sent together, with the reason."""
        if not any(_takes(request) for request in requests):
            return {}
        lost = list(self._lost(requests, ledger))
        above = {principal for account in lost for principal in self.course.organization.path(account)}
        whom = f"{lost[0]} and {len(lost) - 1} more" if lost[1:] else "".join(lost)
        why = f"the experience that should govern {whom} meanwhile is missing"
        return {one.key: why for one in requests if _takes(one) and not above.isdisjoint(_seats(one, ledger))}

    def _lost(self, requests: Sequence[Request], ledger: Ledger) -> Iterator[str]:
        organization = self.course.organization
        now = govern(organization, {**self.course.before, **ledger.believed()})
        then = govern(organization, {**self.course.before, **ledger.believed(requests)})
        return (one for one in self.covered if now.governing(one) and not then.governing(one))

    @cached_property
    def covered(self) -> Sequence[str]:
        """Return the open accounts that are governed before the plan and at every step of it."""
        return self.course.covered(self.plan)


def _takes(request: Request) -> bool:
    return bool(request.leaving) or request.closes


def _seats(request: Request, ledger: Ledger) -> frozenset[str]:
    """Return the principals whose seats *request* takes away."""
    return frozenset(request.leaving) or ledger.members(request.address)
