"""The draft of a plan: everything that the kinds report, without operations, impact and proof. Pure.

Example: the draft of two changes has the changes, and what the kinds say of them: problems, live connections that
remain, unmanaged objects. What enables Private Marketplace stands above the experiences that it lets take effect.
"""

from collections.abc import Iterable

from reconciler.kind import Consequences, Matching
from reconciler.model import Impact, Plan, Problem
from reconciler.pipeline.proving import Evidence
from reconciler.spelling import by_number


def drafted(evidence: Evidence) -> Plan:
    """Return the plan that *evidence* leads to, without operations, impact and proof."""
    repository, matchings = evidence.repository, evidence.matchings.values()
    consequences = [repository.remotes[kind].consequences(changes) for kind, changes in evidence.planned.items()]
    changes = (one.change for many in evidence.planned.values() for one in many)
    leading = {request.address for request in evidence.requests if request.verb.leads}
    found: tuple[Consequences | Matching, ...] = (*consequences, *matchings)
    return Plan(
        created_at="",
        commit=None,
        changes=tuple(sorted(changes, key=lambda one: (one.address not in leading, by_number(str(one.address))))),
        operations=(),
        problems=(*repository.problems, *evidence.snapshot.problems, *_problems(matchings, consequences)),
        residual_access=tuple(access for one in found for access in one.residual_access),
        impact=Impact(lost_services=tuple(service for one in consequences for service in one.lost_services)),
        dns_records=tuple(record for matching in matchings for record in matching.dns_records),
        unmanaged=tuple(item for matching in matchings for item in matching.unmanaged),
        irremovable={address: ids for matching in matchings for address, ids in matching.irremovable.items()},
    )


def _problems(matchings: Iterable[Matching], consequences: Iterable[Consequences]) -> list[Problem]:
    found = [problem for one in matchings for problem in (*one.problems, *one.reminders)]
    found += [problem for one in consequences for problem in one.problems]
    return sorted(found, key=lambda problem: (by_number(str(problem.address or "")), problem.code, problem.message))
