"""Values as text, code span, element and prose: nothing in them does anything, and all of them is there."""

import re
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reconciler.render.markdown.blocks import table
from reconciler.render.markdown.inert import code, fenced, html, prose, text, visible
from tests.render.markdown.hostile import ATTACKS, NAMES, WORDS
from tests.render.markdown.rendered import Rendered, faults

Z = "\u200b"


def comment(*lines: str) -> str:
    """Return a comment with *lines* below its title."""
    return "\n".join(["<!-- reconciler plan reconciler.yaml sha256:none -->", "## Title", "", *lines, ""])


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("@org/team", f"@{Z}org/team"),
        ("#1", f"\\#{Z}1"),
        ("!7", f"!{Z}7"),
        ("~label", f"\\~{Z}label"),
        ("%milestone", f"%{Z}milestone"),
        ("&3", f"&amp;{Z}3"),
        ("$5", f"\\${Z}5"),
        ("^alert", f"^{Z}alert"),
        ("*iteration:1", f"\\*{Z}iteration:1"),
        ("[epic:1]", f"\\[{Z}epic:1\\]"),
        ("owner/repo#1", f"owner/repo\\#{Z}1"),
        ("GH-1", f"GH-{Z}1"),
        ("gh-22", f"gh-{Z}22"),
        ("a@b.example", f"a{Z}@{Z}b.{Z}example"),
        ("group/project>", f"group/project{Z}&gt;"),
        ("https://x", f"https:{Z}/{Z}/x"),
        ("www.x.y", f"www.{Z}x.{Z}y"),
        ("acme.com", f"acme.{Z}com"),
        (":tada:", f":{Z}tada:"),
        ("a/b-->", f"a/b--{Z}&gt;"),
        ("deadbee", f"deadbe{Z}e"),
        ("0123456789abcdef", f"012345{Z}6789ab{Z}cdef"),
        ("<b>&amp;", f"&lt;b{Z}&gt;&amp;{Z}amp;"),
        ("**b** _i_ `c`", f"\\*\\*{Z}b\\*\\* \\_i\\_ \\`c\\`"),
        ("- item", "\\- item"),
        ("+ item", "\\+ item"),
        ("= item", "\\= item"),
        ("> quote", "&gt; quote"),
        ("1. item", "\\1. item"),
        ("\x1b[31m", f"\ufffd\\[{Z}31m"),
        ("a\u202eb\u2066\ud800", "a\ufffdb\ufffd\ufffd"),
        ("a\r\n\tb\u2028c", "a   b c"),
        ("", "(empty)"),
        (" \n", "(empty)"),
    ],
)
def test_each_trigger_is_stopped_in_text(value: str, shown: str) -> None:
    """A backslash stops Markdown, an entity HTML, and a zero-width space what is looked for after both."""
    assert text(value) == shown


@pytest.mark.parametrize(
    "value", ["name 1.5", "Box-10", "C++", "a & b", "50 %", "R&D dept: x", "Seat 2", "facade", "1,000"]
)
def test_ordinary_names_stay_as_they_are(value: str) -> None:
    """What no renderer reads has no zero-width space, so that it can be searched and copied."""
    assert text(value).replace("&amp;", "&").replace(f"R&{Z}D", "R&D") == value


@pytest.mark.parametrize(
    ("value", "longest", "shown"),
    [
        ("x" * 200, 200, "x" * 200),
        ("x" * 201, 200, "x" * 182 + "… (201 characters)"),
        ("x" * 10_000, 200, "x" * 179 + "… (10,000 characters)"),
        ("x" * 61, 60, "x" * 43 + "… (61 characters)"),
        ("x" * 16, 15, "x" * 14 + "…"),
    ],
)
def test_a_long_value_is_cut_marked_and_never_longer(value: str, longest: int, shown: str) -> None:
    """What is left and the mark are as long as the limit."""
    assert visible(value, longest) == shown
    assert len(shown) <= longest


@pytest.mark.parametrize(
    ("value", "shown"),
    [("a", "`a`"), ("a`b", "``a`b``"), ("`a", "`` `a ``"), ("", "`   `"), ("a``b`c", "```a``b`c```"), ("a|b", "`a|b`")],
)
def test_a_code_span_is_longer_than_the_backticks_in_it(value: str, shown: str) -> None:
    """Backticks cannot end it; a bar is escaped by the table that it stands in, and nowhere else."""
    assert code(value) == shown


