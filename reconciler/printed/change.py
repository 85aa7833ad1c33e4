"""The changes of a plan: each is the difference of one object."""

from typing import Any, Literal, NotRequired, TypedDict, final


@final
class ValueChangeJson(TypedDict):
    """The change of a single value."""

    path: str
    before: Any
    after: Any


@final
class SetChangeJson(TypedDict):
    """The change of an unordered list, by members; only a list that other documents feed has *sources*."""

    path: str
    added: list[str]
    removed: list[str]
    unchanged: int
    sources: NotRequired[dict[str, str]]


FieldChangeJson = ValueChangeJson | SetChangeJson


class ChangedByJson(TypedDict):
    """A change set of another program or user, and the fields that it accounts for."""

    id: str
    name: str
    at: str
    paths: list[str]


class LastEditJson(TypedDict):
    """The last change of the documents that an object is made from."""

    address: str
    at: str
    commit: str | None


class ChangeJson(TypedDict):
    """The change of one object. *origin*, *because* and *last_edit* are null in every answer but that of drift."""

    address: str
    kind: str
    name: str
    action: Literal["create", "update", "archive", "revive", "delete"]
    remote_id: str | None
    observed: str | None
    reason: str
    source: str
    origin: Literal["changed_in_aws", "unfinished", "unknown"] | None
    because: str | None
    change_sets: list[ChangedByJson]
    last_edit: LastEditJson | None
    fields: list[FieldChangeJson]
