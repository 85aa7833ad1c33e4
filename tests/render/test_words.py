"""No text of others moves the cursor, hides what follows or pretends to be more than it is."""

import json
import re
from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reconciler.render import ANSI, clean, drift_lines, plan_lines, report_lines, to_json
from reconciler.render.words import count, joined, quoted, value
from tests.render.plans import everything
from tests.render.reports import error_json, outcome, report_json

EVIL = "\x1b]0;owned\x07\r\n\x9b2J\u202eevil\u200b\ud800"


def poisoned(part: Any) -> Any:  # noqa: ANN401 - any part of a plan
    """Put hostile text into every string of a plan that is free to hold any."""
    if isinstance(part, dict):
        fixed = {"severity", "action", "path", "source", "status", "ChangeName", "Identifier"}
        return {key: item if key in fixed else poisoned(item) for key, item in part.items()}
    if isinstance(part, list):
        return [poisoned(item) for item in part]
    return part + EVIL if isinstance(part, str) else part


def test_control_characters_are_printed_not_obeyed() -> None:
    """Escapes, line ends, direction marks and what has no glyph become visible."""
    assert clean(EVIL) == "\\x1b]0;owned\\x07\\r\\n\\x9b2J\\u202eevil\\u200b\\ud800"
    assert clean("Früchte & 果物") == "Früchte & 果物"


def test_a_hostile_title_cannot_write_to_the_terminal() -> None:
    """Whatever a document holds, each line of a rendering is printable."""
    plan = poisoned(deepcopy(everything()))
    plan["names"] = {key + EVIL: name for key, name in plan["names"].items()}
    error = error_json(EVIL, EVIL, address=EVIL)
    failed = outcome(EVIL, "failed", change_set_id=EVIL, errors=[error], because=EVIL)
    report = report_json(failed, converged=False, remaining=[EVIL])
    lines = [*plan_lines(plan, full=True), *drift_lines(plan, full=True), *report_lines(report, plan)]
    assert [line for line in lines if not line.isprintable()] == []
    assert any("owned" in line for line in lines)


def test_colour_is_the_only_escape_of_a_coloured_plan() -> None:
    """The coloured plan without its colours is the plain one."""
    coloured = "\n".join(plan_lines(everything(), style=ANSI, full=True))
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == "\n".join(plan_lines(everything(), full=True))
    assert "\x1b[32m+ create\x1b[0m" in coloured


@given(st.text())
def test_quoting_never_ends_early(text: str) -> None:
    """A quoted text is one printable line whose only bare quotes are its ends."""
    inside = quoted(text)[1:-1]
    assert quoted(text).isprintable()
    assert re.fullmatch(r'(?:[^"\\]|\\.)*', inside)


def test_values_show_where_they_end() -> None:
    """Words stand bare; blanks, empty texts and structures can be seen."""
    shown = {given: value(given) for given in (None, True, 5, "enabled", "", " padded ", "#0e7f74", "a\tb")}
    assert shown == {
        None: "not set",
        True: "true",
        5: "5",
        "enabled": "enabled",
        "": '""',
        " padded ": '" padded "',
        "#0e7f74": "#0e7f74",
        "a\tb": '"a\\tb"',
    }
    assert value({"b": [1], "a": "ü\x1b"}) == '{"a": "ü\\u001b", "b": [1]}'


def test_counts_and_lists_read_as_people_write_them() -> None:
    """One of a thing, many things; a, b and c."""
    assert [count(number, "product") for number in (0, 1, 2)] == ["0 products", "1 product", "2 products"]
    assert [joined(parts) for parts in ((), ("a",), ("a", "b"), ("a", "b", "c"))] == ["", "a", "a and b", "a, b and c"]


def test_json_is_stable_ascii_and_ends_its_line() -> None:
    """The same plan is written as the same bytes, which read back as the plan."""
    plan = {**everything(), "names": {"exp-1": EVIL.removesuffix("\ud800") + "ü"}}
    written = to_json(plan)
    assert json.loads(written) == plan
    assert written == to_json(deepcopy(plan))
    assert written.isascii()
    assert written.endswith("}\n")
    assert written.startswith('{\n  "format_version": "1.0",\n  "digest": "sha256:1a2b3c4d')
