"""Validates every JSON that tests make, strictly: a key that no schema describes is a failure.

`watch` puts the check where each JSON is made: plans, run reports, answers of `effective`, and whatever is written as
text. The JSON of each plan and run of the pipeline is validated, also if a test does not ask for it. The output of a
program in a process of its own goes through `parse_json`.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache, wraps
from typing import Any, cast

from jsonschema_rs import Validator, validator_for

from reconciler import pipeline, render
from reconciler.model import Plan
from reconciler.pipeline import Run, planning
from reconciler.printed import printed_schemas

SIGNS = {
    "verdict": "notification",
    "members": "fleet_answer",
    "digest": "plan",
    "outcomes": "report",
    "groups": "effective",
    "customer": "sheet",
    "offerings": "subscribers",
    "lines": "verification",
    "verified": "checklist",
    "submission": "submission",
    "services": "connections",
    "valid": "validate",
    "files": "fmt",
}
"""A key that only one schema describes at the top, or the first of them, and the schema."""
counted: Counter[str] = Counter()
"""How many values were validated so far, by schema."""


class UndescribedError(AssertionError):
    """A JSON that its schema does not describe."""


def closed(schema: object) -> object:
    """Return a part of a schema that allows only the keys that it describes."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, Mapping):
        return schema
    described = {"additionalProperties": False} if schema.get("type") == "object" and "properties" in schema else {}
    return described | {key: value if key == "examples" else closed(value) for key, value in schema.items()}


@cache
def validator(name: str) -> Validator:
    """Compile the strict form of the schema *name*."""
    return validator_for(cast("dict[str, Any]", closed(printed_schemas()[name])))


def check(name: str, value: Any) -> Any:  # noqa: ANN401 - JSON
    """Validate *value* by the schema *name*, and return it. Raises UndescribedError, which says what is wrong where.

    An answer of a fleet has members' answers that are parsed when they are looked at: it is validated as it is written.
    """
    counted[name] += 1
    made, value = value, json.loads(json.dumps(value, default=dict)) if name == "fleet_answer" else value
    if validator(name).is_valid(value):
        return made
    wrong = [
        f"{'.'.join(map(str, one.instance_path))}: {one.message[:300]}" for one in validator(name).iter_errors(value)
    ]
    raise UndescribedError("\n".join([f"the schema {name} does not describe this JSON", *wrong]))


def check_any(value: Mapping[str, Any]) -> None:
    """Validate *value* by the schema that it is of. Only a JSON Schema has no format_version."""
    if "format_version" in value:
        check(next(name for sign, name in SIGNS.items() if sign in value), value)


def parse_json(text: str | bytes) -> Any:  # noqa: ANN401 - JSON
    """Read the JSON of a program that ran in a process of its own, and validate it."""
    value = json.loads(text)
    check_any(value)
    return value


def summary(found: Mapping[str, int]) -> str:
    """Say in one line how many values were validated."""
    told = ", ".join(f"{number} {name}" for name, number in sorted(found.items()))
    return f"JSON validated against schemas: {sum(found.values())} ({told})"


def watch() -> None:
    """Validate whatever this process makes of JSON from now on."""
    _watch(Plan, "as_json", lambda plan, _plan: check("plan", plan))
    _watch(Run, "as_json", lambda report, _run: check("report", report))
    for face in (pipeline, planning):
        _watch(face, "plan", lambda planned, *_, **__: planned.plan.as_json())
    _watch(pipeline, "apply", lambda run, *_, **__: run.as_json())
    _watch(pipeline, "effective", lambda answer, *_, **__: check("effective", answer))
    _watch(render, "to_json", lambda text, _value: check_any(json.loads(text)))
    _watch(render, "json_pieces", lambda _pieces, value: check_any(value))


def _watch(holder: object, name: str, look: Callable[..., None]) -> None:
    """Have *look* see what the function *name* of *holder* returns, and what it takes."""
    inner = getattr(holder, name)

    @wraps(inner)
    def watched(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the function takes and returns
        found = inner(*arguments, **named)
        look(found, *arguments, **named)
        return found

    setattr(holder, name, watched)
