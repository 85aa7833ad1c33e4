"""Text from AWS or documents can neither move the cursor nor hide or imitate other text."""

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
    """Put hostile text into every string of a plan that may have any text."""
    if isinstance(part, dict):
        fixed = {"severity", "action", "path", "source", "status", "ChangeName", "Identifier"}
        return {key: item if key in fixed else poisoned(item) for key, item in part.items()}
    if isinstance(part, list):
        return [poisoned(item) for item in part]
    return part + EVIL if isinstance(part, str) else part


def test_control_characters_are_shown_as_escapes() -> None:
    """Escapes, line ends, direction marks and characters without a glyph become visible."""
    assert clean(EVIL) == "\\x1b]0;owned\\x07\\r\\n\\x9b2J\\u202eevil\\u200b\\ud800"
    assert clean("Früchte & 果物") == "Früchte & 果物"


def test_a_hostile_title_cannot_control_the_terminal() -> None:
    """Each line of a rendering is printable, whatever text a document holds."""
    plan = poisoned(deepcopy(everything()))
    plan["names"] = {key + EVIL: name for key, name in plan["names"].items()}
    error = error_json(EVIL, EVIL, address=EVIL)
    failed = outcome(EVIL, "failed", change_set_id=EVIL, errors=[error], because=EVIL)
    report = report_json(failed, converged=False, remaining=[EVIL])
    lines = [*plan_lines(plan, full=True), *drift_lines(plan, full=True), *report_lines(report, plan)]
    assert [line for line in lines if not line.isprintable()] == []
    assert any("owned" in line for line in lines)


def test_colour_is_the_only_escape_of_a_coloured_plan() -> None:
    """The coloured plan without its colours equals the plain plan."""
    coloured = "\n".join(plan_lines(everything(), style=ANSI, full=True))
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == "\n".join(plan_lines(everything(), full=True))
    assert "\x1b[32m+ create\x1b[0m" in coloured


@given(st.text())
def test_a_quote_in_a_text_does_not_end_it(text: str) -> None:
    """A quoted text is one printable line whose only bare quotes are its ends."""
    inside = quoted(text)[1:-1]
    assert quoted(text).isprintable()
    assert re.fullmatch(r'(?:[^"\\]|\\.)*', inside)


def test_values_with_blanks_are_quoted() -> None:
    """Words are not quoted; blanks, empty texts and structures are visible."""
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


def test_counts_and_lists_are_written_as_in_english() -> None:
    """A count has a singular and a plural; the last two members of a list are joined by "and"."""
    assert [count(number, "product") for number in (0, 1, 2)] == ["0 products", "1 product", "2 products"]
    assert [joined(parts) for parts in ((), ("a",), ("a", "b"), ("a", "b", "c"))] == ["", "a", "a and b", "a, b and c"]


def test_json_is_stable_ascii_and_ends_with_a_line_end() -> None:
    """The same plan is written as the same bytes, and reading them returns the plan."""
    plan = {**everything(), "names": {"exp-1": EVIL.removesuffix("\ud800") + "ü"}}
    written = to_json(plan)
    assert json.loads(written) == plan
    assert written == to_json(deepcopy(plan))
    assert written.isascii()
    assert written.endswith("}\n")
    assert written.startswith('{\n  "format_version": "1.0",\n  "digest": "sha256:1a2b3c4d')
