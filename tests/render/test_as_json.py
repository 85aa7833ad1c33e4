import json

import pytest

from reconciler.printed import ServiceStateJson, WorldJson, WorldServiceJson
from reconciler.render import json_pieces, to_json
from tests.render.plans import everything, plan_json

SAME: ServiceStateJson = {"principals": ["a"]}
UNCHANGED: WorldServiceJson = {
    "address": None,
    "id": "vpce-svc-1",
    "service_name": None,
    "region": "us-east-1",
    "title": '"before": null, "after": null',
    "dns": None,
    "before": SAME,
    "after": SAME,
    "connections": [],
}
WORLD: WorldJson = {
    "units": [{"id": "r-1", "name": "Root\n", "parent": None}, {"id": "ou-1", "name": "Finänce", "parent": "r-1"}],
    "accounts": [],
    "experiences": None,
    "services": None,
}
LINES = """  "world": {
    "units": [
      {"id": "r-1", "name": "Root\\n", "parent": null},
      {"id": "ou-1", "name": "Fin\\u00e4nce", "parent": "r-1"}
    ],
    "accounts": [],
    "experiences": null,
    "services": null
  },
"""


def test_a_plan_is_indented_by_two_blanks_but_for_its_world() -> None:
    """Each entry of the world is on a line of its own: a large organization has thousands."""
    text = to_json(plan_json(world=WORLD))
    assert LINES in text
    assert text.replace(LINES, '  "world": null,\n') == json.dumps(plan_json() | {"world": None}, indent=2) + "\n"


def test_an_object_that_does_not_change_has_both_ends() -> None:
    """Its state is encoded once and written twice; a title cannot be mistaken for it."""
    plan = plan_json(world={**WORLD, "services": [UNCHANGED, {**UNCHANGED, "before": None}]})
    text = to_json(plan)
    assert json.loads(text) == plan
    assert text.count('"before": {"principals": ["a"]}, "after": {"principals": ["a"]}') == 1


@pytest.mark.parametrize("world", [None, [], "text", {}, {"units": "text"}, {"units": {"a": 1}}, {"units": [None, []]}])
def test_any_world_of_an_edited_plan_file_is_written_as_it_is(world: object) -> None:
    """Plan files may be edited: the digest does not cover the world."""
    plan = {"digest": "sha256:…", "world": world}
    assert json.loads(to_json(plan)) == plan
    assert to_json({}) == "{}\n"


def test_the_text_of_a_plan_is_its_json() -> None:
    """Nothing is lost or added on the way to a file."""
    plan = everything() | {"world": WORLD}
    assert json.loads(to_json(plan)) == plan


def test_a_plan_is_written_in_pieces() -> None:
    """The entries of the world are made one after the other, so that all of them are never in memory."""
    plan = plan_json(world={**WORLD, "services": [UNCHANGED] * 3})
    pieces = list(json_pieces(plan))
    assert "".join(pieces) == to_json(plan)
    assert sum('"principals"' in piece for piece in pieces) == 3


def test_the_rows_of_an_answer_are_made_one_after_the_other() -> None:
    """The text is that of the json module; a list of 50,000 rows is never in memory as one text."""
    rows = [{"account": "1", "grants": ["a\nb"], "agreements": []}, {}, None]
    answer = {"rows": rows, "problems": [], "offering": None}
    pieces = list(json_pieces(answer))
    assert "".join(pieces) == json.dumps(answer, indent=2) + "\n"
    assert max(piece.count("{") for piece in pieces) == 1
