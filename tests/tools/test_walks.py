"""The tutorial and the guides show what their commands print."""

from pathlib import Path

import pytest

from tools.walks import PAGES, Stumble, fits, walked

NAMES = [
    "tutorial",
    "governance",
    "adopt",
    "another-account",
    "archive",
    "customers",
    "end-private-marketplace",
    "first-pull-request",
    "fleet",
    "from-aws-sample",
    "from-cross-org",
    "marketplace",
    "move-an-ou",
    "private-dns",
    "rehearse",
    "several-organizations",
]


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_a_page_shows_what_its_commands_print(page: Path, tmp_path: Path) -> None:
    """All of its commands end as the page says, on a twin of its own."""
    text = page.read_text("utf-8")
    assert walked(text, tmp_path) == text


def test_every_guide_is_walked_through() -> None:
    """A new guide is found by its folder."""
    assert [page.stem for page in PAGES] == NAMES


PAGE = """
<!-- run
mkdir below && cd below
-->
```text title="deep/a.txt"
$one `two`
```
Read:
```sh
cat deep/a.txt
```

```
old
```
```sh
(exit 3)   # exit code 3
```
"""


def test_steps_are_taken_in_their_order_in_one_shell(tmp_path: Path) -> None:
    """Files are written below the folder of the shell, as they stand, and a stale output is replaced."""
    assert walked(PAGE, tmp_path) == PAGE.replace("old", "$one `two`")
    assert (tmp_path / "below" / "deep" / "a.txt").read_text() == "$one `two`\n"


def test_a_command_that_ends_otherwise_stops_the_walk(tmp_path: Path) -> None:
    """The error has the command, its exit code and what it said on stderr."""
    with pytest.raises(Stumble, match=r"(?s)no such thing.*exit code 4.*out of here"):
        walked("```sh\necho no such thing; echo out of here >&2; (exit 4)\n```\n", tmp_path)


def test_a_shell_that_ends_stops_the_walk(tmp_path: Path) -> None:
    """A page may not leave its shell."""
    with pytest.raises(Stumble, match="the shell ended"):
        walked("```sh\nexit 0\n```\n", tmp_path)


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("a\nb\n", "a\nb", True),
        ("a\nb\n", "a\nc\n", False),
        ("since … (… days)\n", "since 2026-03-03 (3 days)\n", True),
        ("since …\n", "since 2026-03-03\nand more\n", False),
        ("…\nlast\n", "one\ntwo\nlast\n", True),
        ("first\n…\nlast\n", "first\nlast\n", True),
        ("first\n…\n", "first\nany\nmore\n", True),
        ("", "", True),
        ("", "something", False),
    ],
)
def test_three_dots_stand_for_a_part_of_a_line_or_for_lines(shown: str, printed: str, *, same: bool) -> None:
    """Everything else is literal."""
    assert fits(shown, printed) is same
