from collections.abc import Callable

import pytest

from reconciler.aws.details import Details, Entity
from reconciler.errors import Unreadable

DETAILS = Details(
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


def test_details_are_the_document_of_an_entity() -> None:
    """The entity has an id, a revision and an ARN."""
    assert (DETAILS.id, DETAILS.revision, DETAILS.arn) == ("exp-1", "6", "arn:exp-1")


def test_existing_details_are_returned() -> None:
    """Details are texts, lists of texts, objects and lists of objects."""
    assert (DETAILS.text("Name"), DETAILS.texts("Policies")) == ("Finance", ("a", "b"))
    assert DETAILS.within("Configuration").text("Title") == "F"
    assert DETAILS.parts("Statements")[0].text("Effect") == "Allow"


@pytest.mark.parametrize("key", ["Missing", "Nothing"])
def test_missing_details_are_empty(key: str) -> None:
    """Every field is optional (catalog 1.9)."""
    assert (DETAILS.text(key), DETAILS.texts(key), DETAILS.parts(key)) == (None, (), ())
    assert DETAILS.within(key).text("Title") is None


@pytest.mark.parametrize(
    ("read", "message"),
    [
        (lambda: DETAILS.text("Policies"), "AWS describes exp-1 with Policies that is not str"),
        (lambda: DETAILS.texts("Name"), "AWS describes exp-1 with Name that is not list"),
        (lambda: DETAILS.texts("Mixed"), "AWS describes exp-1 with Mixed that is not a list of texts"),
        (lambda: DETAILS.parts("MixedParts"), "AWS describes exp-1 with MixedParts that is not a list of objects"),
        (lambda: DETAILS.within("Name"), "AWS describes exp-1 with Name that is not dict"),
        (
            lambda: DETAILS.parts("Statements")[1].text("Effect"),
            "AWS describes exp-1 with Statements[1].Effect that is not str",
        ),
        (
            lambda: DETAILS.within("Configuration").within("Deep").text("Number"),
            "AWS describes exp-1 with Configuration.Deep.Number that is not str",
        ),
    ],
)
def test_details_of_another_type_make_aws_unreadable(read: Callable[[], object], message: str) -> None:
    """The exit code is 7, with the place, and nothing is guessed."""
    with pytest.raises(Unreadable) as unreadable:
        read()
    assert unreadable.value.message == message
