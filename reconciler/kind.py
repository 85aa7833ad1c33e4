"""What a folder under kinds/ must provide: a frozen record of functions, and the values they exchange."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from .effects import Effects
from .model import (
    Action,
    Address,
    Change,
    Desired,
    DnsRecord,
    Document,
    Feed,
    LostService,
    Observed,
    Organization,
    Pair,
    Problem,
    Request,
    ResidualAccess,
    Stakes,
    Terms,
    Unmanaged,
    Verb,
    Wish,
)
from .names import Name, References
from .ports import Clients, Unsuccessful


class Side(StrEnum):
    """Whose account an object lives in: the settings' section of that name says how to reach it."""

    MARKETPLACE = "marketplace"
    SELLERS = "sellers"


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document understood: *desired* is None when its problems leave nothing to wish for.

    *used* are the names that it refers to, by kind: others are unused; *feed* is what it adds to another object's list.
    """

    desired: Desired[Any] | None
    problems: tuple[Problem, ...] = ()
    used: Mapping[str, frozenset[str]] = field(default_factory=dict)
    feed: Feed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanningContext:
    """What a kind's `match` needs besides its own observation: other facts of AWS, and the options of the plan.

    *outside* are the addresses that no selector takes in: known, but not planned. *reject_connections* asks to end what
    no grant admits.
    """

    organization: Organization
    references: References = field(default_factory=References)
    outside: frozenset[Address] = frozenset()
    no_removals: bool = False
    reject_connections: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """Which live object each wish is about, and what stands in the way.

    A wish with an error is in *problems* (with its address) and not in *pairs*. *names* are titles of ids;
    *residue* are members that AWS keeps, that nothing names and that cannot be taken back: no difference.
    *reminders* tell what others have yet to do: a plan has them, and so has the last look of an apply; *dns_records*
    are what they have to publish, as data.
    *residual_access* is access that no grant carries, whatever changes. *wholes* are the pairs as the whole repository
    makes them, by address, where only a part of it is planned.
    """

    pairs: tuple[Pair[Any], ...] = ()
    problems: tuple[Problem, ...] = ()
    reminders: tuple[Problem, ...] = ()
    unmanaged: tuple[Unmanaged, ...] = ()
    dns_records: tuple[DnsRecord, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    residue: Mapping[Address, tuple[str, ...]] = field(default_factory=dict)
    residual_access: tuple[ResidualAccess, ...] = ()
    wholes: Mapping[Address, Pair[Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One change with both sides of it, as `requests` takes it."""

    change: Change
    pair: Pair[Any]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is there beside the objects that a plan is about: its proof has to hold among it.

    *live* are objects by address, also of documents that are left out, or by AWS's id where no document names them;
    *left* are members that an earlier run took out of an object, by its name there, and has placed nowhere.
    """

    live: Mapping[str, Observed[Any]] = field(default_factory=dict)
    left: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Consequences:
    """What follows from changes: residual access, lost services, and what else a reader must know.

    *lost_services* are the endpoint services that customers lose.
    """

    residual_access: tuple[ResidualAccess, ...] = ()
    lost_services: tuple[LostService, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far an object is that a call has created: its *state* in AWS's words.

    *seen* is false while reads lag behind the creation; what is neither *ready* nor *failed* is coming up.
    """

    state: str = ""
    seen: bool = True
    ready: bool = True
    failed: bool = False


def ready_at_once(_request: Request, _id: str, _clients: Clients) -> Readiness:
    """Be ready as soon as it is created."""
    return Readiness()


def all_undone(_request: Request, _id: str, items: Sequence[Unsuccessful], _clients: Clients) -> Sequence[Unsuccessful]:
    """Count every item that a call says it has not done."""
    return items


def no_consequences(_planned: Sequence[Planned]) -> Consequences:
    """Return no consequences."""
    return Consequences()


def nothing_around(_observation: Any) -> Surroundings:  # noqa: ANN401 - any observation
    """Have nothing in common with what no document names."""
    return Surroundings()


