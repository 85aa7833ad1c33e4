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
    """Which is known by id, revision and ARN."""
    assert (DETAILS.id, DETAILS.revision, DETAILS.arn) == ("exp-1", "6", "arn:exp-1")


def test_what_is_there_is_given() -> None:
    """Texts, lists of texts, objects, lists of objects."""
    assert (DETAILS.text("Name"), DETAILS.texts("Policies")) == ("Finance", ("a", "b"))
    assert DETAILS.within("Configuration").text("Title") == "F"
    assert DETAILS.parts("Statements")[0].text("Effect") == "Allow"


@pytest.mark.parametrize("key", ["Missing", "Nothing"])
def test_what_is_not_there_is_empty(key: str) -> None:
    """Facts, catalog 1.9: every field is optional."""
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
def test_what_is_not_of_its_form_makes_aws_unreadable(read: Callable[[], object], message: str) -> None:
    """Exit 7 with the place, and never a guess."""
    with pytest.raises(Unreadable) as unreadable:
        read()
    assert unreadable.value.message == message