def test_a_table_escapes_the_bars_of_its_cells() -> None:
    """Also those of code spans: tables are split before anything in them is read."""
    assert table(["#N", "Who"], [["1", code("a|b")], ["2", text("c|d")]]) == [
        "| N | Who |",
        "|---:|---|",
        "| 1 | `a\\|b` |",
        "| 2 | c\\|d |",
    ]


def test_a_fence_is_longer_than_the_backticks_in_it() -> None:
    """A fence inside a value does not close the block."""
    assert fenced(["+ ```", "+ ````"], "diff") == ["`````diff", "+ ```", "+ ````", "`````"]


PRODUCT_ID = "12345678-0123-4567-abcd-431765432190"


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("222222222222 is held by exp-1a", "`222222222222` is held by `exp-1a`"),
        ("arn:aws:iam::1:root, not @me", f"`arn:aws:iam::1:root`, not @{Z}me"),
        ("say --accept or see a/b.yaml:3:1", "say `--accept` or see `a/b.yaml:3:1`"),
        (f"{PRODUCT_ID} is allowed", f"`{PRODUCT_ID}` is allowed"),
        (
            "run now: aws ec2 start-x-y --id vpce-svc-1 --region eu-west-1",
            "run now: `aws ec2 start-x-y --id vpce-svc-1 --region eu-west-1`",
        ),
        ("run reconciler apply again", "run `reconciler apply` again"),
        ("reconciler plan --out FILE writes it", "`reconciler plan --out FILE` writes it"),
        ("reconciler plans it", "reconciler plans it"),
        (
            "reconciler import experience.NAME --id exp-1a adopts it",
            "`reconciler import experience.NAME --id exp-1a` adopts it",
        ),
        ("o-abcdef1234: associated, two-o-clock1234", "`o-abcdef1234`: associated, two-o-clock1234"),
        ("the aws account ec2-a of @me", f"the aws account ec2-a of @{Z}me"),
        ("no host api.example.com (dns)", "no host `api.example.com` (dns)"),
        ("<b> in prod-`x", f"&lt;b{Z}&gt; in prod-\\`x"),
        ("AWS modified it at 2026-11-22T09:30:00Z, by", "AWS modified it at `2026-11-22T09:30:00Z`, by"),
    ],
)
def test_ids_options_and_paths_of_a_message_are_code(message: str, shown: str) -> None:
    """They can be copied, and no renderer makes a link of them; the rest is text."""
    assert prose(message, 1_000) == shown


PLACES: dict[str, Callable[[str], list[str]]] = {
    "text": lambda value: [f"- {text(value)}"],
    "code": lambda value: [f"- {code(value)}"],
    "bold": lambda value: [f"- **{text(value)}** more"],
    "prose": lambda value: [f"- {prose(value, 200)}"],
    "cell": lambda value: table(["A", "B"], [[text(value), code(value)], ["b", "c"]]),
    "summary": lambda value: [f"<details><summary>{html(value)}</summary>", "", "</details>"],
    "fence": lambda value: fenced([f"+ {visible(value)}"], "diff"),
}


@pytest.mark.parametrize("place", PLACES)
@given(value=NAMES | st.text(max_size=30))
@example(value="".join(ATTACKS[:50]))
@example(value=" ".join(ATTACKS))
def test_a_value_is_inert_and_whole_in_each_place(place: str, value: str) -> None:
    """Nothing is made of it, and a reader sees all of it that fits."""
    made = comment(*PLACES[place](value))
    assert faults(made) == []
    assert _squeezed(visible(value)) in _squeezed(Rendered.of(made).shown())


def _squeezed(shown: str) -> str:
    """Return *shown* with one blank for several, as a browser shows it."""
    return re.sub(r"\s+", " ", shown).strip()


@given(value=WORDS, longest=st.integers(15, 250))
def test_a_narrower_limit_never_makes_a_value_longer(value: str, longest: int) -> None:
    """So that the ladder of limits leads downwards."""
    assert len(visible(value * 9, longest)) <= longest
    assert len(visible(value * 9, longest)) <= len(visible(value * 9, longest + 1))
