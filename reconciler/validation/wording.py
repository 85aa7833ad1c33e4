"""The errors of JSON Schema as messages in plain words, with a hint from the schema.

The hint is the schema's `description`. `x-hint` has other hints by keyword, and `x-slips` maps patterns of likely
mistakes to their hints. No message quotes a value whose schema has `x-secret`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from reconciler.spelling import field, hints, quoted, slip
from reconciler.suggestions import did_you_mean

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One violation of a schema; *path* leads to the value, or to its key when *at_key* is true."""

    path: Path
    code: str
    message: str
    hint: str = ""
    at_key: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """One keyword of a *schema* that refuses the *value* at *path*; *limit* is the value of the keyword.

    *of_key* is true when the refused value is a key of the mapping at *path*.
    """

    path: Path
    keyword: str
    limit: Any
    value: Any
    schema: Mapping[str, Any]
    said: str
    of_key: bool = False

    @property
    def hint(self) -> str:
        """Return the hint of the schema for the keyword, by default its description."""
        return str(self.schema.get("x-hint", {}).get(self.keyword) or self.schema.get("description") or "")

    def fault(self, code: str, message: str, hint: str | None = None) -> Fault:
        """Make the fault about the value."""
        return Fault(self.path, code, message, self.hint if hint is None else hint)


_NOUNS: Final = {
    "object": "a mapping of fields",
    "array": "a list",
    "string": "text",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
}
_PYTHON: Final = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": int | float}
_TRUTHS: Final = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}


def word(refusal: Refusal) -> Iterator[Fault]:
    """Return the faults of a refusal. An empty or mistyped value has only that one fault."""
    if refusal.value is None:
        return  # reading has already reported the empty value
    if refusal.of_key:
        yield _key(refusal)
    elif refusal.schema.get("x-secret"):
        yield _secret(refusal)
    else:
        yield from _WORDS.get(refusal.keyword, _other)(refusal)


def _key(refusal: Refusal) -> Fault:
    path = (*refusal.path, refusal.value)
    message = f"key {quoted(refusal.value)} of {field(refusal.path)} cannot be used"
    return Fault(path, "malformed", message, refusal.hint, at_key=True)


def _secret(refusal: Refusal) -> Fault:
    """Return the fault of a value that no message may quote."""
    wanted = f"must be {_NOUNS[refusal.limit]}" if refusal.keyword == "type" else "cannot be used"
    return refusal.fault("wrong-type" if refusal.keyword == "type" else "malformed", f"{field(refusal.path)} {wanted}")


def _unknown_fields(refusal: Refusal) -> Iterator[Fault]:
    known = refusal.schema.get("properties", {})
    for key in refusal.value:
        if key not in known:
            path = (*refusal.path, key)
            hint = hints(_likely_field(key, known), f"known fields: {', '.join(sorted(known))}")
            yield Fault(path, "unknown-field", f"unknown field {field(path)}", hint, at_key=True)


def _likely_field(key: str, known: Mapping[str, Any]) -> str:
    """Return the hint for a misspelt field, or for a field that belongs one level deeper."""
    inner = next((name for name, schema in known.items() if key in schema.get("properties", {})), None)
    return did_you_mean(key, known) if inner is None else f"'{key}' belongs in '{inner}'"


def _missing_fields(refusal: Refusal) -> Iterator[Fault]:
    properties = refusal.schema.get("properties", {})
    for key in refusal.limit:
        if key not in refusal.value:
            hint = refusal.hint if "x-hint" in refusal.schema else properties.get(key, {}).get("description", "")
            yield refusal.fault("missing-field", f"field {field((*refusal.path, key))} is missing", hint)


def _missing_companions(refusal: Refusal) -> Iterator[Fault]:
    for key, companions in refusal.limit.items():
        for companion in companions:
            if key in refusal.value and companion not in refusal.value:
                message = f"{field((*refusal.path, key))} needs {field((*refusal.path, companion))}"
                yield Fault(
                    (*refusal.path, key), "missing-field", message, f"add {companion}, or remove {key}", at_key=True
                )


