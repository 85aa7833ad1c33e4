"""The program in one screen: load, plan, apply, as short functions over the rooms of the house."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .kind import References
from .model import Outcome, Plan, Problem, Wish
from .ports import Clients, Clock
from .settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A user's repository, read and understood without AWS; *problems* has everything found offline."""

    settings: Settings
    wish: Wish
    references: References
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Acceptance:
    """`RULE@DIGEST`: one rule acknowledged for one plan (the first 8 characters of its digest)."""

    rule: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOptions:
    """What a command line says about a plan: selectors are `KIND`, `KIND.NAME` or globs."""

    select: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    no_removals: bool = False
    accept: tuple[Acceptance, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """A plan together with the observed world that it was made from, which execution needs."""

    plan: Plan
    repository: Repository
    options: PlanOptions
    world: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What an apply did: one outcome per operation, and what a last look at AWS still finds to do.

    *remaining* names the addresses that still differ; *converged* is true when there are none and all was readable.
    """

    plan: Plan
    outcomes: tuple[Outcome, ...]
    converged: bool
    remaining: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def load(config: Path, paths: Sequence[Path] = ()) -> Repository:
    """Read settings and desired state (or only *paths*); problems are collected, InvalidInput only for settings."""
    raise NotImplementedError


def plan(
    repository: Repository, clients: Clients, options: PlanOptions, *, clock: Clock, commit: str | None
) -> Planning:
    """Observe, diff, batch, guard. Never writes. Raises Unreadable, or Refused for a wrong account or organisation."""
    raise NotImplementedError


def apply(
    planning: Planning,
    clients: Clients,
    *,
    clock: Clock,
    token: Callable[[], str],
    jitter: Callable[[], float],
    on_progress: Callable[[Mapping[str, Any]], None],
) -> Run:
    """Execute the plan, observe again, and say what remains."""
    raise NotImplementedError
