from dataclasses import replace

from reconciler.model import Address
from reconciler.model.problem import error, note, warning

WHERE = Address("experience", "finance")


def test_a_problem_is_written_as_the_contract_says() -> None:
    """Contract 4: severity, code, message, source, hint; and the object and its field that it is about."""
    problem = replace(error("near-miss", "too like", "a.yaml:1:2", "adopt it", WHERE), path="title")
    assert problem.as_json() == {
        "severity": "error",
        "code": "near-miss",
        "message": "too like",
        "source": "a.yaml:1:2",
        "hint": "adopt it",
        "address": "experience.finance",
        "path": "title",
    }


def test_what_a_problem_does_not_have_is_null() -> None:
    """A note without a place, a hint and an object has none of them."""
    assert note("foreign-change-set", "someone else").as_json() == {
        "severity": "note",
        "code": "foreign-change-set",
        "message": "someone else",
        "source": None,
        "hint": None,
        "address": None,
        "path": None,
    }


def test_severities_have_words_of_their_own() -> None:
    """Error, warning, note."""
    made = [make("code", "message", address=WHERE).severity for make in (error, warning, note)]
    assert made == ["error", "warning", "note"]
