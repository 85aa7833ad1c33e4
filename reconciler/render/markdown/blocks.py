"""The blocks of a comment: headings, tables and folded parts, as lines."""

from collections.abc import Iterable, Sequence


def heading(words: str) -> list[str]:
    """Return the heading of a section."""
    return ["", f"### {words}", ""]


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return a table; a column whose head begins with `#` holds numbers and is aligned to the right."""
    heads = [column.removeprefix("#") for column in columns]
    rule = ["---:" if column.startswith("#") else "---" for column in columns]
    return [_row(heads), f"|{'|'.join(rule)}|", *map(_row, rows)]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(_barred, cells))} |"


def _barred(cell: str) -> str:
    """Escape the bars in a cell: a table removes these backslashes before it reads the cell, also from code spans."""
    return cell.replace("|", "\\|")


def folded(summary: str, lines: Iterable[str]) -> list[str]:
    """Return *lines* below a *summary* that opens them; *summary* is HTML."""
    return ["", f"<details><summary>{summary}</summary>", "", *lines, "", "</details>"]


def entries(told: Iterable[str]) -> list[str]:
    """Return a list with an entry for each of *told*."""
    return [f"- {one}" for one in told]
