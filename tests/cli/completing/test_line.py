"""Command lines as bash has them."""

import pytest

from reconciler.cli.completing.line import CommandLine, bash_line, unquoted

LINES = {
    "reconciler ": CommandLine((), ""),
    "reconciler pl": CommandLine((), "pl"),
    "reconciler plan ": CommandLine(("plan",), ""),
    "reconciler  plan\t--sel": CommandLine(("plan",), "--sel"),
    "reconciler plan --format json=fi": CommandLine(("plan", "--format"), "json=fi"),
    r"reconciler show my\ pl": CommandLine(("show",), "my pl"),
    "reconciler show 'my pl": CommandLine(("show",), "my pl"),
    "reconciler show 'my plan' ": CommandLine(("show", "my plan"), ""),
    'reconciler --config="a \\"b\\" \\c" pl': CommandLine(('--config=a "b" \\c',), "pl"),
    'reconciler show "a\\': CommandLine(("show",), "a"),
    "reconciler show a\\": CommandLine(("show",), "a"),
    "reconciler plan > fi": CommandLine(("plan",), "fi", redirected=True),
    "reconciler plan 2>": CommandLine(("plan",), "", redirected=True),
    "reconciler plan 2>&1 >out --fu": CommandLine(("plan",), "--fu"),
    "reconciler plan 2>errors --": CommandLine(("plan",), "--"),
    "reconciler plan &>> fi": CommandLine(("plan",), "fi", redirected=True),
    "reconciler show '>' ": CommandLine(("show", ">"), ""),
    "ls; reconciler pl": CommandLine((), "pl"),
    "": CommandLine((), ""),
}


@pytest.mark.parametrize(("text", "line"), LINES.items(), ids=repr)
def test_a_line_is_split_as_bash_splits_it(text: str, line: CommandLine) -> None:
    """Quotes, backslashes and redirections have the meaning that bash gives them; the last word may be open."""
    assert bash_line(text) == line


def test_variables_and_commands_stay_as_they_are_written() -> None:
    """The words of a line are only compared, so nothing in them is executed."""
    assert unquoted('"$HOME"/$(ls)`ls`') == "$HOME/$(ls)`ls`"
