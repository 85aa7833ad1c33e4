"""What a set may not take away when some of what was planned with it, or before it, is missing. Pure.

A plan is safe as a whole: an account may be covered, on the way, by a seat that comes in the same set that another goes
with. Where the first has failed, the second stays.
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
    """Knows the accounts that no step of a plan leaves to nobody, and keeps a run to that."""

    plan: Plan
    course: Course

    def uncovering(self, requests: Sequence[Request], ledger: Ledger) -> Mapping[RequestKey, str]:
        """Give those of *requests* that would leave such accounts to nobody if they were sent together, and why."""
        if not any(_takes(request) for request in requests):
            return {}
        lost = list(self._lost(requests, ledger))
        above = {principal for account in lost for principal in self.course.organization.path(account)}
        whom = f"{lost[0]} and {len(lost) - 1} more" if lost[1:] else "".join(lost)
        why = f"what was to govern {whom} meanwhile is missing"
        return {one.key: why for one in requests if _takes(one) and not above.isdisjoint(_seats(one, ledger))}

    def _lost(self, requests: Sequence[Request], ledger: Ledger) -> Iterator[str]:
        organization = self.course.organization
        now = govern(organization, {**self.course.before, **ledger.believed()})
        then = govern(organization, {**self.course.before, **ledger.believed(requests)})
        return (one for one in self.covered if now.governing(one) and not then.governing(one))

    @cached_property
    def covered(self) -> Sequence[str]:
        """Give the open accounts that are governed before the plan and at every step of it."""
        return self.course.covered(self.plan)


def _takes(request: Request) -> bool:
    return bool(request.leaving) or request.closes


def _seats(request: Request, ledger: Ledger) -> frozenset[str]:
    """Give the principals whose seats *request* takes."""
    return frozenset(request.leaving) or ledger.members(request.address)
