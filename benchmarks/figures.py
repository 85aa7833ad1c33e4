"""Figures with their aims, as a table and as JSON."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured number; without *aim* it is told and not judged, and *note* has further information."""

    name: str
    value: float
    unit: str
    aim: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Return the value divided by its aim; up to 1 the aim is met."""
        return round(self.value / self.aim, 2) if self.aim else None

    @property
    def verdict(self) -> str:
        """Return whether the aim is met as text; empty without an aim."""
        return "" if self.aim is None else "met" if self.value <= self.aim else "MISSED"

    def as_json(self) -> dict[str, Any]:
        """Return all fields of the figure."""
        return {**asdict(self), "ratio": self.ratio, "verdict": self.verdict.lower() or None}

    def cells(self) -> tuple[str, ...]:
        """Return the cells of its row."""
        aim = f"{self.aim:g} {self.unit}" if self.aim is not None else ""
        ratio = f"{self.ratio:.2f}" if self.ratio is not None else ""
        return self.name, f"{_number(self.value)} {self.unit}", aim, self.verdict, ratio, self.note


HEADER = ("figure", "measured", "aim", "verdict", "ratio", "note")
NUMBERS = {"measured", "aim", "ratio"}


def table(figures: Iterable[Figure]) -> Iterator[str]:
    """Yield the lines of a table."""
    rows: Sequence[tuple[str, ...]] = [HEADER, *(figure.cells() for figure in figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rows = [rows[0], tuple("-" * width for width in widths), *rows[1:]]
    for row in rows:
        yield "  ".join(map(_aligned, HEADER, row, widths)).rstrip()


def _aligned(head: str, cell: str, width: int) -> str:
    return cell.rjust(width) if head in NUMBERS else cell.ljust(width)


def _number(value: float) -> str:
    """Return a number with three significant digits, or all digits of a whole number."""
    return f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"
