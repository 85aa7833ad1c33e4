"""The draft of a plan: its operations and everything that the kinds report, without impact and proof. Pure.

Example: the requests of two changes fit into one change set. The draft has one operation, the two changes, and what the
kinds say of them: problems, live connections that remain, unmanaged objects.
"""

from collections.abc import Iterable

from reconciler.batch import batch
from reconciler.kind import Consequences, Matching
from reconciler.model import Impact, Operation, Plan, Problem
from reconciler.pipeline.proving import Evidence
from reconciler.spelling import by_number


def drafted(evidence: Evidence) -> Plan:
    """Return the plan that *evidence* leads to, without impact and proof."""
    repository, matchings = evidence.repository, evidence.matchings.values()
    consequences = [repository.remotes[kind].consequences(changes) for kind, changes in evidence.planned.items()]
    changes = (one.change for many in evidence.planned.values() for one in many)
    found: tuple[Consequences | Matching, ...] = (*consequences, *matchings)
    return Plan(
        created_at="",
        commit=None,
        changes=tuple(sorted(changes, key=lambda change: by_number(str(change.address)))),
        operations=operations_of(evidence),
        problems=(*repository.problems, *evidence.snapshot.problems, *_problems(matchings, consequences)),
        residual_access=tuple(access for one in found for access in one.residual_access),
        impact=Impact(lost_services=tuple(service for one in consequences for service in one.lost_services)),
        dns_records=tuple(record for matching in matchings for record in matching.dns_records),
        unmanaged=tuple(item for matching in matchings for item in matching.unmanaged),
        irremovable={address: ids for matching in matchings for address, ids in matching.irremovable.items()},
    )


def operations_of(evidence: Evidence) -> tuple[Operation, ...]:
    """Return the requests of *evidence* packed into operations."""
    settings = evidence.repository.settings
    account = settings.marketplace.account if settings.marketplace else ""
    sellers = {seller.name: seller.account for seller in settings.sellers}
    return batch(
        evidence.requests,
        account=account,
        sellers=sellers,
        isolated=evidence.terms.isolated,
        fastest=evidence.terms.fastest,
    )


def _problems(matchings: Iterable[Matching], consequences: Iterable[Consequences]) -> list[Problem]:
    found = [problem for one in matchings for problem in (*one.problems, *one.reminders)]
    found += [problem for one in consequences for problem in one.problems]
    return sorted(found, key=lambda problem: (by_number(str(problem.address or "")), problem.code, problem.message))
