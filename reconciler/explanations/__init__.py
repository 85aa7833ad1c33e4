"""What each problem code and each rule means, and what to do about it: data in TOML files, one table for each code.

The codes of one kind are in the kind's folder (`problems.toml`), all others are in this folder. Example:

    group = "Experiences"

    [near-miss]
    severity = ["error"]
    summary = "the creation would probably duplicate an unmanaged experience"
    means = "AWS has a live experience that looks like this one, and no document names it. ..."
    do = "To adopt the live experience, add its id to the document. ..."
    see = "docs/contract.md 1.2"
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

from reconciler.model import Severity

__all__ = ["RULES", "Explanation", "read_explanations"]

RULES: Final = "Rules"
"""The group of the guards' rules: the summary of a rule says what the rule refuses."""

_BEFORE, _AFTER = ("files", "documents"), ("plans", "runs", "twin", "rules")
"""The files of this folder that come before and after those of the kinds."""
_PROSE: Final = frozenset({"summary", "means", "do"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One code: *summary* in one line, what it *means* and what to *do* in sentences.

    *severity* has each severity that a problem of this code can have; *outcome* is true for an error of an operation in
    the run report. *example* is text of several lines, *see* is a page of the documentation with or without the number
    of a section. Both are empty where there is none.
    """

    code: str
    group: str
    severity: tuple[Severity, ...] = ()
    outcome: bool = False
    summary: str
    means: str
    do: str
    example: str = ""
    see: str = ""

    @property
    def appears_as(self) -> str:
        """Return what the code can be: `error, warning`, or `note, error of an operation`."""
        return ", ".join([*self.severity, *(["error of an operation"] if self.outcome else [])])


def read_explanations(of_kinds: Iterable[Traversable | None]) -> Mapping[str, Explanation]:
    """Return every explanation by its code, group by group; *of_kinds* are the files of the kinds that have one."""
    here = files(__name__)
    before, after = ([here.joinpath(f"{name}.toml") for name in names] for names in (_BEFORE, _AFTER))
    return {one.code: one for file in (*before, *filter(None, of_kinds), *after) for one in _of_file(file)}


def _of_file(file: Traversable) -> Iterator[Explanation]:
    """Read one file: its group, what all errors of the group have in common if it says that, and its codes."""
    tables = tomllib.loads(file.read_text("utf-8"))
    group, errors = tables.pop("group"), tables.pop("errors", "")
    return (_explanation(code, group, errors, fields) for code, fields in tables.items())


def _explanation(code: str, group: str, errors: str, fields: Mapping[str, Any]) -> Explanation:
    """Return the explanation of one table; its sentences may be broken into lines anywhere, its example may not."""
    severity = tuple(map(Severity, fields.get("severity", ())))
    means = f"{fields['means']} {errors if Severity.ERROR in severity else ''}"
    prose = {key: " ".join(text.split()) for key, text in {**fields, "means": means}.items() if key in _PROSE}
    return Explanation(**{**fields, **prose, "severity": severity}, code=code, group=group)
