"""The fields of AWS's answers. A required field that is missing, and a field of the wrong type, raise Unreadable."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NoReturn, TypeVar

from reconciler.spelling import moment

from .caller import ApiCall
from .errors import garbled

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Columns:
    """A list of structures that all have the same fields, stored by column: *texts* has the values of each field.

    A mapping for each of a thousand structures costs more time than reading them from the wire (measured).
    """

    texts: Mapping[str, list[str]]

    def rows(self) -> list[dict[str, str]]:
        """Return the structures, one mapping each."""
        return [dict(zip(self.texts, row, strict=True)) for row in zip(*self.texts.values(), strict=True)]


@dataclass(frozen=True, slots=True)
class Answer:
    """One structure of an answer; *path* says where it is in the answer."""

    call: ApiCall
    value: Mapping[str, Any]
    path: str = ""

    @property
    def request_id(self) -> str | None:
        """Return AWS's id of the request, which only a whole answer has."""
        metadata = self.value.get("ResponseMetadata")
        return (metadata.get("RequestId") or None) if isinstance(metadata, dict) else None

    def text(self, name: str) -> str:
        """Return the string *name*, which may be empty but must be there."""
        return self._required(name, str)

    def id(self, name: str) -> str:
        """Return the string *name*, which must be there and not be empty."""
        return self.text(name) or self._unusable(name, "is empty")

    def text_or(self, name: str, default: str) -> str:
        """Return the string *name*, or *default* when the answer has none."""
        found = self._optional(name, str)
        return default if found is None else found

    def text_or_none(self, name: str) -> str | None:
        """Return the string *name*, or None when the answer has none."""
        return self._optional(name, str)

    def number_or(self, name: str, default: int) -> int:
        """Return the whole number *name*, or *default* when the answer has none."""
        found = self._optional(name, int)
        return default if found is None else found

    def flag(self, name: str) -> bool:
        """Return the boolean *name*, which must be there."""
        return self._required(name, bool)

    def number(self, name: str) -> int:
        """Return the whole number *name*, which must be there."""
        return self._required(name, int)

    def time(self, name: str) -> datetime:
        """Return the time *name*, which must be there, as AWS has it."""
        return self._required(name, datetime)

    def moment(self, name: str) -> str:
        """Return the time *name*, which must be there, as `YYYY-MM-DDTHH:MM:SSZ`."""
        return moment(self._required(name, datetime))

    def moment_or_none(self, name: str) -> str | None:
        """Return the time *name* as `moment` does, or None when the answer has none."""
        found = self._optional(name, datetime)
        return None if found is None else moment(found)

    def json_object(self, name: str) -> Mapping[str, Any]:
        """Return the free-form object *name*, which must be there."""
        return self._required(name, dict)

    def inside(self, name: str) -> "Answer":
        """Return the structure *name*, which must be there."""
        return Answer(self.call, self._required(name, dict), f"{self.path}{name}.")

    def inside_or_empty(self, name: str) -> "Answer":
        """Return the structure *name*, or one without fields when the answer has none."""
        return Answer(self.call, self._optional(name, dict) or {}, f"{self.path}{name}.")

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the list of strings *name*, or an empty tuple when the answer has none."""
        return tuple(self._each(name, self._optional(name, list) or [], str))

    def structures(self, name: str) -> tuple["Answer", ...]:
        """Return the list of structures *name*, which must be there: a missing list is not read as an empty one."""
        found = self._each(name, self._required(name, list), dict)
        return tuple(Answer(self.call, item, f"{self.path}{name}[{at}].") for at, item in enumerate(found))

    def column(self, name: str, field: str, default: str = "") -> list[str]:
        """Return the string *field* of each structure in the list *name*, or *default* where a structure lacks it.

        The list must be there. Without a default, each structure must have the field, and it must not be empty. The
        result is the same as asking each of `structures`, but no `Answer` is made for each: a thousand of them cost
        more time than reading the page from the wire.
        """
        columns = self.value.get(name)
        if isinstance(columns, Columns):
            if all(texts := columns.texts.get(field, [""])):
                return texts
            return replace(self, value={name: columns.rows()}).column(name, field, default)
        found = self._each(name, self._required(name, list), dict)
        values = [item.get(field) or default for item in found]
        if all(values) and set(map(type, values)) <= {str}:
            return values
        return [item.text_or(field, "") or default or item.id(field) for item in self.structures(name)]

    def structures_or_none(self, name: str) -> tuple["Answer", ...]:
        """Return the list of structures *name*, or an empty tuple when the answer has none."""
        return self.structures(name) if self.value.get(name) is not None else ()

    def by_key(self, name: str) -> dict[str, "Answer"]:
        """Return the map of structures *name*, or an empty one when the answer has none."""
        found: dict[str, Any] = self._optional(name, dict) or {}
        self._each(name, list(found.values()), dict)
        return {key: Answer(self.call, item, f"{self.path}{name}.{key}.") for key, item in found.items()}

    def fail(self, name: str, what: str) -> Exception:
        """Make the error that says *what* is wrong with the field *name*."""
        return garbled(self.call, f"{self.path}{name} in the answer {what}")

    def _unusable(self, name: str, what: str) -> NoReturn:
        """Raise the error that says *what* is wrong with the field *name*."""
        raise self.fail(name, what)

    def _required(self, name: str, kind: type[T]) -> T:
        """Return the field *name*, which must be there."""
        found = self._optional(name, kind)
        if found is None:
            raise self.fail(name, "is missing")
        return found

    def _optional(self, name: str, kind: type[T]) -> T | None:
        """Return the field *name*, or None when the answer has none; raise Unreadable when its type is not *kind*."""
        found = self.value.get(name)
        if found is None or isinstance(found, kind):
            return found
        raise self.fail(name, f"is {_named(type(found))}, not {_named(kind)}")

    def _each(self, name: str, found: list[Any], kind: type[T]) -> list[T]:
        """Return *found* when all its members are of the type *kind*; raise Unreadable otherwise."""
        if set(map(type, found)) <= {kind}:
            return found
        wrong = next(type(item) for item in found if type(item) is not kind)
        raise self.fail(name, f"holds {_named(wrong)}, not only {_named(kind)}")


def _named(kind: type[Any]) -> str:
    """Return the name of a type in messages: `a string`, `an object`."""
    named = {"str": "a string", "dict": "an object", "list": "a list", "bool": "a boolean", "datetime": "a time"}
    return named.get(kind.__name__, "a number")
