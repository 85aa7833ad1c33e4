"""docs/json.md shows what its commands print, and the keys that the schemas describe."""

import pytest

from tools.json_page import COMMAND, KEYS, PAGE, answer, keys, main

JSON = '{"names": {"1": "Ä"}, "list": ["a", 1, null]}'


def test_the_page_shows_what_its_commands_print() -> None:
    """Each command runs on the demo's twin, and the page has its output; so it has the tables of the schemas."""
    page = PAGE.read_text("utf-8")
    commands = [command for command, _, _ in COMMAND.findall(page)]
    assert [command.split()[:2] for command in commands] == [
        ["reconciler", "plan"],
        ["reconciler", "plan"],
        ["reconciler", "plan"],
        ["reconciler", "plan"],
        ["python", "tools/console.py"],
        ["reconciler", "effective"],
    ]
    assert all(output for _, _, output in COMMAND.findall(page))
    assert [name for name, _, _ in KEYS.findall(page)] == [
        "plan",
        "report",
        "effective",
        "connections",
        "subscribers",
        "validate",
        "fmt",
        "notification",
        "sheet",
        "verification",
        "checklist",
        "submission",
        "fleet_answer",
    ]
    assert main(["--check"]) == 0


@pytest.mark.parametrize(
    ("arguments", "printed"),
    [
        (["-r", ".list[]"], "a\n1\nnull"),
        ([".list[]"], '"a"\n1\nnull'),
        (["-c", ".names, .list"], '{"1":"Ä"}\n["a",1,null]'),
        ([".names"], '{\n  "1": "Ä"\n}'),
    ],
)
def test_results_are_printed_as_jq_prints_them(arguments: list[str], printed: str) -> None:
    """One result after the other: with -c compact, with -r texts without quotes, otherwise indented by two."""
    assert answer(JSON, arguments) == printed


def test_a_table_has_the_keys_at_the_top_of_a_json() -> None:
    """A schema that refers to another one has the keys of that one."""
    assert keys("drift") == keys("plan")
    assert keys("validate").splitlines()[:2] == ["| key | is |", "|---|---|"]
    assert keys("validate").splitlines()[3] == "| `valid` | no problem is an error |"
