"""A problem, as every JSON lists it."""

from typing import Literal, TypedDict


class ProblemJson(TypedDict):
    """One finding. *source* is `file:line:column`; *path* is the field of the object at *address*.

    *remote_id* is AWS's id of what the finding is about, if that is no object of a document: an endpoint that waits.
    """

    severity: Literal["error", "refused", "warning", "note"]
    code: str
    message: str
    source: str | None
    hint: str | None
    address: str | None
    path: str | None
    remote_id: str | None
