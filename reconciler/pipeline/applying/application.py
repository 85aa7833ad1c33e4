"""Apply: carry out a plan, and take a last look at what is left to do."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

from reconciler.execute import INTERRUPTED, Baseline, Conduct, Execution, Freshness, Ledger, Stamp, wait_for_ours
from reconciler.model import Address, Operation, Outcome, Problem
from reconciler.pipeline.loading import Repository
from reconciler.pipeline.metering import Meter
from reconciler.pipeline.planning import Planning
from reconciler.ports import Clients
from reconciler.spelling import moment

from .cover import Cover
from .last_look import LastLook
from .run import Run, time_told


def apply(
    planning: Planning,
    clients: Clients,
    conduct: Conduct,
    *,
    token: Callable[[], str],
    keep: Callable[[Run], None] = lambda _run: None,
) -> Run:
    """Carry out *planning*, observe AWS again, and return what was done and what remains.

    Change sets that an earlier run has started since the plan are waited for first, unless the plan enables what takes
    them. Raises Unreadable if they do not
    end, KeyboardInterrupt if that wait is interrupted.

    From then on nothing is raised for refusals of AWS or for bugs of reconciler: both are in the run. After an
    interrupt, apply completes what is under way and returns what is known. *keep* receives the run as it stands, at
    once and after each further step.
    """
    clock, started, meter = conduct.clock, moment(conduct.clock.now()), Meter.start(clients, conduct.clock)
    foreign: tuple[Problem, ...] = ()
    leads = any(request.verb.leads for operation in planning.plan.operations for request in operation.requests)
    if not leads and any(operation.is_change_set for operation in planning.plan.operations):
        foreign = wait_for_ours(clients.catalog, clock, partial(_held_up, conduct, planning.plan.operations))

    def so_far(outcomes: tuple[Outcome, ...]) -> Run:
        return Run(plan=planning.plan, outcomes=outcomes, started_at=started, ended_at=time_told(conduct, started))

    def interrupted() -> Run:
        return look.missed(so_far(execution.standing(INTERRUPTED)), interrupted=True)

    conduct = replace(conduct, note=lambda: keep(interrupted()))
    execution = _execution(planning, clients, conduct, token, others=len(foreign))
    look = LastLook(planning=planning, execution=execution, conduct=conduct, meter=meter)
    with suppress(KeyboardInterrupt):
        outcomes = execution.run()
        if not conduct.interrupted:
            return look.taken(so_far(outcomes))
    conduct.interruption.leave()
    return interrupted()


def _held_up(conduct: Conduct, operations: Sequence[Operation], message: str) -> None:
    """Send an event that tells that no operation has been sent yet."""
    first, total = operations[0], len(operations)
    addresses = [str(address) for address in first.addresses]
    told = {"event": "retrying", "operation": first.id, "addresses": addresses, "change_set_id": None}
    conduct.say({**told, "message": message, "done": 0, "total": total})


def _execution(
    planning: Planning, clients: Clients, conduct: Conduct, token: Callable[[], str], *, others: int
) -> Execution:
    remotes, made = planning.repository.remotes, planning.plan
    return Execution(
        planned=made.operations,
        freshness=Freshness(
            clients,
            Baseline(planning.observations, planning.read_at, clients.catalog.time()),
            Ledger.of(remotes, made.operations, planning.observed, partial(cited, planning.repository)),
        ),
        stamp=Stamp(made.digest, made.commit, token),
        conduct=conduct,
        others=others,
        uncovering=Cover(made, planning.course).uncovering,
    )


def cited(repository: Repository, address: Address) -> Mapping[str, str]:
    """Return where documents name each member of the lists of the object at *address*, in order."""
    return repository.remotes[address.kind].cite(repository.wish[address])
