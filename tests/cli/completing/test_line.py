"""Command lines as bash has them."""

import pytest

from reconciler.cli.completing.line import Line, bash_line, unquoted

LINES = {
    "reconciler ": Line((), ""),
    "reconciler pl": Line((), "pl"),
    "reconciler plan ": Line(("plan",), ""),
    "reconciler  plan\t--sel": Line(("plan",), "--sel"),
    "reconciler plan --format json=fi": Line(("plan", "--format"), "json=fi"),
    r"reconciler show my\ pl": Line(("show",), "my pl"),
    "reconciler show 'my pl": Line(("show",), "my pl"),
    "reconciler show 'my plan' ": Line(("show", "my plan"), ""),
    'reconciler --config="a \\"b\\" \\c" pl': Line(('--config=a "b" \\c',), "pl"),
    'reconciler show "a\\': Line(("show",), "a"),
    "reconciler show a\\": Line(("show",), "a"),
    "reconciler plan > fi": Line(("plan",), "fi", redirected=True),
    "reconciler plan 2>": Line(("plan",), "", redirected=True),
    "reconciler plan 2>&1 >out --fu": Line(("plan",), "--fu"),
    "reconciler plan 2>errors --": Line(("plan",), "--"),
    "reconciler plan &>> fi": Line(("plan",), "fi", redirected=True),
    "reconciler show '>' ": Line(("show", ">"), ""),
    "ls; reconciler pl": Line((), "pl"),
    "": Line((), ""),
}


@pytest.mark.parametrize(("text", "line"), LINES.items(), ids=repr)
def test_a_line_is_split_as_bash_splits_it(text: str, line: Line) -> None:
    """Quotes, backslashes and redirections have the meaning that bash gives them; the last word may be open."""
    assert bash_line(text) == line


def test_variables_and_commands_stay_as_they_are_written() -> None:
    """The words of a line are only compared, so nothing in them is executed."""
    assert unquoted('"$HOME"/$(ls)`ls`') == "$HOME/$(ls)`ls`"
