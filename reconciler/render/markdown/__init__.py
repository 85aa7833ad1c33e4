"""Answers as Markdown: one comment of a pull request from which a reader decides. Pure.

Each function returns a whole comment with a line end, at most 65,536 characters long (GitHub's limit). Equal answers of
one day give equal comments: they hold no measured time. The first line is the marker by which a workflow finds the
comment that it updates (contract 5).
"""

from .checklist import checklist_markdown, submission_markdown
from .connections import connections_markdown
from .drift import drift_markdown
from .effective import effective_markdown
from .fleet import fleet_markdown
from .limits import MOST
from .marker import Marker
from .plan import plan_markdown
from .report import report_markdown
from .sheet import sheet_markdown
from .subscribers import subscribers_markdown
from .validation import validation_markdown
from .verification import verification_markdown

__all__ = [
    "MOST",
    "Marker",
    "checklist_markdown",
    "connections_markdown",
    "drift_markdown",
    "effective_markdown",
    "fleet_markdown",
    "plan_markdown",
    "report_markdown",
    "sheet_markdown",
    "submission_markdown",
    "subscribers_markdown",
    "validation_markdown",
    "verification_markdown",
]
