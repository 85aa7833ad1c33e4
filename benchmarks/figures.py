"""Figures with their aims and with what they are compared with, as a table and as JSON."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

NOT_MEASURED = "not measured"


@dataclass(frozen=True, slots=True)
class Beside:
    """What a figure is compared with: a name and a value in the figure's unit."""

    name: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number. *aim* is the most that it should be, *beside* what it is compared with; each may be missing.

    *value* is None where nothing was measured; *note* then says why.
    """

    name: str
    value: float | None
    unit: str
    aim: float | None = None
    beside: Beside | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Return the value divided by its aim; up to 1 the aim is met."""
        return round(self.value / self.aim, 2) if self.value is not None and self.aim else None

    @property
    def times(self) -> float | None:
        """Return the value divided by what it is compared with."""
        known = self.value is not None and self.beside is not None and self.beside.value
        return round((self.value or 0) / self.beside.value, 2) if known and self.beside else None

    @property
    def verdict(self) -> str:
        """Return whether the aim is met; empty without an aim, and never `met` where nothing was measured."""
        if self.value is None:
            return NOT_MEASURED
        return "" if self.aim is None else "met" if self.value <= self.aim else "MISSED"

    def as_json(self) -> dict[str, Any]:
        """Return all fields of the figure, what it is compared with as `beside`, and both ratios."""
        verdict = self.verdict.lower().replace(" ", "_") or None
        return {**asdict(self), "ratio": self.ratio, "times": self.times, "verdict": verdict}

    def cells(self) -> tuple[str, ...]:
        """Return the cells of its row."""
        value = "-" if self.value is None else _with_unit(self.value, self.unit)
        aim = _with_unit(self.aim, self.unit) if self.aim is not None else ""
        ratio = f"{self.ratio:.2f}" if self.ratio is not None else ""
        return self.name, value, aim, self.verdict, ratio, self._compared(), self.note

    def _compared(self) -> str:
        if not self.beside:
            return ""
        times = f" (x {self.times:.3g})" if self.times is not None else ""
        return f"{self.beside.name}: {_with_unit(self.beside.value, self.unit)}{times}"


def unmeasured(name: str, why: str) -> Figure:
    """Return the figure of something that could not be measured."""
    return Figure(name=name, value=None, unit="", note=f"{NOT_MEASURED}: {why}")


HEADER = ("figure", "measured", "aim", "verdict", "ratio", "compared with", "note")
NUMBERS = {"measured", "aim", "ratio"}


def table(figures: Iterable[Figure]) -> Iterator[str]:
    """Yield the lines of a table."""
    rows: Sequence[tuple[str, ...]] = [HEADER, *(figure.cells() for figure in figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rows = [rows[0], tuple("-" * width for width in widths), *rows[1:]]
    for row in rows:
        yield "  ".join(map(_aligned, HEADER, row, widths)).rstrip()


def verdicts(figures: Sequence[Figure]) -> Iterator[str]:
    """Yield how many aims are met, missed and not measured, and a line for each that is not met."""
    count = {word: sum(one.verdict == word for one in figures) for word in ("met", "MISSED", NOT_MEASURED)}
    yield f"aims: {count['met']} met, {count['MISSED']} missed; {count[NOT_MEASURED]} figures not measured"
    for one in figures:
        if one.verdict == "MISSED":
            name, value, aim, *_ = one.cells()
            yield f"  MISSED  {name}: {value}, the aim is {aim}"
        if one.verdict == NOT_MEASURED:
            yield f"  NOT MEASURED  {one.name}: {one.note.removeprefix(f'{NOT_MEASURED}: ')}"


def _aligned(head: str, cell: str, width: int) -> str:
    return cell.rjust(width) if head in NUMBERS else cell.ljust(width)


def _with_unit(value: float, unit: str) -> str:
    """Return a number with three significant digits, or all digits of a whole number, and its unit."""
    number = f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"
    return f"{number} {unit}".rstrip()
