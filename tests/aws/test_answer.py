from datetime import datetime, timedelta, timezone

import pytest

from reconciler.aws.answer import Answer, Columns
from reconciler.aws.caller import ApiCall
from reconciler.errors import Unreadable

CALL = ApiCall("marketplace-catalog", "ListEntities")
ANSWER = Answer(
    CALL,
    {
        "text": "x",
        "empty": "",
        "number": 5,
        "true": True,
        "list": ["a", 5],
        "map": {"a": {"b": "c"}},
        "null": None,
        "noon": datetime(2026, 11, 22, 13, tzinfo=timezone(timedelta(hours=1))),
        "rows": [{"id": "a", "kind": "x"}, {"id": "b"}],
        "gaps": [{"id": "a"}, {"id": ""}, {"id": 5}],
        "columns": Columns({"id": ["a", "b"], "kind": ["x", ""]}),
    },
)


def test_a_field_is_returned_by_its_type() -> None:
    """A field that may be missing has a default."""
    assert (ANSWER.text("text"), ANSWER.text("empty"), ANSWER.id("text")) == ("x", "", "x")
    assert (ANSWER.text_or("null", "-"), ANSWER.text_or("nothing", "-"), ANSWER.text_or_none("nothing")) == (
        "-",
        "-",
        None,
    )
    assert (ANSWER.inside("map").json_object("a"), ANSWER.by_key("map")["a"].text("b")) == ({"b": "c"}, "c")
    assert (ANSWER.texts("nothing"), ANSWER.by_key("nothing"), ANSWER.structures_or_none("nothing")) == ((), {}, ())


def test_flags_and_times_are_returned() -> None:
    """A time is in UTC, whatever its zone in the answer."""
    assert (ANSWER.flag("true"), ANSWER.moment("noon")) == (True, "2026-11-22T12:00:00Z")


def test_one_field_of_many_structures_is_a_column() -> None:
    """A field that may be missing has a default."""
    assert ANSWER.column("rows", "id") == ["a", "b"]
    assert ANSWER.column("rows", "kind", "y") == ["x", "y"]


def test_structures_may_come_by_column() -> None:
    """Structures by column have the same methods; asking for a single structure is a bug."""
    assert ANSWER.column("columns", "id") == ["a", "b"]
    assert ANSWER.column("columns", "kind", "y") == ["x", "y"]
    assert ANSWER.column("columns", "nothing", "z") == ["z", "z"]
    with pytest.raises(Unreadable):
        ANSWER.structures("columns")


@pytest.mark.parametrize(
    ("name", "field", "default", "said"),
    [
        ("rows", "kind", "", "rows[1].kind in the answer is missing"),
        ("gaps", "id", "", "gaps[1].id in the answer is empty"),
        ("columns", "kind", "", "columns[1].kind in the answer is empty"),
        ("columns", "nothing", "", "columns[0].nothing in the answer is missing"),
        ("gaps", "id", "y", "gaps[2].id in the answer is a number, not a string"),
        ("list", "id", "", "list in the answer holds a string, not only an object"),
        ("nothing", "id", "", "nothing in the answer is missing"),
        ("text", "id", "", "text in the answer is a string, not a list"),
    ],
)
def test_a_gap_in_a_column_says_where(name: str, field: str, default: str, said: str) -> None:
    """The error has the place, as if each structure had been asked by itself."""
    with pytest.raises(Unreadable) as caught:
        ANSWER.column(name, field, default)
    assert caught.value.message == f"marketplace-catalog:ListEntities: {said}"


@pytest.mark.parametrize(
    ("method", "name", "said"),
    [
        ("text", "nothing", "nothing in the answer is missing"),
        ("text", "null", "null in the answer is missing"),
        ("text", "number", "number in the answer is a number, not a string"),
        ("id", "empty", "empty in the answer is empty"),
        ("text", "noon", "noon in the answer is a time, not a string"),
        ("flag", "text", "text in the answer is a string, not a boolean"),
        ("moment", "text", "text in the answer is a string, not a time"),
        ("texts", "list", "list in the answer holds a number, not only a string"),
        ("texts", "text", "text in the answer is a string, not a list"),
        ("structures", "list", "list in the answer holds a string, not only an object"),
        ("structures", "nothing", "nothing in the answer is missing"),
        ("json_object", "list", "list in the answer is a list, not an object"),
        ("by_key", "text", "text in the answer is a string, not an object"),
    ],
)
def test_a_field_that_is_not_what_it_must_be_says_what_and_where(method: str, name: str, said: str) -> None:
    """A wrong field raises Unreadable with the call and the place, never KeyError or TypeError."""
    with pytest.raises(Unreadable) as caught:
        getattr(ANSWER, method)(name)
    assert caught.value.message == f"marketplace-catalog:ListEntities: {said}"


def test_the_place_of_a_nested_field_is_its_path() -> None:
    """Lists are counted from zero, and maps are named by their key."""
    with pytest.raises(Unreadable, match=r"map\.a\.Id in the answer is missing"):
        ANSWER.by_key("map")["a"].id("Id")
