"""The last screen of a plan: all that decides about it, on a small terminal.

A terminal is read from the bottom. So the last screen says who is harmed and who gains, which rules refuse the plan,
and the command that accepts them. It has at most 23 lines, which leaves one of 24 for the question or the prompt.
Lists of names are cut before sentences, and the last sentences before the first, which are the strongest.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from reconciler.printed import PlanJson

from .decision import CLAUSE, Point, points
from .page import Page
from .pasting import pasted
from .problems import is_acceptable, refused
from .surroundings import digest8, summary_line
from .verdict import verdict_lines
from .words import clean, count

ROWS = 23
_HEAD = 8
"""How many lines the verdict and the errors that it repeats may have."""
_ERRORS = 3
_LINE = "─"
_LONGEST_LINE = 100
_CUT = "…"
_BESIDE = 100
"""Columns: from this width on a rule stands left of its sentence, on a narrower page behind it."""


def last_screen(page: Page, plan: PlanJson, command: Sequence[str], more: Sequence[str] = ()) -> list[str]:
    """Return the lines that decide about a plan.

    *command* are the parts of the command that would apply it; *more* are lines about the plan itself.
    """
    head, said = _head(page, plan), _said(page, plan)
    if not said and not plan["changes"]:
        return [*head, *page.folded(more)]
    return deciding(page, head, said, [*_foot(page, plan, command, more)])


def deciding(page: Page, head: Sequence[str], said: Sequence[Point], foot: Sequence[str]) -> list[str]:
    """Return a line and below it *head*, the sentences of *said*, and *foot*, with fewer names if they are too many."""
    above = [rule_line(page), *head, *[""] * bool(head and said)]
    return [*above, *_fitted(page, said, ROWS - len(above) - len(foot)), *foot]


def _head(page: Page, plan: PlanJson) -> list[str]:
    """Return the verdict, with as many errors as there is room for."""
    heads = ([*page.folded(verdict_lines(page, plan, errors))] for errors in range(_ERRORS, 0, -1))
    return next((one for one in heads if len(one) <= _HEAD), [*page.folded(verdict_lines(page, plan, 0))])


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
    yield from page.folded(advice(plan))
    parts = accepting(plan, command)
    if parts:
        final = any(not is_acceptable(problem) for problem in refused(plan))
        yield f"To accept {'the others' if final else 'them'}, for exactly this plan:"
        yield from (page.strong(line) for line in pasted(parts, page.style.width))


def advice(plan: PlanJson) -> list[str]:
    """Return what to do about each refused rule that nothing accepts."""
    final = (problem for problem in refused(plan) if not is_acceptable(problem))
    return [*map(clean, dict.fromkeys(f"{problem['code']}: {problem['hint']}" for problem in final if problem["hint"]))]


def accepting(plan: PlanJson, command: Sequence[str]) -> list[str]:
    """Return the parts of the *command* that accepts the refused rules; none if no rule can be accepted."""
    accepted = sorted({clean(problem["hint"] or "") for problem in refused(plan) if is_acceptable(problem)})
    kept = [part for part in command if not _is_of_another(part, digest8(plan["digest"]))]
    return [*kept, *accepted] if accepted else []


def _is_of_another(part: str, digest: str) -> bool:
    """Tell whether a part of a command accepts a rule of another plan than that of *digest*, and so accepts nothing."""
    return part.startswith("--accept ") and not part.endswith(f"@{digest}")


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
    short = [point._replace(who=_first(point.who)) for point in said]
    bare = [point._replace(who="") for point in said]
    yield from ([*said[:whole], *short[whole:]] for whole in range(len(said), -1, -1))
    yield from ([*short[:named], *bare[named:]] for named in range(len(said) - 1, -1, -1))
    yield from (bare[:kept] for kept in range(len(said) - 1, 0, -1))


def _first(who: str) -> str:
    """Return the first clause of *who*."""
    first, cut, _ = who.partition(CLAUSE)
    return f"{first}{cut}{_CUT}" if cut else who


def _sentences(page: Page, said: Sequence[Point]) -> list[str]:
    """Return one sentence for each point, with the rules that refuse the plan because of it.

    Sentences without names and rules share lines.
    """
    lines = list[str]()
    column = max((len(", ".join(point.rules)) for point in said), default=0)
    for alone, alike in groupby(said, key=lambda point: bool(point.who or point.rules)):
        told = [_sentence(page, point, column) for point in alike]
        lines += told if alone else [" ".join(told)]
    return [*page.folded(f"  {line}" for line in lines)]


def _sentence(page: Page, point: Point, column: int) -> str:
    """Return a sentence; its rules stand before it on a wide page, in a *column*, and behind it on a narrow one."""
    end = "" if point.who.endswith(_CUT) else "."
    sentence = f"{page.strong(point.head)}{point.sentence.removeprefix(point.head)}{end}"
    codes = ", ".join(map(clean, point.rules))
    if not codes:
        return sentence
    red = f"{page.style.error}{codes}{page.style.off}"
    return f"{red}{' ' * (column - len(codes))}  {sentence}" if page.style.width >= _BESIDE else f"{sentence}  {red}"
