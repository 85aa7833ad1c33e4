"""Record sets after the calls that add and remove one value, for any values of others."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reconciler.kinds.endpoint_service.publication import quoted_text
from reconciler.kinds.endpoint_service.record_changes import with_value, without
from reconciler.ports import TextRecords
from reconciler.twin.route53.record_sets import RecordSet, changed, full

ZONE, NAME, OURS = "example.com.", "_x.example.com", "vpce:AbC"
VALUES = st.lists(st.sampled_from(["a", "b", 'c" "d', "vpce:abc", "vpce:AbCd"]), unique=True, max_size=4)


def after(sets: Mapping[tuple[str, str], RecordSet], batch: Mapping[str, Any]) -> Mapping[tuple[str, str], RecordSet]:
    """Return the record sets of the zone after a call that Route 53 takes."""
    return changed(ZONE, sets, batch["ChangeBatch"]["Changes"], 0.0)


def records(sets: Mapping[tuple[str, str], RecordSet]) -> TextRecords | None:
    """Return the TXT records of the name as they are read."""
    found = sets.get((full(NAME), "TXT"))
    return TextRecords(NAME, found.ttl, found.values) if found else None


@given(VALUES, st.integers(0, 3600))
def test_a_value_comes_and_goes_and_all_others_stay(others: list[str], ttl: int) -> None:
    """The values of others keep their order, their letters and their TTL; a record set without values is deleted."""
    first = RecordSet(full(NAME), "TXT", ttl, tuple(map(quoted_text, others)))
    before = {(first.name, first.type): first} if others else {}
    there = after(before, with_value("Z1", NAME, records(before), OURS))
    found = records(there)
    assert found
    assert found.values == (*first.values, quoted_text(OURS))
    assert found.ttl == (ttl if others else 1800)
    assert after(there, with_value("Z1", NAME, found, OURS)) == there
    assert after(there, without("Z1", found, OURS)) == before
