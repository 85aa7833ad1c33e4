r"""A schema, compiled twice: jsonschema_rs decides whether a mapping is valid, jsonschema explains why it is not.

jsonschema_rs is a hundred times faster, and stricter than Python's patterns (`$` also matches before a line break, `\d`
also matches digits of other scripts), so it alone decides. jsonschema is imported only when a mapping is not valid.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final, cast

import jsonschema_rs

from .patterns import swift
from .types import has_types, typed
from .wording import Fault, Refusal, word

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator


_KEPT: Final = 32
"""Compiled schemas that are kept: more than there are kinds. Many repositories in one process compile each once."""


class Checker:
    """Checks mappings against one schema."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self._schema = cast("dict[str, Any]", _strict(schema))
        self._decides = jsonschema_rs.Draft202012Validator(cast("dict[str, Any]", swift(self._schema)))
        self._has_types = has_types(schema)

    @classmethod
    def of(cls, schema: Mapping[str, Any]) -> "Checker":
        """Return the checker of *schema*, compiled once for all equal schemas: compiling takes some milliseconds."""
        return _compiled(json.dumps(schema))

    def typed(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return *body* with booleans and numbers where the schema says so."""
        return cast("Mapping[str, Any]", typed(body, self._schema, self._schema)) if self._has_types else body

    def allows(self, body: Mapping[str, Any]) -> bool:
        """Tell whether *body* is valid."""
        return self._decides.is_valid(body)

    def faults(self, body: Mapping[str, Any]) -> tuple[Fault, ...]:
        """Return everything that is wrong with *body*, each fault once."""
        refusals = [_refusal(error) for error in _explaining_validator()(self._schema).iter_errors(body)]
        faults = dict.fromkeys(fault for refusal in refusals for fault in word(refusal))
        return tuple(faults) if refusals else tuple(self._unexplained(body))

    def _unexplained(self, body: Mapping[str, Any]) -> Iterator[Fault]:
        """Return the errors of jsonschema_rs for a body that jsonschema accepts."""
        for error in self._decides.iter_errors(body):
            yield Fault(tuple(error.instance_path), "invalid", error.message)


@lru_cache(_KEPT)
def _compiled(schema: str) -> Checker:
    return Checker(json.loads(schema))


def _strict(schema: object) -> object:
    """Return *schema* with each `pattern` replaced by the `x-pattern` beside it.

    An `x-pattern` has syntax of Rust's regexes, which other readers of the published schemas may not understand.
    """
    if isinstance(schema, Mapping):
        strict = {key: _strict(value) for key, value in schema.items() if key != "x-pattern"}
        return {**strict, "pattern": schema["x-pattern"]} if "x-pattern" in schema else strict
    return [_strict(part) for part in schema] if isinstance(schema, list) else schema


def _refusal(error: "ValidationError") -> Refusal:
    return Refusal(
        path=tuple(error.absolute_path),
        keyword=str(error.validator),
        limit=error.validator_value,
        value=error.instance,
        schema=error.schema if isinstance(error.schema, Mapping) else {},
        said=error.message,
        of_key="propertyNames" in error.absolute_schema_path,
    )


@cache
def _explaining_validator() -> "type[Validator]":
    """Return jsonschema's validator with its own `pattern`, which is too lax, and `uniqueItems`, too slow, replaced."""
    from jsonschema import Draft202012Validator, ValidationError, validators  # noqa: PLC0415 - 80 ms, only on errors

    def pattern(_validator: object, limit: str, value: object, _schema: object) -> Iterator[ValidationError]:
        if isinstance(value, str) and not _matcher(limit).is_valid(value):
            yield ValidationError(f"does not match {limit}")

    def unique_items(_validator: object, limit: object, value: object, _schema: object) -> Iterator[ValidationError]:
        seen: set[str] = set()
        for position, item in enumerate(value if limit and isinstance(value, list) else ()):
            key = json.dumps(item, sort_keys=True)
            if key in seen:
                yield ValidationError("stands twice", path=[position])
            seen.add(key)

    keywords = {"pattern": pattern, "uniqueItems": unique_items}
    return cast("type[Validator]", validators.extend(Draft202012Validator, keywords))  # type: ignore[no-untyped-call]


@cache
def _matcher(pattern: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator({"pattern": pattern})
