"""Names from AWS and files are inert in the page, whatever they hold."""

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reconciler.render import Marker, clean, plan_html
from tests.render.html.payload import parsed
from tests.render.plans import everything, plan_json

MARKER = Marker("plan", "reconciler.yaml")
ELEMENTS = parsed(plan_html(plan_json(), MARKER))[1]
PIECES = [
    "</script>",
    "<!--",
    "<script>",
    "-->",
    "]]>",
    "&quot;",
    "&lt;",
    '"',
    "'",
    "\\",
    "\u2028",
    "\u202e",
    "\ud800",
    "\0",
    "{{ x }}",
]
HOSTILE = st.lists(st.sampled_from(PIECES) | st.text(max_size=5)).map("".join)


@given(HOSTILE)
@example("</script><img src=x onerror=alert(1)>")
@example("\u202e\u2066\u2069")
def test_a_hostile_name_stays_text(name: str) -> None:
    """A name adds no element to the page, and the scripts read it as text prints it."""
    plan = plan_json(names={"111111111111": name}, commit=name)
    read, elements = parsed(plan_html(plan, MARKER))
    assert elements == ELEMENTS
    assert read["plan"]["names"] == {"111111111111": clean(name)}
    assert read["plan"]["commit"] == clean(name)


@given(HOSTILE)
def test_a_hostile_settings_path_stays_text(path: str) -> None:
    """The path of the settings file is in the page as text prints it."""
    read, elements = parsed(plan_html(plan_json(), Marker("plan", path)))
    assert elements == ELEMENTS
    assert read["config"] == clean(path)


@given(HOSTILE)
def test_every_character_of_a_page_can_be_written(name: str) -> None:
    """A lone half of a surrogate pair, which UTF-8 cannot hold, is an escape."""
    page = "".join(plan_html(plan_json(names={"111111111111": name}), MARKER))
    assert page.encode("utf-8").decode("utf-8") == page


def test_a_page_holds_the_whole_plan() -> None:
    """The scripts read every key of the plan, as it is."""
    plan = everything()
    assert parsed(plan_html(plan, MARKER))[0]["plan"] == json.loads(json.dumps(plan))


def test_a_message_keeps_its_lines() -> None:
    """Messages and hints have several lines; a line break in a name is an escape."""
    problem = {"severity": "error", "code": "a", "message": "one\ntwo", "source": None, "hint": "x\ny", "address": None}
    plan = plan_json(problems=[{**problem, "path": None, "remote_id": None}], names={"111111111111": "a\nb"})
    read, _ = parsed(plan_html(plan, MARKER))
    assert (read["plan"]["problems"][0]["message"], read["plan"]["problems"][0]["hint"]) == ("one\ntwo", "x\ny")
    assert read["plan"]["names"]["111111111111"] == "a\\nb"


@pytest.mark.parametrize("folder", ["script", "style"])
def test_no_file_of_the_page_ends_its_element(folder: str) -> None:
    """Scripts and styles hold nothing that would end the element around them."""
    home = Path(__file__).resolve().parents[3] / "reconciler" / "render" / "html" / folder
    assert [file.name for file in home.iterdir() if "</" in file.read_text("utf-8")] == []
