"""The page of a fleet: one file with all members, and with the page that each one has alone."""

import json
import re
from html import unescape
from typing import Any

import pytest

from reconciler.render import Marker, plan_html, without_style
from reconciler.render.html import fleet
from tests.render.fleets import fleet_of, page_of
from tests.render.html.test_page import POLICY
from tests.render.markdown.samples import drifted_plan, unmade_plan
from tests.render.plans import HANDMADE, everything, plan_json

PAYLOAD = re.compile(r'<script type="application/json" (?:id="payload"|data-payload="([^"]*)"[^>]*)>(.*?)</script>')


def payloads(page: str) -> dict[str, Any]:
    """Return what scripts read, by member."""
    return {unescape(member or ""): json.loads(text) for member, text in PAYLOAD.findall(page)}


def rows(page: str) -> list[str]:
    """Return the lines of the table, without markup."""
    found = re.findall(r'<tr id="row-.*?</tr>', page)
    return [" ".join(unescape(re.sub(r"<[^>]*>", " ", row)).split()) for row in found]


def test_the_page_is_one_file_that_loads_nothing() -> None:
    """No element names a file or a host; links lead to places of the page."""
    page = page_of(fleet_of(("orgs/a", 2, everything())))
    assert f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">' in page
    assert not re.search(r"<[a-z]+[^>]*\ssrc=|@import|url\(|https?://", page)
    assert {*re.findall(r'<[a-z]+[^>]*\shref="([^"]*)"', page)} == {"#answer-1"}


def test_a_member_has_the_page_that_it_has_alone() -> None:
    """What its scripts read is the same, so what they show is the same."""
    alone = "".join(plan_html(everything(), Marker("plan", "orgs/a/reconciler.yaml"), command=["reconciler apply"]))
    made = fleet_of(("orgs/a", 2, everything()))
    page = "".join(fleet.fleet_html(made, {}, Marker("plan", "fleet.yaml"), {"orgs/a": ["reconciler apply"]}))
    assert payloads(page)["orgs/a"] == payloads(alone)[""]


def test_the_page_counts_what_clean_members_tell() -> None:
    """Such a member has no page of its own, so what no document names there is counted above the table."""
    page = page_of(fleet_of(("orgs/a", 0, plan_json(unmanaged=[HANDMADE])), ("orgs/b", 0, plan_json())))
    assert '<p class="muted">AWS has 1 object that no document names, in 1 clean member.</p>' in page


def test_styles_and_scripts_stand_in_the_file_once() -> None:
    """A further member adds its own answer alone: 200 members do not take 200 times the room."""
    sizes = [len(page_of(fleet_of(*((f"m{at}", 2, everything()) for at in range(number))))) for number in (1, 2)]
    assert (sizes[1] - sizes[0] < 40_000, sizes[0] > 200_000) == (True, True)


def test_members_that_need_attention_come_first() -> None:
    """A line says the state, the numbers, and why a member is refused or failed."""
    answer = fleet_of(
        ("a", 0, everything()), ("b", 2, everything()), ("c", 1, None), ("d", None, None), ("e", 7, unmade_plan())
    )
    assert rows(page_of(answer)) == [
        "e unreadable 333333333333 is held by exp-handmade",
        "d not run",
        "c failed the process that ran this member ended; what it did in AWS is found by the next run",
        "b changed 2 4 refused by max_removals",
        "a clean 2 4 refused by max_removals",
    ]


def test_a_clean_member_has_a_line_alone() -> None:
    """With --full it has its page and its text, too."""
    answer = fleet_of(("a", 0, everything()), ("b", 2, everything()))
    assert [*payloads(page_of(answer))] == ["b"]
    assert [*payloads(page_of(answer, full=True))] == ["b", "a"]


def test_drift_says_nothing_of_losses() -> None:
    """Nobody loses anything by looking: the page counts objects instead."""
    page = page_of(fleet_of(("a", 2, drifted_plan()), command="drift"))
    assert "lose" not in re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL).split("<pre")[0]
    assert "<title>Changed: Drift of a fleet</title>" in page


def test_pages_without_room_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file stays one that a browser opens; the members keep their lines and their texts."""
    answer = fleet_of(*((name, 2, everything()) for name in "abc"))
    monkeypatch.setattr(fleet, "MOST", 2 * len(PAYLOAD.findall(page_of(answer))[0][1]))
    page = page_of(answer)
    assert ([*payloads(page)], len(rows(page)), page.count("<pre")) == (["a", "b"], 3, 3)


def test_names_are_text() -> None:
    """A folder can be called anything; its name ends no element, and what is not shown is an escape."""
    page = page_of(fleet_of(("</script><b>\u202ex", 2, everything())), texts={"</script><b>\u202ex": "<i>\n"})
    assert "<b>" not in page.split("<script", 1)[0]
    assert "&lt;/script&gt;&lt;b&gt;\\u202ex" in page
    assert "&lt;i&gt;" in page
    assert page.count("<script") == 1 + 2


def test_a_text_without_its_style_has_no_sequences() -> None:
    """A page and a file show what a terminal shows, without colours."""
    assert without_style("\x1b[1;31merror\x1b[0m: x") == "error: x"
