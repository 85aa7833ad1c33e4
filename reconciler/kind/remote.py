"""What a kind provides if its objects live in AWS."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from reconciler.adoption import Adoption
from reconciler.effects import Effects
from reconciler.model import (
    Action,
    Address,
    Desired,
    Observed,
    Opening,
    Pair,
    Request,
    SetChange,
    Stakes,
    Terms,
    Verb,
    Wish,
)
from reconciler.names import References
from reconciler.past import Past
from reconciler.ports import Clients, Unsuccessful
from reconciler.printed import WorldPart

from .exchanged import Consequences, Matching, Planned, PlanningContext, Readiness, Surroundings
from .nothing import (
    all_undone,
    fed_by_none,
    no_consequences,
    nothing_around,
    nothing_at_stake,
    nothing_cited,
    nothing_in_world,
    nothing_opened,
    ready_at_once,
)


class Side(StrEnum):
    """Whose accounts an object lives in; the settings' section of the same name says how to reach them."""

    MARKETPLACE = "marketplace"
    SELLERS = "sellers"


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


Remotes = Mapping[str, Remote]
"""The kinds whose objects live in AWS, by name."""
