"""What is kept of members' answers: the same as they said, in a fraction of the memory."""

import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reconciler.cli.files import write_pieces
from reconciler.cli.fleet.kept import KeptTexts
from reconciler.pipeline import fleet_answer, member_answer
from reconciler.printed import FleetJson
from reconciler.render.as_json import json_pieces

MEMBERS = 30
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda some: st.lists(some) | st.dictionaries(st.text(), some),
)
ANSWERS = st.lists(st.none() | st.dictionaries(st.text(), VALUES))


def large(number: int) -> dict[str, Any]:
    """Return the plan of a member whose services are read, with a hundred grants each."""
    grants = [f"arn:aws:iam::{number:06}{grant:06}:root" for grant in range(100)]
    services = [{"address": f"endpoint_service.api-{number}-{one}", "grants": grants} for one in range(40)]
    return {"digest": f"sha256:{number:064}", "changes": [], "problems": [], "world": {"services": services}}


def joined(texts: Iterator[str | None]) -> FleetJson:
    """Return the answer of a fleet whose members said *texts*."""
    kept = [KeptTexts({} if text is None else {"json": text}).answer() for text in texts]
    plans = {f"m{number}": answer for number, answer in enumerate(kept)}
    entries = [member_answer(name, "reconciler.yaml", 0, answer, plan=answer) for name, answer in plans.items()]
    return fleet_answer("plan", entries, plans=plans)


@given(ANSWERS)
def test_the_json_of_a_fleet_has_what_each_member_said(answers: list[dict[str, Any] | None]) -> None:
    """Whatever the members' answers are, the text is that of a fleet whose answers were never compressed."""
    entry = member_answer("m", "reconciler.yaml", 0, None)
    whole = fleet_answer("plan", [{**entry, "answer": answer} for answer in answers])
    kept = [KeptTexts({} if one is None else {"json": json.dumps(one)}).answer() for one in answers]
    made = fleet_answer("plan", [{**entry, "answer": answer} for answer in kept], plans={})
    assert "".join(json_pieces(made)) == "".join(json_pieces(whole))


@given(st.dictionaries(st.text(), st.text()))
def test_texts_are_kept_as_they_were_said(texts: dict[str, str]) -> None:
    """Each format has its text, also an empty one."""
    assert dict(KeptTexts(texts)) == texts


def test_one_member_at_a_time_is_parsed(tmp_path: Path) -> None:
    """Joining and writing 30 large answers takes no more memory than a quarter of what they are when all are parsed."""
    tracemalloc.start()
    try:
        whole = [json.loads(json.dumps(large(number))) for number in range(MEMBERS)]
        parsed = tracemalloc.get_traced_memory()[0]
        del whole
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        write_pieces(tmp_path / "fleet.json", json_pieces(joined(json.dumps(large(one)) for one in range(MEMBERS))))
        peak = tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
    assert peak < parsed / 4
