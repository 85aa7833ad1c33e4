"""The complete text of explanations."""

from dataclasses import replace

from reconciler.explanations import Explanation
from reconciler.model import Severity
from reconciler.render import ANSI, code_lines, explanation_lines

HELD = Explanation(
    code="principal-held",
    group="Experiences",
    severity=(Severity.ERROR, Severity.WARNING),
    outcome=True,
    summary="another experience holds the principal, and this plan may not change that experience",
    means="A principal moves only if the experience that holds it may let it go in the same plan.",
    do="Adopt the holder with its `id`.",
    example="principals: [finance]\n\nproducts:\n  allow: [datadog]",
    see="docs/contract.md 1.2",
)
SHORT = Explanation(
    code="bug", group="Runs", summary="a mistake", means="It is ours.", do="Report it.", see="README.md"
)


def test_sentences_are_wrapped_and_examples_are_not() -> None:
    """Sentences break between words to fit the width. An example keeps its lines, so that it can be copied."""
    assert list(explanation_lines(HELD, width=60)) == [
        "principal-held (error, warning, error of an operation)",
        "  another experience holds the principal, and this plan may",
        "  not change that experience",
        "",
        "What it means",
        "  A principal moves only if the experience that holds it may",
        "  let it go in the same plan.",
        "",
        "What to do",
        "  Adopt the holder with its `id`.",
        "",
        "Example",
        "  principals: [finance]",
        "",
        "  products:",
        "    allow: [datadog]",
        "",
        "See docs/contract.md, section 1.2",
    ]


def test_options_and_codes_are_never_broken() -> None:
    """An option or a code is not broken between two lines, so that it can be copied and searched for."""
    long = replace(SHORT, means=f"Plan with {' or '.join(['--reject-connections'] * 9)}.")
    told = list(explanation_lines(long, width=60))
    assert "\n".join(told).count("--reject-connections") == 9
    assert max(map(len, told)) <= 60


def test_a_page_without_a_section_is_named_alone() -> None:
    """The last line names the page with more details, with its section if it has one."""
    assert list(explanation_lines(SHORT))[-1] == "See README.md"


def test_all_codes_are_listed_by_group_in_columns() -> None:
    """A summary that is longer than its line continues below itself."""
    assert list(code_lines([HELD, SHORT], width=70)) == [
        "Experiences",
        "  principal-held  another experience holds the principal, and this",
        "                  plan may not change that experience",
        "",
        "Runs",
        "  bug             a mistake",
        "",
        "'reconciler explain CODE' explains one of them and says what to do.",
    ]


def test_titles_are_coloured_if_colour_is_on() -> None:
    """The code and the headings are highlighted."""
    strong = [line for line in explanation_lines(HELD, ANSI) if line.startswith(ANSI.strong)]
    assert strong == [
        f"\x1b[1m{title}\x1b[0m{rest}"
        for title, rest in (
            ("principal-held", " (error, warning, error of an operation)"),
            ("What it means", ""),
            ("What to do", ""),
            ("Example", ""),
        )
    ]
