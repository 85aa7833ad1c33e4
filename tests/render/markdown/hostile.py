"""Texts that would do something in a comment or on a terminal, in each place of a JSON that can hold them."""

from collections.abc import Callable, Mapping
from itertools import count
from typing import Any, Final

from hypothesis import strategies as st

ATTACKS: Final = (
    *("", " ", "\t", "\n", "\r\n", "\u2028", "\u00a0", "a b", "name", "10 000"),
    *("<b>", "</details>", "<script>alert(1)</script>", "<!--", "-->", "<img src=x onerror=y>", "&lt;b&gt;", "&#64;x"),
    *(
        "@org/team",
        "@everyone",
        "a@b.example",
        "mailto:a@b.example",
        "#1",
        "GH-1",
        "gh-2",
        "owner/repo#1",
        "o/r@abcdef1",
    ),
    *(
        "!7",
        "%milestone",
        "~label",
        '~"a label"',
        "&3",
        "$5",
        "^alert#4",
        "*iteration:5",
        "[vulnerability:6]",
        "group/p>",
    ),
    *(":tada:", ":+1:", "deadbeef", "0123456789abcdef0123456789abcdef01234567", "ou-abcd-deadbeef"),
    *(
        "https://x.example/y",
        "HTTP://x.example",
        "ftp://x.example",
        "//x.example/y",
        "www.x.example",
        "x.com",
        "xn--a.de",
    ),
    *("![x](y)", "[x](https://y.example)", "[x]: /y", "[^1]", "<https://x.example>", "[ ] task"),
    *("# heading", "===", "---", "- item", "1. item", "+ item", "> quote", "    code", "***", "/close"),
    *(
        "```",
        "~~~",
        "`",
        "``",
        "a`b``c```d",
        "```diff",
        "````",
        "\\",
        "\\`",
        "\\|",
        "a|b",
        "| --- |",
        "**b**",
        "_i_",
        "~~s~~",
    ),
    *(
        "\x1b[31m",
        "\x1b]0;title\x07",
        "\x00",
        "\x07",
        "\x85",
        "\u202e",
        "\u2066",
        "\u200b",
        "\ufeff",
        "\ud800",
        "\udfff",
    ),
    *("é", "ﬀ", "日本", "e\u0301" * 9, "🙂", "{{ x }}", "$x^2$", "%s", "{}", '"', "'", "-dirty"),
    *("arn:aws:iam::1:user/@x", "--accept <b>", "prod-<b>", "a.b/c|d", "exp-`x`", "desired_state/a b/#1.yaml:3:1"),
)
"""One of each kind of text that GitHub, GitLab, Markdown, HTML, Mermaid, YAML or a terminal obeys."""

LONG: Final = ("A" * 10_000, "&" * 10_000, "`" * 10_000, "@a " * 3_000, "a." * 5_000, "<b>\n" * 2_500)

WORDS: Final = st.lists(st.sampled_from(ATTACKS) | st.text(max_size=8), min_size=1, max_size=4).map("".join)
"""Hostile names of the usual length."""
NAMES: Final = WORDS | st.sampled_from(LONG)

_OURS: Final = frozenset(
    {
        *(
            "format_version",
            "digest",
            "plan_digest",
            "created_at",
            "started_at",
            "ended_at",
            "severity",
            "code",
            "rule",
        ),
        *("action", "status", "when", "kind", "type"),
    }
)
"""Keys whose values are words of reconciler, which no user and no answer of AWS can choose."""
_CHOSEN: Final = frozenset({"names", "residue", "created_ids", "catalogues"})
"""Keys of objects whose keys are ids or addresses."""


def poisoned(value: Any, names: list[str]) -> Any:  # noqa: ANN401 - JSON
    """Return *value* with each text that users or AWS choose replaced by one of *names*, equal texts by equal ones.

    No id and no path is empty: a blank stands for an empty name.
    """
    given, number = dict[str, str](), count()

    def replaced(text: str) -> str:
        return given.setdefault(text, names[next(number) % len(names)] or " ")

    return _replaced(value, replaced, "")


def renamed(value: Any, names: list[str]) -> Any:  # noqa: ANN401 - JSON
    """Return *value* with the names of all ids replaced, and the ids as they are."""
    return {**value, "names": {id_: names[number % len(names)] for number, id_ in enumerate(value["names"])}}


def _replaced(value: Any, replaced: Callable[[str], str], key: str) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, str):
        return value if key in _OURS else replaced(value)
    if isinstance(value, Mapping):
        ids = key in _CHOSEN
        return {(replaced(name) if ids else name): _replaced(one, replaced, name) for name, one in value.items()}
    return [_replaced(one, replaced, key) for one in value] if isinstance(value, list) else value
