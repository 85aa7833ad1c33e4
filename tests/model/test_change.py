import json

from reconciler.model import Action, Address, Change, SetChange, ValueChange

STATUS = ValueChange("status", None, "enabled")
ALLOW = SetChange("products.allow", frozenset({"prod-b", "prod-a"}), frozenset({"prod-z"}), 12)
CHANGE = Change(
    address=Address("experience", "finance"),
    action=Action.UPDATE,
    fields=(STATUS, ALLOW),
    remote_id="exp-1234example",
    observed="sha256:seen",
    reason="differs from AWS",
    source="desired_state/finance.yaml:3:1",
)


def test_a_change_is_written_as_the_contract_says() -> None:
    """Members are sorted, unchanged ones are counted, and a missing value is null (contract 4)."""
    assert json.loads(json.dumps(CHANGE.as_json())) == {
        "address": "experience.finance",
        "kind": "experience",
        "name": "finance",
        "action": "update",
        "remote_id": "exp-1234example",
        "observed": "sha256:seen",
        "reason": "differs from AWS",
        "source": "desired_state/finance.yaml:3:1",
        "origin": None,
        "because": None,
        "change_sets": [],
        "last_edit": None,
        "fields": [
            {"path": "status", "before": None, "after": "enabled"},
            {"path": "products.allow", "added": ["prod-a", "prod-b"], "removed": ["prod-z"], "unchanged": 12},
        ],
    }


def test_a_change_returns_fields_by_path() -> None:
    """Values and lists are found by their YAML path."""
    assert (CHANGE.value("status"), CHANGE.members("products.allow")) == (STATUS, ALLOW)


def test_a_field_without_difference_is_no_change() -> None:
    """An unchanged value returns None; an unchanged list adds and removes nothing."""
    assert CHANGE.value("title") is None
    assert CHANGE.members("principals") == SetChange("principals", frozenset(), frozenset(), 0)


def test_a_list_is_not_taken_for_a_value() -> None:
    """A list has no value, and a value has no members."""
    assert CHANGE.value("products.allow") is None
    assert CHANGE.members("status") == SetChange("status", frozenset(), frozenset(), 0)