def _wrong_type(refusal: Refusal) -> Iterator[Fault]:
    found = "a mapping" if isinstance(refusal.value, dict) else "a list" if isinstance(refusal.value, list) else None
    hint = hints(_likely_type(refusal.limit, refusal.value), refusal.hint)
    yield refusal.fault(
        "wrong-type",
        f"{field(refusal.path)} must be {_NOUNS[refusal.limit]}, not {found or quoted(refusal.value)}",
        hint,
    )


def _likely_type(wanted: str, value: object) -> str:
    if wanted == "array" and isinstance(value, str):
        written = f'"{value}"' if value.startswith("*") else value
        return "put a blank behind each '-'" if value.startswith("-") else f"write [{written}]"
    if wanted == "boolean" and isinstance(value, str):
        return did_you_mean(_TRUTHS.get(value.lower(), value), ("true", "false"))
    return "write it without '-' or brackets" if wanted == "string" and isinstance(value, list) else ""


def _unknown_value(refusal: Refusal) -> Iterator[Fault]:
    wanted = refusal.schema.get("type")
    if wanted is not None and not isinstance(refusal.value, _PYTHON[wanted]):
        return
    known = [str(value) for value in (refusal.limit if refusal.keyword == "enum" else [refusal.limit])]
    allowed = f"{', '.join(known[:-1])} or {known[-1]}" if len(known) > 1 else known[0]
    message = f"{field(refusal.path)} must be {allowed}, not {quoted(refusal.value)}"
    yield refusal.fault("unknown-value", message, hints(did_you_mean(str(refusal.value), known), refusal.hint))


def _malformed(refusal: Refusal) -> Iterator[Fault]:
    if refusal.value == "" and "minLength" in refusal.schema:
        return
    likely = slip(refusal.value, refusal.schema.get("x-slips", {}))
    yield refusal.fault("malformed", f"{field(refusal.path)} cannot be {quoted(refusal.value)}", likely or None)


def _too_short(refusal: Refusal) -> Iterator[Fault]:
    one, many = ("character", "characters") if isinstance(refusal.value, str) else ("entry", "entries")
    number = f"{len(refusal.value)} {one if len(refusal.value) == 1 else many}"
    count = f"has {number}; at least {refusal.limit} are needed" if refusal.value else "is empty"
    yield refusal.fault("too-short" if refusal.value else "empty", f"{field(refusal.path)} {count}")


def _too_long(refusal: Refusal) -> Iterator[Fault]:
    message = f"{field(refusal.path)} has {len(refusal.value)} characters; {refusal.limit} are allowed"
    yield refusal.fault("too-long", message)


def _too_many(refusal: Refusal) -> Iterator[Fault]:
    message = f"{field(refusal.path)} has {len(refusal.value)} entries; {refusal.limit} are allowed"
    yield refusal.fault("too-many", message)


def _repeated(refusal: Refusal) -> Iterator[Fault]:
    position = refusal.path[-1]
    item = refusal.value[position]
    if isinstance(item, str):  # an entry of another type is already reported for its type
        first = refusal.value.index(item) + 1
        message = f"{quoted(item)} is listed twice in {field(refusal.path[:-1])}"
        yield refusal.fault("duplicate-entry", message, f"entry {first} is the same: remove one of them")


def _out_of_range(refusal: Refusal) -> Iterator[Fault]:
    bound = "at least" if refusal.keyword == "minimum" else "at most"
    yield refusal.fault("out-of-range", f"{field(refusal.path)} must be {bound} {refusal.limit}, not {refusal.value:g}")


def _other(refusal: Refusal) -> Iterator[Fault]:
    yield refusal.fault("invalid", f"{field(refusal.path)}: {refusal.said}")


_WORDS: Final[Mapping[str, Callable[[Refusal], Iterator[Fault]]]] = {
    "additionalProperties": _unknown_fields,
    "required": _missing_fields,
    "dependentRequired": _missing_companions,
    "type": _wrong_type,
    "enum": _unknown_value,
    "const": _unknown_value,
    "pattern": _malformed,
    "minLength": _too_short,
    "minItems": _too_short,
    "maxLength": _too_long,
    "maxItems": _too_many,
    "maxProperties": _too_many,
    "uniqueItems": _repeated,
    "minimum": _out_of_range,
    "maximum": _out_of_range,
}
