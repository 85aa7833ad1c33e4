"""What a folder under kinds/ provides: a frozen record of functions, and the values that they exchange."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from importlib.resources.abc import Traversable
from typing import Any

from .adoption import Adoption
from .effects import Effects
from .model import (
    Action,
    Address,
    ByHand,
    Change,
    Desired,
    DnsRecord,
    Document,
    Feed,
    LostService,
    Observed,
    Opening,
    Organization,
    Pair,
    Problem,
    Request,
    ResidualAccess,
    SetChange,
    Stakes,
    Terms,
    Unmanaged,
    Verb,
    Wish,
)
from .names import Name, References
from .past import Past
from .ports import Clients, Unsuccessful
from .printed import WorldPart


class Side(StrEnum):
    """Whose accounts an object lives in; the settings' section of the same name says how to reach them."""

    MARKETPLACE = "marketplace"
    SELLERS = "sellers"


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document that was understood; *desired* is None if its problems leave nothing to plan.

    *used* are the names that it refers to, and *groups* the groups, both by kind. *feeds* are what it adds to the lists
    of other objects.
    """

    desired: Desired[Any] | None
    problems: tuple[Problem, ...] = ()
    used: Mapping[str, frozenset[str]] = field(default_factory=dict)
    feeds: tuple[Feed, ...] = ()
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanningContext:
    """What was observed besides the kind itself, and what the command says about the plan.

    *outside* are the addresses that the selectors leave out: known, but not planned. *reject_connections* asks to
    reject the connections that no grant admits. *acceptances* are the only endpoints that may be accepted, as an
    earlier plan names them; None if all that wait may be. *held* are objects whose written endings stay as they are.
    *by_hand* are the endpoints that a user accepts or rejects: nothing else changes then.
    """

    organization: Organization
    references: References = field(default_factory=References)
    outside: frozenset[Address] = frozenset()
    no_removals: bool = False
    reject_connections: bool = False
    acceptances: frozenset[str] | None = None
    held: frozenset[Address] = frozenset()
    by_hand: ByHand | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """The live object of each document, and the problems that were found.

    A document with an error is in *problems* (with its address) and not in *pairs*. *reminders* say what users have to
    do elsewhere: the plan has them, and so has the last look of an apply. *dns_records* are the records that they have
    to publish.

    *names* are titles by id. *irremovable* are members that no document names and that AWS does not let be removed:
    they are no difference. *residual_access* is access without a grant, whatever changes. If only a part of the
    repository is planned, *wholes* are the pairs as the whole makes them, by address.
    """

    pairs: tuple[Pair[Any], ...] = ()
    problems: tuple[Problem, ...] = ()
    reminders: tuple[Problem, ...] = ()
    unmanaged: tuple[Unmanaged, ...] = ()
    dns_records: tuple[DnsRecord, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    irremovable: Mapping[Address, tuple[str, ...]] = field(default_factory=dict)
    residual_access: tuple[ResidualAccess, ...] = ()
    wholes: Mapping[Address, Pair[Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One change with its pair, as `requests` takes it."""

    change: Change
    pair: Pair[Any]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The live objects beside those that a plan is about; the plan is proven among them.

    *live* are objects by the address of their document, even if the plan leaves it out, else by AWS's id. *left* are
    members that an earlier run took out of an object and placed nowhere, with the name of that object.
    """

    live: Mapping[str, Observed[Any]] = field(default_factory=dict)
    left: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Consequences:
    """What changes lead to besides themselves: access that outlives its grant, lost services, and problems to report.

    *lost_services* are the endpoint services that customers lose.
    """

    residual_access: tuple[ResidualAccess, ...] = ()
    lost_services: tuple[LostService, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far the creation of an object has come; *state* is in AWS's words.

    *seen* is false while reads lag behind the creation. An object that is neither *ready* nor *failed* is coming up.
    *code* stands for the state in the report, which has the state itself where it is empty.
    """

    state: str = ""
    code: str = ""
    seen: bool = True
    ready: bool = True
    failed: bool = False


def ready_at_once(_request: Request, _id: str, _clients: Clients) -> Readiness:
    """Return ready: the object needs no time after its creation."""
    return Readiness()


def all_undone(_request: Request, _id: str, items: Sequence[Unsuccessful], _clients: Clients) -> Sequence[Unsuccessful]:
    """Return every item that a call reports as not done."""
    return items


def no_consequences(_planned: Sequence[Planned]) -> Consequences:
    """Return no consequences."""
    return Consequences()


def nothing_around(_observation: Any) -> Surroundings:  # noqa: ANN401 - any observation
    """Return no surroundings."""
    return Surroundings()


def fed_by_none(_pair: Pair[Any], _change: SetChange) -> None:
    """Return no places: no other document feeds a list of the kind."""


def nothing_cited(_desired: Desired[Any]) -> Mapping[str, str]:
    """Return no places."""
    return {}


