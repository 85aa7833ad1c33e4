"""A refused rule that a user accepts for one plan."""

import re
from dataclasses import dataclass
from datetime import date

_FORM = re.compile(r"([a-z][a-z_-]*)@([0-9a-f]{8})(?: until (\d{4}-\d{2}-\d{2}))?")


@dataclass(frozen=True, slots=True)
class Acceptance:
    """`RULE@DIGEST`: one *rule* accepted for the plan whose digest begins with the 8 characters of *digest*.

    An acceptance of reconciler.yaml has *until*, the last day (UTC) on which it counts, and *source*, its place there.
    """

    rule: str
    digest: str
    until: date | None = None
    source: str = ""

    @classmethod
    def read(cls, text: str, source: str = "") -> "Acceptance":
        """Read `RULE@DIGEST` or `RULE@DIGEST until YYYY-MM-DD`.

        Raises ValueError for any other form, and for a day that no calendar has.
        """
        found = _FORM.fullmatch(text)
        if not found:
            raise ValueError(f"{text!r} is not RULE@DIGEST")
        rule, digest, until = found.groups()
        return cls(rule, digest, date.fromisoformat(until) if until else None, source)

    def __str__(self) -> str:
        return f"{self.rule}@{self.digest}"
