"""The items of a checklist: what each one asks, and what became of it. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from .service import ServiceState
from .surroundings import NotTold, ServiceSurroundings
from .verified import VerifyReport

ChecklistPart = Literal["creation", "testing"]
"""Which of AWS Marketplace's two checklists has an item."""


class ItemStatus(StrEnum):
    """What is known of an item: it holds, it does not, or nobody can say."""

    GREEN = "green"
    RED = "red"
    GREY = "grey"


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """All that is known of one service: its documents, AWS, and the report of `verify` if there is one."""

    state: ServiceState
    around: ServiceSurroundings
    report: VerifyReport | None = None


@dataclass(frozen=True, slots=True)
class ItemVerdict:
    """What became of an item, and why; *facts* are what it was judged by, for programs."""

    status: ItemStatus
    because: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of AWS Marketplace's checklists: of `creation` or of `testing`, in *part*.

    *needs* are the items that have to hold before this one can be judged. AWS Marketplace lists no service without
    those that are *required*.
    """

    id: str
    title: str
    part: ChecklistPart
    judge: Callable[[ServiceFacts], ItemVerdict]
    needs: tuple[str, ...] = ()
    required: bool = False


def green(because: str, **facts: object) -> ItemVerdict:
    """Return that an item holds."""
    return ItemVerdict(ItemStatus.GREEN, because, facts)


def red(because: str, **facts: object) -> ItemVerdict:
    """Return that an item does not hold; *because* also says what to do."""
    return ItemVerdict(ItemStatus.RED, because, facts)


def grey(because: str, **facts: object) -> ItemVerdict:
    """Return that nobody can say whether an item holds."""
    return ItemVerdict(ItemStatus.GREY, because, facts)


def unread(found: NotTold) -> ItemVerdict:
    """Return that what an item is judged by could not be read."""
    return grey(f"could not be read: {found.because}")
