"""The values that a kind and the core exchange."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from reconciler.model import (
    Address,
    ByHand,
    Change,
    Desired,
    DnsRecord,
    Feed,
    LostService,
    Observed,
    Organization,
    Pair,
    Problem,
    ResidualAccess,
    Unmanaged,
)
from reconciler.names import References


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
