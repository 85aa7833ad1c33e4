from reconciler.model import Address, Outcome, OutcomeError, Status

FINANCE = Address("experience", "finance")


def test_an_outcome_is_written_as_the_contract_says() -> None:
    """AWS's errors have the address that they are about (contract 5)."""
    outcome = Outcome(
        operation="op-2",
        status=Status.FAILED,
        action="StartChangeSet",
        addresses=(FINANCE,),
        created={FINANCE: "exp-1"},
        change_set_id="4v9example",
        request_id="1f2e",
        errors=(OutcomeError("ENTITY_ALREADY_EXISTS", "An experience is already associated", "experience.finance"),),
        because="the change set failed",
    )
    assert outcome.as_json() == {
        "operation": "op-2",
        "status": "failed",
        "action": "StartChangeSet",
        "addresses": ["experience.finance"],
        "created": "exp-1",
        "created_ids": {"experience.finance": "exp-1"},
        "in_part": False,
        "change_set_id": "4v9example",
        "request_id": "1f2e",
        "errors": [
            {
                "code": "ENTITY_ALREADY_EXISTS",
                "message": "An experience is already associated",
                "address": "experience.finance",
                "source": None,
                "retryable": False,
            }
        ],
        "because": "the change set failed",
    }


def test_outcomes_have_the_five_words_of_the_contract() -> None:
    """Programs that read a run report know these statuses."""
    assert [status.value for status in Status] == ["succeeded", "failed", "skipped", "adopted", "rolled_back"]
