"""The schemas of the JSON that reconciler prints say what the types in the code and the contract say."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from jsonschema_rs import validator_for

from reconciler import printed
from reconciler.model import digest_of
from reconciler.printed import (
    ChecklistJson,
    ConnectionsJson,
    EffectiveJson,
    FleetJson,
    FormattingJson,
    NotificationJson,
    PlanJson,
    RunReportJson,
    SheetJson,
    SubmissionJson,
    SubscribersJson,
    ValidationJson,
    VerificationJson,
    printed_schemas,
)
from tests.printed.shapes import of_schema, of_type
from tests.printed.strict import SIGNS, closed, validator

ROOT = Path(__file__).parents[2]
SCHEMAS = printed_schemas()
TYPES: Mapping[str, Any] = {
    "plan": PlanJson,
    "drift": PlanJson,
    "report": RunReportJson,
    "effective": EffectiveJson | PlanJson,
    "connections": ConnectionsJson,
    "subscribers": SubscribersJson,
    "validate": ValidationJson,
    "fmt": FormattingJson,
    "notification": NotificationJson,
    "sheet": SheetJson,
    "verification": VerificationJson,
    "checklist": ChecklistJson,
    "submission": SubmissionJson,
    "fleet_answer": FleetJson,
}
SAMPLES = re.findall(r"```jsonc?\n(.*?)```", (ROOT / "docs" / "contract.md").read_text("utf-8"), re.DOTALL)


def parts(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:  # noqa: ANN401 - part of a schema
    """Yield every part of a schema that describes a value, with the path to it."""
    if isinstance(schema, list):
        for number, one in enumerate(schema):
            yield from parts(one, f"{path}/{number}")
    if not isinstance(schema, dict):
        return
    for name, part in {**schema.get("properties", {}), **schema.get("$defs", {})}.items():
        yield f"{path}/{name}", part
        yield from parts(part, f"{path}/{name}")
    for key in ("anyOf", "items"):
        yield from parts(schema.get(key), path)


def test_each_schema_has_a_type() -> None:
    """No JSON is described that no type of the code makes."""
    assert SCHEMAS.keys() == TYPES.keys()


@pytest.mark.parametrize("name", TYPES)
def test_a_schema_and_its_type_have_the_same_keys(name: str) -> None:
    """Keys, required or optional, and the types and words of their values are equal at every depth."""
    assert of_schema(SCHEMAS[name], SCHEMAS[name]) == of_type(TYPES[name])


def test_each_type_of_json_is_in_some_schema() -> None:
    """A type that nothing prints is left over."""
    told = json.dumps([of_type(hint) for hint in TYPES.values()])
    types = {name: getattr(printed, name) for name in printed.__all__ if name.endswith("Json")}
    assert [
        name for name, hint in types.items() if json.dumps(of_type(hint)) not in told and name != "DigestedJson"
    ] == []


@pytest.mark.parametrize("name", TYPES)
def test_each_key_of_a_schema_is_described(name: str) -> None:
    """A reader of the schema needs no other page; the schema is one of draft 2020-12 with an id of its own."""
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$id"] == f"urn:reconciler:{name}:1"
    assert SCHEMAS[name]["description"].startswith("The JSON ")
    found = dict(parts(SCHEMAS[name]))
    assert len(found) > 5
    assert [path for path, part in found.items() if not part.get("description")] == []


@pytest.mark.parametrize("name", TYPES)
def test_a_schema_refers_only_to_itself(name: str) -> None:
    """Editors and validators need one file and fetch nothing."""
    references = set(re.findall(r'"\$ref": "([^"]*)"', json.dumps(SCHEMAS[name])))
    assert {one for one in references if one.removeprefix("#/$defs/") not in SCHEMAS[name]["$defs"]} == set()


def test_examples_fit_their_schemas() -> None:
    """Each whole JSON but drift, which is a plan, has an example; so have keys whose form is not plain."""
    whole = {name: schema["examples"] for name, schema in SCHEMAS.items() if "examples" in schema}
    assert whole.keys() == TYPES.keys() - {"drift"}
    for name, examples in whole.items():
        assert [list(validator(name).iter_errors(one)) for one in examples] == [[]]
    single = [part for schema in SCHEMAS.values() for _, part in parts(schema) if "examples" in part]
    assert len(single) > 50
    for part in single:
        assert [one for one in part["examples"] if not validator_for(part).is_valid(one)] == []
    assert [digest_of(one) for one in whole["plan"]] == [one["digest"] for one in whole["plan"]]


def unformed(schema: Any) -> Any:  # noqa: ANN401 - part of a schema
    """Return a part of a schema without the patterns of its texts."""
    if isinstance(schema, list):
        return [unformed(one) for one in schema]
    return (
        {key: unformed(part) for key, part in schema.items() if key != "pattern"}
        if isinstance(schema, dict)
        else schema
    )


def test_the_contract_shows_exactly_the_keys_that_are_printed() -> None:
    """docs/contract.md shows each JSON with every key, and none that is not printed."""
    seen = []
    for sample in SAMPLES:
        value = json.loads(re.sub(r"\s+//[^\n]*", "", sample))
        name = next(name for sign, name in SIGNS.items() if sign in value)
        assert [one.message for one in validator_for(unformed(closed(SCHEMAS[name]))).iter_errors(value)] == []
        seen.append(name)
    assert seen == [
        "plan",
        "report",
        "validate",
        "fmt",
        "notification",
        "effective",
        "sheet",
        "connections",
        "subscribers",
        "verification",
        "checklist",
        "submission",
        "fleet_answer",
    ]


def test_no_two_sources_define_the_same_name() -> None:
    """Definitions of several sources stand side by side in one published schema."""
    names = [name for path in (ROOT / "reconciler" / "printed").glob("*.schema.json") for name in definitions(path)]
    assert sorted(names) == sorted(set(names))


def definitions(path: Path) -> list[str]:
    """Return the names that a source defines, its own among them."""
    return [path.name.removesuffix(".schema.json"), *json.loads(path.read_bytes()).get("$defs", ())]
