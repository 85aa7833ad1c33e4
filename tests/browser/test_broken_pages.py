"""The checks find what they are for: a page that is broken in one way fails the check for it."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.checks import alive, hard_to_use, not_open, too_wide, unseen_focus
from tests.browser.reports import of_plan, report, story
from tests.browser.visits import Windows
from tests.render.markdown.hostile import renamed

STYLES: Mapping[str, Callable[[Page], list[str]]] = {
    "main { min-width: 3000px }": too_wide,
    "* { outline: none !important }": unseen_focus,
    ".muted { color: #bbb !important }": lambda page: hard_to_use(page, "color-contrast"),
    "[role=tabpanel] { display: block !important }": lambda page: not_open(page, "impact"),
}


@pytest.mark.parametrize("style", STYLES)
def test_a_broken_style_is_found(style: str, windows: Windows, tmp_path: Path) -> None:
    """A page too wide, without a focus, with pale text or with all views at once has a fault; the whole one, none."""
    found = []
    for text in (report("refused"), report("refused").replace("</style>", f"{style}</style>", 1)):
        (tmp_path / "report.html").write_text(text)
        visit = windows.take()
        page = visit.open(tmp_path / "report.html")
        page.keyboard.press("Tab")
        found.append(bool(STYLES[style](page)))
        windows.end(visit)
    assert found == [False, True]


def test_names_as_markup_are_found(windows: Windows, tmp_path: Path) -> None:
    """A script that makes markup of names has faults."""
    made = of_plan(renamed(story().refused, ["<img src=x onerror=alert(1)>"]))
    broken = made.replace("node.append(child);", 'node.insertAdjacentHTML("beforeend", child.outerHTML || child);', 1)
    assert broken != made
    (tmp_path / "report.html").write_text(broken)
    visit = windows.take()
    faults = alive(visit.open(tmp_path / "report.html"))
    windows.end(visit)
    assert [faults != [], visit.faults != []] == [True, True]
