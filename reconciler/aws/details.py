"""The details document of one entity. A value that has not the form that AWS documents raises Unreadable."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from reconciler.errors import Unreadable
from reconciler.spelling import quoted


@dataclass(frozen=True, slots=True)
class Entity:
    """One catalogue entity as DescribeEntity returns it; *revision* is the part of its identifier behind the `@`.

    *modified* is its LastModifiedDate, `YYYY-MM-DDTHH:MM:SSZ`, empty if AWS did not return it.
    """

    id: str
    revision: str
    arn: str
    details: Mapping[str, Any]
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Details:
    """A mapping inside an entity's details document; *path* says where it is, for error messages."""

    entity: Entity
    body: Mapping[str, Any] = field(default_factory=dict)
    path: str = ""

    def __post_init__(self) -> None:
        """Start with the entity's whole document where no path is given."""
        if not self.path:
            object.__setattr__(self, "body", self.entity.details)

    @property
    def id(self) -> str:
        """Return the entity's id."""
        return self.entity.id

    @property
    def arn(self) -> str:
        """Return the entity's ARN."""
        return self.entity.arn

    @property
    def revision(self) -> str:
        """Return the entity's latest revision."""
        return self.entity.revision

    def text(self, key: str) -> str | None:
        """Return the text at *key*, or None when there is none."""
        return self._of(key, str, None)  # type: ignore[no-any-return]

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the list of texts at *key*, or an empty tuple when there is none."""
        items = self._of(key, list, [])
        if all(isinstance(item, str) for item in items):
            return tuple(items)
        raise self._surprise(key, "a list of texts")

    def ids(self, key: str) -> tuple[str, ...]:
        """Return the list of ids at *key*, each without its revision (facts: catalog 1.2)."""
        return tuple(identifier.partition("@")[0] for identifier in self.texts(key))

    def unknown(self, key: str, wanted: str) -> Unreadable:
        """Make the error that says that the text at *key* is none of the known values *wanted*."""
        what = f"AWS describes {self.id} with {self.path}{key} {quoted(self.text(key))}, which is not {wanted}"
        return Unreadable(
            what, "reconciler plans nothing for values that it does not know; a newer version may know this one"
        )

    def within(self, key: str) -> "Details":
        """Return the mapping at *key*, or an empty one when there is none."""
        return Details(self.entity, self._of(key, dict, {}), f"{self.path}{key}.")

    def parts(self, key: str) -> tuple["Details", ...]:
        """Return each mapping of the list at *key*, or an empty tuple when there is no list."""
        items = self._of(key, list, [])
        if all(isinstance(item, dict) for item in items):
            return tuple(Details(self.entity, item, f"{self.path}{key}[{n}].") for n, item in enumerate(items))
        raise self._surprise(key, "a list of objects")

    def _of(self, key: str, kind: type, absent: Any) -> Any:  # noqa: ANN401 - JSON
        value = self.body.get(key)
        if value is None:
            return absent
        if isinstance(value, kind):
            return value
        raise self._surprise(key, kind.__name__)

    def _surprise(self, key: str, wanted: str) -> Unreadable:
        return Unreadable(f"AWS describes {self.id} with {self.path}{key} that is not {wanted}")