def nothing_cited(_desired: Desired[Any]) -> Mapping[str, str]:
    """Cite no document."""
    return {}


def nothing_at_stake(_pair: Pair[Any], _after: Any) -> Stakes:  # noqa: ANN401 - any spec
    """Put nothing at stake but the fields."""
    return Stakes()


def nothing_to_check(_wish: Wish) -> tuple[Problem, ...]:
    """Check nothing across documents."""
    return ()


def fed_as_is(desired: Desired[Any], feeds: tuple[Feed, ...]) -> Desired[Any]:
    """Keep what other documents feed beside the wish."""
    return replace(desired, fed=feeds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """What a kind provides whose objects live in AWS. None writes; most are pure.

    Planning: *observe* reads AWS; *match* says which live object each wish is about; *settle* completes a wish with
    what AWS will hold once it is carried out (before the diff); *blank* is the spec that a creation starts from;
    *intent* is what happens to an object as a whole, and why; *stakes* is what guards weigh beside its fields, both for
    a settled wish; *requests* turns all changes of the kind into requests of its *verbs*; *consequences* are what
    follows from the changes: residual access, lost services, problems.
    Proof and execution: *effects* say what each verb does to an object, *surroundings* what else was observed. *reread*
    observes objects again, given the first observation; None where no revision is locked on, and nothing is compared
    between calls. *readiness* asks how far a created object is, *undone* leaves out of what a call says it has not done
    what needs no doing.
    *write* gives the YAML that adopts a live object. *cite* says where documents name each member of an object's lists,
    in their order.
    """

    side: Side
    blank: Any
    observe: Callable[[Wish, Clients], Any]
    match: Callable[[Wish, Any, PlanningContext], Matching]
    settle: Callable[[Desired[Any], Observed[Any] | None], Any]
    intent: Callable[[Pair[Any], Any], tuple[Action, str]]
    stakes: Callable[[Pair[Any], Any], Stakes] = nothing_at_stake
    requests: Callable[[Sequence[Planned], Terms], tuple[Request, ...]]
    verbs: tuple[Verb, ...]
    effects: Effects
    consequences: Callable[[Sequence[Planned]], Consequences] = no_consequences
    surroundings: Callable[[Any], Surroundings] = nothing_around
    reread: Callable[[Collection[str], Clients, Any], Mapping[str, Observed[Any]]] | None = None
    readiness: Callable[[Request, str, Clients], Readiness] = ready_at_once
    undone: Callable[[Request, str, Sequence[Unsuccessful], Clients], Sequence[Unsuccessful]] = all_undone
    write: Callable[[Address, str, References, Clients], str]
    cite: Callable[[Desired[Any]], Mapping[str, str]] = nothing_cited


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of object. Found by its folder, so a new one edits nothing that exists.

    *parse* turns one valid document into a wish; *name_of* tells what id it names, for kinds that name things;
    *check* finds offline what no single document shows; *absorb* takes what other documents feed;
    *remote* is None for kinds that have nothing in AWS.
    """

    name: str
    schema: Mapping[str, Any]
    parse: Callable[[Document, References], Parsed]
    name_of: Callable[[Document], Name] | None = None
    check: Callable[[Wish], tuple[Problem, ...]] = nothing_to_check
    absorb: Callable[[Desired[Any], tuple[Feed, ...]], Desired[Any]] = fed_as_is
    remote: Remote | None = None


Remotes = Mapping[str, Remote]
"""The kinds whose objects live in AWS, by name."""


def remotes(kinds: Mapping[str, Kind]) -> Remotes:
    """Give the kinds whose objects live in AWS."""
    return {name: kind.remote for name, kind in kinds.items() if kind.remote}


__all__ = [
    "Consequences",
    "Kind",
    "Matching",
    "Parsed",
    "Planned",
    "PlanningContext",
    "Remote",
    "Remotes",
    "Side",
    "Surroundings",
    "remotes",
]
