"""Wish and world to plan: observe, match, settle, diff, request, batch, guard. Never writes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from reconciler.batch import batch
from reconciler.errors import InvalidInput, UsageError
from reconciler.guard import ACCEPTABLE, Acceptance, Wholes, guard, preconditions, stale_acceptances
from reconciler.impact import Subtree
from reconciler.kind import Aftermath, Matching, Planned, World
from reconciler.model import (
    Address,
    Impact,
    Observed,
    Operation,
    Plan,
    Problem,
    Request,
    ResidualAccess,
)
from reconciler.model.terms import Terms
from reconciler.ports import Clients, Clock
from reconciler.selectors import outside, selects, unmatched
from reconciler.settings import ChangeSets
from reconciler.spelling import by_number, numbered, quoted

from .account import budget, names_mentioned
from .comparing import compare, without_removals
from .evidence import EXPERIENCE
from .loading import Repository
from .observing import Seen, observe
from .proving import Course, felt, proof, proven
from .safety import costed
from .selecting import likely_meant


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOptions:
    """What a command line says about a plan: selectors are `KIND`, `KIND.NAME` or globs."""

    select: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    no_removals: bool = False
    reject_connections: bool = False
    accept: tuple[Acceptance, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the form of the plan document (contract 4)."""
        return {
            "select": list(self.select),
            "exclude": list(self.exclude),
            "no_removals": self.no_removals,
            "reject_connections": self.reject_connections,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """A plan together with the world that it was made from, which execution needs.

    *observed* is by address, *observations* each kind's whole first look (at *read_at*, by AWS's clock), by kind;
    *reminders* are those of the plan's problems that tell others what to do; *course* is who governs whom on the way.
    """

    plan: Plan
    repository: Repository
    options: PlanOptions
    observed: Mapping[Address, Observed[Any]] = field(default_factory=dict)
    observations: Mapping[str, Any] = field(default_factory=dict)
    reminders: tuple[Problem, ...] = ()
    course: Course = field(default_factory=Course)
    read_at: str | None = None


def plan(
    repository: Repository,
    clients: Clients,
    options: PlanOptions,
    *,
    clock: Clock,
    commit: str | None,
    tell: Callable[[str], None] = lambda _message: None,
) -> Planning:
    """Plan what makes AWS equal to *repository*.

    Raises InvalidInput when the repository has errors, Refused for a wrong account or organisation, Unreadable when
    AWS cannot be read completely, UsageError for a selector that takes nothing in, PlanBug when the plan that was made
    fails its own replay.
    """
    _check(repository, options)
    seen = observe(repository, clients, clock, tell, whole=not (options.select or options.exclude))
    matchings = _match(repository, seen, options)
    differences = compare(repository.remotes, matchings)
    made, course = _assemble(repository, seen, matchings, differences.planned)
    made = replace(
        made,
        created_at=f"{clock.now():%Y-%m-%dT%H:%M:%SZ}",
        commit=commit,
        options=options.as_json(),
        preconditions=preconditions(made, repository.settings.guards),
        problems=(*made.problems, *differences.notes, *(without_removals(differences) if options.no_removals else ())),
    )
    observed = {p.desired.address: p.observed for m in matchings.values() for p in m.pairs if p.observed}
    return Planning(
        plan=replace(made, problems=(*made.problems, *_ruled(made, repository, options, course, differences.wholes))),
        repository=repository,
        options=options,
        observed=observed,
        observations=seen.observations,
        reminders=tuple(problem for matching in matchings.values() for problem in matching.reminders),
        course=course,
        read_at=seen.at,
    )


def _check(repository: Repository, options: PlanOptions) -> None:
    if repository.errors:
        raise InvalidInput("the desired state has errors, so nothing was planned", repository.errors)
    for one in options.accept:
        if one.rule not in ACCEPTABLE:
            raise UsageError(
                f"{one.rule!r} is no rule that can be accepted", f"those are: {', '.join(sorted(ACCEPTABLE))}"
            )
    idle = unmatched((*options.select, *options.exclude), repository.wish)
    if idle:
        known = sorted(repository.wish, key=lambda address: (address.kind not in repository.remotes, address))
        meant = likely_meant(idle[0], known, repository.kinds)
        raise UsageError(
            f"{quoted(idle[0])} selects nothing", meant or "selectors are KIND, KIND.NAME or globs of them"
        )
    for selector in (*options.select, *options.exclude):
        _check_selected(repository, selector, [one for one in repository.wish if selects(selector, one)])


def _check_selected(repository: Repository, selector: str, taken: Sequence[Address]) -> None:
    """Refuse a selector of documents that have nothing of their own in AWS, and name what they add to."""
    if any(address.kind in repository.remotes for address in taken):
        return
    fed = {str(feed.target) for one in repository.wish.values() for feed in one.fed if feed.source in taken}
    hint = f"select {', '.join(numbered(fed)) or 'the objects that name it'}"
    raise UsageError(f"{selector!r} selects nothing that AWS has", hint)


def _match(repository: Repository, seen: Seen, options: PlanOptions) -> Mapping[str, Matching]:
    world = World(
        organization=seen.organization,
        references=repository.references,
        outside=outside(repository.wish, options.select, options.exclude),
        no_removals=options.no_removals,
        reject_connections=options.reject_connections and not options.no_removals,
    )
    return {
        name: repository.remotes[name].match(repository.wish, observation, world)
        for name, observation in seen.observations.items()
    }


def _assemble(
    repository: Repository,
    seen: Seen,
    matchings: Mapping[str, Matching],
    planned: Mapping[str, Sequence[Planned]],
) -> tuple[Plan, Course]:
    terms = _terms(repository, seen)
    requests = [
        request for name, changes in planned.items() for request in repository.remotes[name].requests(changes, terms)
    ]
    aftermaths = [repository.remotes[name].aftermath(changes) for name, changes in planned.items()]
    found = (one.change for many in planned.values() for one in many)
    changes = tuple(sorted(found, key=lambda change: by_number(str(change.address))))
    made = Plan(
        created_at="",
        commit=None,
        changes=changes,
        operations=_operations(repository, requests),
        problems=(*repository.problems, *seen.problems, *_problems(matchings, aftermaths)),
        residual_access=_residual(matchings, aftermaths),
        impact=Impact(lost_services=tuple(one for aftermath in aftermaths for one in aftermath.lost_services)),
        dns_records=tuple(record for matching in matchings.values() for record in matching.dns_records),
        unmanaged=tuple(item for matching in matchings.values() for item in matching.unmanaged),
        residue={address: ids for matching in matchings.values() for address, ids in matching.residue.items()},
    )
    course = proven(made, repository, seen, matchings, planned)
    if EXPERIENCE in planned:
        made = felt(made, course)
    made = replace(made, proof=proof(made, requests, course, isolated=terms.isolated))
    if EXPERIENCE in planned:
        made = costed(made, repository.remotes[EXPERIENCE].requests, planned[EXPERIENCE], terms)
    titles = [matching.names for matching in matchings.values()]
    references = repository.references
    sellers = {seller.account: seller.name for seller in repository.settings.sellers}
    known = [references.labels(), sellers, seen.organization.names(), *titles, references.titles()]
    names = names_mentioned(made, known)
    return replace(made, names=names, budget=budget(made.operations)), course


def _operations(repository: Repository, requests: Sequence[Request]) -> tuple[Operation, ...]:
    account = repository.settings.marketplace.account if repository.settings.marketplace else ""
    isolated = repository.settings.change_sets is ChangeSets.ISOLATED
    sellers = {seller.name: seller.account for seller in repository.settings.sellers}
    return batch(requests, account=account, sellers=sellers, isolated=isolated)


def _terms(repository: Repository, seen: Seen) -> Terms:
    return Terms(
        permission_edits_per_call=repository.settings.permission_edits_per_call,
        isolated=repository.settings.change_sets is ChangeSets.ISOLATED,
        organization=seen.organization,
    )


def _problems(matchings: Mapping[str, Matching], aftermaths: Sequence[Aftermath]) -> list[Problem]:
    found = [problem for one in matchings.values() for problem in (*one.problems, *one.reminders)]
    found += [problem for aftermath in aftermaths for problem in aftermath.problems]
    return sorted(found, key=lambda problem: (by_number(str(problem.address or "")), problem.code, problem.message))


def _residual(matchings: Mapping[str, Matching], aftermaths: Sequence[Aftermath]) -> tuple[ResidualAccess, ...]:
    """Give access that outlives its grant: what the changes leave behind, then what was left before."""
    found = [one for aftermath in aftermaths for one in aftermath.residual_access]
    return (*found, *(one for matching in matchings.values() for one in matching.residual_access))


def _ruled(made: Plan, repository: Repository, options: PlanOptions, course: Course, wholes: Wholes) -> list[Problem]:
    below = Subtree(course.organization).accounts_below
    refusals = guard(made, repository.settings.guards, options.accept, below, wholes)
    return [*refusals, *stale_acceptances(made, options.accept)]
