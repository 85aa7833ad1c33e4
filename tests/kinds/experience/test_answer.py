from collections.abc import Callable

import pytest

from reconciler.errors import Unreadable
from reconciler.kinds.experience.answer import Answer
from reconciler.ports import Entity

ANSWER = Answer(
    Entity(
        "exp-1",
        "6",
        "arn:exp-1",
        {
            "Name": "Finance",
            "Nothing": None,
            "Policies": ["a", "b"],
            "Configuration": {"Title": "F", "Deep": {"Number": 7}},
            "Statements": [{"Effect": "Allow"}, {"Effect": 3}],
            "Mixed": ["a", 1],
            "MixedParts": [{}, "x"],
        },
    )
)


def test_an_answer_is_the_document_of_an_entity() -> None:
    """Which is known by id, revision and ARN."""
    assert (ANSWER.id, ANSWER.revision, ANSWER.arn) == ("exp-1", "6", "arn:exp-1")


def test_what_is_there_is_given() -> None:
    """Texts, lists of texts, objects, lists of objects."""
    assert (ANSWER.text("Name"), ANSWER.texts("Policies")) == ("Finance", ("a", "b"))
    assert ANSWER.within("Configuration").text("Title") == "F"
    assert ANSWER.parts("Statements")[0].text("Effect") == "Allow"


@pytest.mark.parametrize("key", ["Missing", "Nothing"])
def test_what_is_not_there_is_empty(key: str) -> None:
    """Facts, catalog 1.9: every field is optional."""
    assert (ANSWER.text(key), ANSWER.texts(key), ANSWER.parts(key)) == (None, (), ())
    assert ANSWER.within(key).text("Title") is None


@pytest.mark.parametrize(
    ("read", "message"),
    [
        (lambda: ANSWER.text("Policies"), "AWS describes exp-1 with Policies that is not str"),
        (lambda: ANSWER.texts("Name"), "AWS describes exp-1 with Name that is not list"),
        (lambda: ANSWER.texts("Mixed"), "AWS describes exp-1 with Mixed that is not a list of texts"),
        (lambda: ANSWER.parts("MixedParts"), "AWS describes exp-1 with MixedParts that is not a list of objects"),
        (lambda: ANSWER.within("Name"), "AWS describes exp-1 with Name that is not dict"),
        (
            lambda: ANSWER.parts("Statements")[1].text("Effect"),
            "AWS describes exp-1 with Statements[1].Effect that is not str",
        ),
        (
            lambda: ANSWER.within("Configuration").within("Deep").text("Number"),
            "AWS describes exp-1 with Configuration.Deep.Number that is not str",
        ),
    ],
)
def test_what_is_not_of_its_form_makes_aws_unreadable(read: Callable[[], object], message: str) -> None:
    """Exit 7 with the place, and never a guess."""
    with pytest.raises(Unreadable) as unreadable:
        read()
    assert unreadable.value.message == message
