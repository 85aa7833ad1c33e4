from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.diff import diff
from reconciler.model import FieldChange, SetChange, ValueChange
from reconciler.model.fields import at, stated


@dataclass(frozen=True, kw_only=True)
class Spec:
    """One field of each type, in an order that is not alphabetical."""

    title: str | None = at("title")
    members: frozenset[str] | None = at("products.allow")
    looks: Mapping[str, Any] | None = at("branding")


MEMBERS = st.none() | st.frozensets(st.sampled_from("abcdef"))
LOOKS = st.none() | st.dictionaries(st.sampled_from(["a", "__b", "c.d", "e"]), st.sampled_from(["1", "2", "x\ny"]))
SPECS = st.builds(Spec, title=st.none() | st.sampled_from("xy"), members=MEMBERS, looks=LOOKS)


def test_equal_specs_do_not_differ() -> None:
    """Specs are compared by content, not by identity."""
    spec = Spec(title="Finance", members=frozenset({"a"}), looks={"title": "F"})
    assert diff(spec, replace(spec, members=frozenset(["a"]), looks={"title": "F"})) == ()


def test_changes_are_named_by_yaml_path_and_come_in_the_order_of_fields() -> None:
    """Names and order are those of the document."""
    assert diff(Spec(), Spec(title="Finance", members=frozenset({"a"}), looks={"title": "F"})) == (
        ValueChange("title", None, "Finance"),
        SetChange("products.allow", frozenset({"a"}), frozenset(), 0),
        ValueChange("branding.title", None, "F"),
    )


def test_a_list_differs_by_member() -> None:
    """The change has added and removed members and the number of unchanged ones."""
    before, after = Spec(members=frozenset({"a", "b", "c"})), Spec(members=frozenset({"b", "c", "d", "e"}))
    assert diff(before, after) == (SetChange("products.allow", frozenset({"d", "e"}), frozenset({"a"}), 2),)


def test_an_empty_list_equals_a_missing_one() -> None:
    """No member is added or removed."""
    assert diff(Spec(), Spec(members=frozenset())) == ()


def test_a_mapping_differs_by_key_in_the_order_of_keys() -> None:
    """Keys with equal values are not named."""
    before = Spec(looks={"same": "1", "old": "2", "b": "3"})
    after = Spec(looks={"same": "1", "new": "4", "b": "5"})
    assert diff(before, after) == (
        ValueChange("branding.b", "3", "5"),
        ValueChange("branding.new", None, "4"),
        ValueChange("branding.old", "2", None),
    )


def test_a_mapping_of_mappings_differs_where_it_differs() -> None:
    """Free-form values are compared at every depth."""
    before, after = Spec(looks={"a": {"b": ["1", "2"], "c": "3"}}), Spec(looks={"a": {"b": ["1", "4"], "c": "3"}})
    assert diff(before, after) == (ValueChange("branding.a.b.1", "2", "4"),)


@pytest.mark.parametrize("key", ["__stage", "_x", "a.b", "with blank", "root['x']", "0"])
def test_any_key_is_compared(key: str) -> None:
    """The name of a tag makes no difference."""
    assert diff(Spec(looks={}), Spec(looks={key: "1"})) == (ValueChange(f"branding.{key}", None, "1"),)


def test_a_text_is_compared_whole() -> None:
    """Texts may be long and have many lines."""
    before, after = Spec(looks={"a": "one\ntwo\n"}), Spec(looks={"a": "one\n2\n"})
    assert diff(before, after) == (ValueChange("branding.a", "one\ntwo\n", "one\n2\n"),)


def test_lists_are_exact_at_any_length() -> None:
    """A hundred thousand members are all counted."""
    before = frozenset(f"prod-{number}" for number in range(100_000))
    after = (before - {"prod-7"}) | {"prod-new"}
    assert diff(Spec(members=before), Spec(members=after)) == (
        SetChange("products.allow", frozenset({"prod-new"}), frozenset({"prod-7"}), 99_999),
    )


@given(before=SPECS, after=SPECS)
def test_a_difference_carried_out_makes_the_desired_state(before: Spec, after: Spec) -> None:
    """The difference has all changes and no others; ownership has completed the desired state."""
    members = before.members if after.members is None else after.members
    looks = before.looks if after.looks is None else after.looks
    after = replace(after, title=after.title or before.title, members=members, looks=looks)
    assert carried_out(before, diff(before, after)) == replace(
        after, members=after.members or frozenset(), looks=after.looks or {}
    )


def carried_out(before: Spec, changes: tuple[FieldChange, ...]) -> Spec:
    """Return the spec after the changes, by path."""
    title, members, looks = before.title, before.members or frozenset(), dict(before.looks or {})
    for change in changes:
        if isinstance(change, SetChange):
            assert change.unchanged == len(members - change.removed)
            members = (members - change.removed) | change.added
        elif change.path == "title":
            title = change.after
        else:
            looks[change.path.removeprefix("branding.")] = change.after
    return Spec(title=title, members=members, looks={key: value for key, value in looks.items() if value is not None})


def test_a_spec_returns_stated_fields_by_yaml_path() -> None:
    """Lists are whole, mappings by key; a missing value is left out, an empty list is not."""
    spec = Spec(title="Finance", members=frozenset(), looks={"title": "T", "deep": {"a": 1}})
    assert stated(spec) == {
        "title": "Finance",
        "products.allow": frozenset(),
        "branding.title": "T",
        "branding.deep": {"a": 1},
    }
    assert stated(Spec()) == {}