def nothing_in_world(_observation: Any, _settled: Mapping[Address, Any], _references: References) -> WorldPart:  # noqa: ANN401 - any observation
    """Return no part of the world."""
    return {}


def nothing_at_stake(_pair: Pair[Any], _after: Any) -> Stakes:  # noqa: ANN401 - any spec
    """Return nothing at stake besides the fields."""
    return Stakes()


def nothing_opened(_wanted: Iterable[Desired[Any]]) -> Opening | None:
    """Return None: the kind is not about trusted access."""
    return None


def fed_as_is(desired: Desired[Any], feeds: tuple[Feed, ...]) -> Desired[Any]:
    """Return *desired* with *feeds* beside its spec."""
    return replace(desired, fed=feeds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """What a kind provides if its objects live in AWS. No function writes; most are pure.

    Planning: *observe* reads AWS. *match* finds the live object of each document. *settle* completes a desired spec
    with what AWS will hold once it is carried out; it comes before the diff. *blank* is the spec that a creation starts
    from. *intent* returns the action on the object, and the reason; *stakes* returns what guards weigh besides the
    fields, both for a settled spec. *open_lists* are paths that others edit: a plan relies on them only if it ends the
    object. *requests* turns all changes of the kind into requests of its *verbs*.
    *consequences* returns residual access, lost services and problems that follow from the changes.

    Proof and execution: *effects* say what each verb does to an object. *surroundings* returns the other observed
    objects. *reread* observes objects again, given the first observation; None if objects have no revisions, and
    nothing is compared between calls. *completed* returns the parameters of a call that `replaces` something whole, as
    AWS has it right before the call; None if nothing is left to do. *readiness* reads how far a created object is, or
    the effect of a call that AWS shows later. *undone* returns, of the items
    that a call reports as not done, those that still have to be done.

    *world* returns the kind's part of the plan's `world`, given its observation and what AWS will hold of each object
    that changes. *opening* returns what desired objects state of trusted access, None if they state nothing.
    *adoption* says how live objects become documents; None if none can be imported. *cite* returns where documents name
    each member of an object's lists, in order. *sources* returns where other documents add a member of a changed list,
    or end its stay; None for a list that they do not feed. *past* says how their past is read; None if AWS tells
    nothing of it.
    """

    side: Side
    blank: Any
    observe: Callable[[Wish, Clients], Any]
    match: Callable[[Wish, Any, PlanningContext], Matching]
    settle: Callable[[Desired[Any], Observed[Any] | None], Any]
    intent: Callable[[Pair[Any], Any], tuple[Action, str]]
    stakes: Callable[[Pair[Any], Any], Stakes] = nothing_at_stake
    open_lists: frozenset[str] = frozenset()
    requests: Callable[[Sequence[Planned], Terms], tuple[Request, ...]]
    verbs: tuple[Verb, ...]
    effects: Effects
    consequences: Callable[[Sequence[Planned]], Consequences] = no_consequences
    surroundings: Callable[[Any], Surroundings] = nothing_around
    reread: Callable[[Collection[str], Clients, Any], Mapping[str, Observed[Any]]] | None = None
    readiness: Callable[[Request, str, Clients], Readiness] = ready_at_once
    completed: Callable[[Request, str, Mapping[str, Any], Clients], Mapping[str, Any] | None] | None = None
    undone: Callable[[Request, str, Sequence[Unsuccessful], Clients], Sequence[Unsuccessful]] = all_undone
    world: Callable[[Any, Mapping[Address, Any], References], WorldPart] = nothing_in_world
    opening: Callable[[Iterable[Desired[Any]]], Opening | None] = nothing_opened
    adoption: Adoption | None = None
    cite: Callable[[Desired[Any]], Mapping[str, str]] = nothing_cited
    sources: Callable[[Pair[Any], SetChange], Mapping[str, str] | None] = fed_by_none
    past: Past | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of object. Kinds are found by their folders, so a new kind changes no other file.

    *parse* turns one valid document into a desired spec. *name_of* returns the id that a document names, for kinds that
    name things. *check* finds offline the problems that no single document shows. *absorb* adds what other documents
    feed, and *adds_to* returns the objects that a document, valid or not, adds to. *remote* is None for kinds that have
    nothing in AWS. *problems* is the file that explains the codes of this kind alone; None if it has no such codes.
    """

    name: str
    schema: Mapping[str, Any]
    parse: Callable[[Document, References], Parsed]
    name_of: Callable[[Document], Name] | None = None
    check: Callable[[Wish], tuple[Problem, ...]] = lambda _wish: ()
    absorb: Callable[[Desired[Any], tuple[Feed, ...]], Desired[Any]] = fed_as_is
    adds_to: Callable[[Document], Collection[Address]] = lambda _document: ()
    remote: Remote | None = None
    problems: Traversable | None = None


Remotes = Mapping[str, Remote]
"""The kinds whose objects live in AWS, by name."""


def remotes(kinds: Mapping[str, Kind]) -> Remotes:
    """Return the kinds whose objects live in AWS."""
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
