import pytest

from reconciler.aws.answer import Answer
from reconciler.aws.errors import Call
from reconciler.errors import Unreadable

CALL = Call("marketplace-catalog", "ListEntities")
ANSWER = Answer(CALL, {"text": "x", "empty": "", "number": 5, "list": ["a", 5], "map": {"a": {"b": "c"}}, "null": None})


def test_a_field_is_given_by_its_type() -> None:
    """What is there is there, and what may be missing has a stand-in."""
    assert (ANSWER.text("text"), ANSWER.text("empty"), ANSWER.id("text")) == ("x", "", "x")
    assert (ANSWER.text_or("null", "-"), ANSWER.text_or("nothing", "-"), ANSWER.text_or_none("nothing")) == (
        "-",
        "-",
        None,
    )
    assert (ANSWER.inside("map").document("a"), ANSWER.by_key("map")["a"].text("b")) == ({"b": "c"}, "c")
    assert (ANSWER.texts("nothing"), ANSWER.by_key("nothing"), ANSWER.structures_or_none("nothing")) == ((), {}, ())


@pytest.mark.parametrize(
    ("method", "name", "said"),
    [
        ("text", "nothing", "nothing in the answer is missing"),
        ("text", "null", "null in the answer is missing"),
        ("text", "number", "number in the answer is a number, not a string"),
        ("id", "empty", "empty in the answer is empty"),
        ("texts", "list", "list in the answer holds a number, not only a string"),
        ("texts", "text", "text in the answer is a string, not a list"),
        ("structures", "list", "list in the answer holds a string, not only an object"),
        ("structures", "nothing", "nothing in the answer is missing"),
        ("document", "list", "list in the answer is a list, not an object"),
        ("by_key", "text", "text in the answer is a string, not an object"),
    ],
)
def test_a_field_that_is_not_what_it_must_be_says_what_and_where(method: str, name: str, said: str) -> None:
    """Never a KeyError or a TypeError: Unreadable, with the call and the place."""
    with pytest.raises(Unreadable) as caught:
        getattr(ANSWER, method)(name)
    assert caught.value.message == f"marketplace-catalog:ListEntities: {said}"


def test_the_place_of_a_nested_field_is_its_path() -> None:
    """Lists are counted from nought, maps named by their key."""
    with pytest.raises(Unreadable, match=r"map\.a\.Id in the answer is missing"):
        ANSWER.by_key("map")["a"].id("Id")
