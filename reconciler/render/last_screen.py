"""The last screen of a plan: all that decides about it, on a small terminal.

A terminal is read from the bottom. So the last screen says who is harmed and who gains, which rules refuse the plan,
and the command that accepts them. It has at most 23 lines, which leaves one of 24 for the question or the prompt.
Lists of names are cut before sentences, and the last sentences before the first, which are the strongest.
"""

from collections.abc import Iterator, Sequence

from reconciler.printed import PlanJson

from .decision import Point, points
from .page import Page
from .pasting import pasted
from .problems import is_acceptable, refused
from .surroundings import summary_line
from .verdict import verdict_lines
from .words import clean, count

ROWS = 23
_LINE = "─"
_LONGEST_LINE = 100
_BESIDE = 100
"""Columns: from this width on a rule stands left of its sentence, on a narrower page below it."""


def last_screen(page: Page, plan: PlanJson, command: Sequence[str], more: Sequence[str] = ()) -> Iterator[str]:
    """Return the lines that decide about a plan.

    *command* are the parts of the command that would apply it; *more* are lines about the plan itself.
    """
    head = [*page.folded(verdict_lines(page, plan))]
    said = _said(page, plan)
    if not said and not plan["changes"]:
        yield from [*head, *page.folded(more)]
        return
    foot = [*_foot(page, plan, command, more)]
    head += [""] * bool(head and said)
    yield from [rule_line(page), *head, *_fitted(page, said, ROWS - 1 - len(head) - len(foot)), *foot]


def rule_line(page: Page) -> str:
    """Return the line above all that decides."""
    return _LINE * min(page.style.width, _LONGEST_LINE)


def _said(page: Page, plan: PlanJson) -> list[Point]:
    """Return the points of a plan; a plan that changes experiences and has no points says so."""
    said = points(page._replace(full=False), plan)
    if not said and any(operation["action"] == "StartChangeSet" for operation in plan["operations"]):
        return [Point("No account gains or loses a product")]
    return said


def _foot(page: Page, plan: PlanJson, command: Sequence[str], more: Sequence[str]) -> Iterator[str]:
    """Return the command that accepts the refused rules, and the line that counts the changes."""
    if refused(plan):
        yield ""
        yield from acceptance_lines(page, plan, command)
        yield ""
    yield from page.folded([summary_line(plan), *more])


def acceptance_lines(page: Page, plan: PlanJson, command: Sequence[str]) -> Iterator[str]:
    """Return what to do about rules that nothing accepts, then the command that accepts the others, ready to paste."""
    final = [problem for problem in refused(plan) if not is_acceptable(problem)]
    accepted = sorted({clean(problem["hint"] or "") for problem in refused(plan) if is_acceptable(problem)})
    hints = dict.fromkeys(f"{problem['code']}: {problem['hint']}" for problem in final if problem["hint"])
    yield from page.folded(map(clean, hints))
    if accepted:
        yield f"To accept {'the others' if final else 'them'}, for exactly this plan:"
        yield from (page.strong(line) for line in pasted([*command, *accepted], page.style.width))


def _fitted(page: Page, said: Sequence[Point], rows: int) -> list[str]:
    """Return the sentences in at most *rows* lines, cut as little as possible."""
    lines = list[str]()
    for kept in _cut(said):
        left = len(said) - len(kept)
        rest = f"  … and {count(left, 'more sentence')}: see the blocks above"
        lines = [*_sentences(page, kept), *[page.faint(rest)] * bool(left)]
        if len(lines) <= rows:
            break
    return lines


def _cut(said: Sequence[Point]) -> Iterator[list[Point]]:
    """Return the points whole, then with fewer names, the last ones first, then without the last points."""
    bare = [point._replace(who="") for point in said]
    yield from ([*said[:named], *bare[named:]] for named in range(len(said), -1, -1))
    yield from (bare[:kept] for kept in range(len(said) - 1, 0, -1))


def _sentences(page: Page, said: Sequence[Point]) -> list[str]:
    """Return one sentence for each point, with the rules that refuse the plan because of it."""
    rules = [", ".join(map(clean, point.rules)) for point in said]
    column = max(map(len, rules), default=0)
    lines = list[str]()
    for point, codes in zip(said, rules, strict=True):
        sentence = f"{page.strong(point.head)}{point.sentence.removeprefix(point.head)}."
        if codes and page.style.width >= _BESIDE:
            sentence = f"{page.style.error}{codes}{page.style.off}{' ' * (column - len(codes))}  {sentence}"
        lines.append(f"  {sentence}")
        if codes and page.style.width < _BESIDE:
            lines.append(f"      {page.style.error}{codes}{page.style.off}")
    return [*page.folded(lines)]
