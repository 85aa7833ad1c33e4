import json

from reconciler.model import Action, Address, Change, SetChange, ValueChange

STATUS = ValueChange("status", None, "enabled")
ALLOW = SetChange("products.allow", frozenset({"prod-b", "prod-a"}), frozenset({"prod-z"}), 12)
CHANGE = Change(
    address=Address("experience", "finance"),
    action=Action.UPDATE,
    fields=(STATUS, ALLOW),
    remote_id="exp-1234example",
    reason="differs from AWS",
    source="desired_state/finance.yaml:3:1",
)


def test_a_change_is_written_as_the_contract_says() -> None:
    """Contract 4: members sorted, the unchanged counted, null where nothing was."""
    assert json.loads(json.dumps(CHANGE.as_json())) == {
        "address": "experience.finance",
        "kind": "experience",
        "name": "finance",
        "action": "update",
        "remote_id": "exp-1234example",
        "reason": "differs from AWS",
        "source": "desired_state/finance.yaml:3:1",
        "fields": [
            {"path": "status", "before": None, "after": "enabled"},
            {"path": "products.allow", "added": ["prod-a", "prod-b"], "removed": ["prod-z"], "unchanged": 12},
        ],
    }


def test_a_change_is_asked_by_path() -> None:
    """Values and lists are found by their YAML path."""
    assert (CHANGE.value("status"), CHANGE.members("products.allow")) == (STATUS, ALLOW)


def test_what_does_not_change_is_no_change() -> None:
    """A value that does not change is None; a list that does not change adds and removes nothing."""
    assert CHANGE.value("title") is None
    assert CHANGE.members("principals") == SetChange("principals", frozenset(), frozenset(), 0)


def test_a_list_is_not_taken_for_a_value() -> None:
    """Each field is asked for as what it is."""
    assert CHANGE.value("products.allow") is None
    assert CHANGE.members("status") == SetChange("status", frozenset(), frozenset(), 0)
