"""A problem, as every JSON lists it."""

from typing import Literal, TypedDict


class ProblemJson(TypedDict):
    """One finding. *source* is `file:line:column`; *path* is the field of the object at *address*."""

    severity: Literal["error", "refused", "warning", "note"]
    code: str
    message: str
    source: str | None
    hint: str | None
    address: str | None
    path: str | None
