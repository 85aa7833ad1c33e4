from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from reconciler.model import Mode
from reconciler.ownership import own


@dataclass(frozen=True)
class Spec:
    """One field of each type."""

    title: str | None = None
    members: frozenset[str] | None = None
    tags: Mapping[str, str] | None = None


LIVE = Spec("Old", frozenset({"a", "b"}), {"team": "research", "owner": "someone"})


@pytest.mark.parametrize("mode", list(Mode))
def test_a_field_that_is_not_stated_is_as_in_aws(mode: Mode) -> None:
    """A field that is left out is not managed."""
    assert own(Spec(), LIVE, mode) == LIVE


@pytest.mark.parametrize("mode", list(Mode))
def test_a_single_value_is_owned_whole(mode: Mode) -> None:
    """A document owns its single values in every mode."""
    assert own(Spec(title="New"), LIVE, mode).title == "New"


@pytest.mark.parametrize("mode", list(Mode))
def test_a_mapping_is_owned_by_the_keys_named(mode: Mode) -> None:
    """All other keys stay."""
    assert own(Spec(tags={"team": "procurement", "new": "1"}), LIVE, mode).tags == {
        "team": "procurement",
        "owner": "someone",
        "new": "1",
    }


@pytest.mark.parametrize("mode", [Mode.EXCLUSIVE, Mode.OBSERVE])
def test_a_list_is_owned_whole(mode: Mode) -> None:
    """Members that it does not name are removed."""
    assert own(Spec(members=frozenset({"b", "c"})), LIVE, mode).members == frozenset({"b", "c"})
    assert own(Spec(members=frozenset()), LIVE, mode).members == frozenset()


def test_an_additive_list_is_owned_by_the_members_it_names() -> None:
    """All other members stay."""
    assert own(Spec(members=frozenset({"b", "c"})), LIVE, Mode.ADDITIVE).members == frozenset({"a", "b", "c"})
    assert own(Spec(members=frozenset()), LIVE, Mode.ADDITIVE).members == frozenset({"a", "b"})


@pytest.mark.parametrize("mode", list(Mode))
def test_a_missing_object_gets_every_stated_field(mode: Mode) -> None:
    """A creation starts from nothing."""
    wish = Spec("New", frozenset({"a"}), {"team": "procurement"})
    assert own(wish, Spec(), mode) == wish


def test_an_additive_list_that_adds_nothing_is_the_live_list() -> None:
    """A million grants of which none is missing are kept once."""
    assert own(Spec(members=frozenset({"a"})), LIVE, Mode.ADDITIVE).members is LIVE.members
