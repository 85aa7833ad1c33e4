from dataclasses import replace

from reconciler.model import Address
from reconciler.model.problem import error, note, warning

WHERE = Address("experience", "finance")


def test_a_problem_is_written_as_the_contract_says() -> None:
    """A problem has severity, code, message, source, hint, address and path (contract 4)."""
    problem = replace(error("near-miss", "too like", "a.yaml:1:2", "adopt it", WHERE), path="title")
    assert problem.as_json() == {
        "severity": "error",
        "code": "near-miss",
        "message": "too like",
        "source": "a.yaml:1:2",
        "hint": "adopt it",
        "address": "experience.finance",
        "path": "title",
        "remote_id": None,
    }


def test_missing_fields_of_a_problem_are_null() -> None:
    """A note may have no place, hint or address."""
    assert note("foreign-change-set", "someone else").as_json() == {
        "severity": "note",
        "code": "foreign-change-set",
        "message": "someone else",
        "source": None,
        "hint": None,
        "address": None,
        "path": None,
        "remote_id": None,
    }


def test_severities_have_words_of_their_own() -> None:
    """The severities are error, warning and note."""
    made = [make("code", "message", address=WHERE).severity for make in (error, warning, note)]
    assert made == ["error", "warning", "note"]
