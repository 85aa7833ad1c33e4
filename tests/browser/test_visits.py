"""A visit notes what a report must not do, so that each test can fail on it, and leaves nothing to the next visit."""

from pathlib import Path
from time import monotonic

import pytest
from playwright.sync_api import Browser

from tests.browser.checks import settle
from tests.browser.conftest import Look
from tests.browser.visits import PHONE, Visit, Windows, new_visit
from tests.patience import PATIENCE

FAULTS = {
    "<img src='https://example.com/a.png'>": "request: https://example.com/a.png",
    "<img src='a.png'>": "request: {folder}/a.png",
    "<script>console.error('x')</script>": "console: error: x",
    "<script>console.warn('x')</script>": "console: warning: x",
    "<script>throw new Error('x')</script>": "error: x",
    "<script>alert('x')</script>": "dialog: x",
    "<script>open('about:blank')</script>": "another window: about:blank",
    "<script>fetch('https://example.com/b')</script>": "request: https://example.com/b",
    "<meta http-equiv='Content-Security-Policy' content=\"img-src 'none'\"><img src='data:x'>": "console: error: ",
}


@pytest.mark.parametrize("text", FAULTS)
def test_what_a_report_must_not_do_is_noted(text: str, browser: Browser, tmp_path: Path) -> None:
    """A request, an error, a dialog or a window of a page is a fault."""
    file = tmp_path / "page.html"
    file.write_text(f"<!DOCTYPE html><title>x</title>{text}")
    visit = new_visit(browser)
    page, noted = visit.open(file), FAULTS[text].format(folder=tmp_path.as_uri())
    end = monotonic() + PATIENCE
    while not any(fault.startswith(noted) for fault in visit.faults):
        assert monotonic() < end, visit.faults
        page.wait_for_timeout(10)  # what is noted meanwhile comes while Playwright waits
    visit.context.close()


def test_a_quiet_page_has_no_fault(look: Look) -> None:
    """A page that only shows text is opened, and its script runs."""
    page = look("<!DOCTYPE html><title>x</title><p>a</p><script>document.title = 'y'</script>", "#b")
    assert (page.title(), page.evaluate("location.hash")) == ("y", "#b")


BUTTON = (
    "<!DOCTYPE html><title>x</title><body style='height: 3000px'><button style='width: 90%; height: 800px'>a</button>"
)
CHANGE = """() => {
    localStorage.setItem("a", "1"); sessionStorage.setItem("a", "1"); window.name = "a";
    document.querySelector("button").focus(); scrollTo(0, 300);
    history.pushState(null, "", "#b"); history.pushState(null, "", "#c");
}"""
STATE = """() => ({
    kept: localStorage.length, session: sessionStorage.length, name: window.name, history: history.length,
    focus: document.activeElement.tagName, pointer: document.querySelectorAll("button:hover").length, scrolled: scrollY,
    width: innerWidth, height: innerHeight, screen: screen.width,
    dark: matchMedia("(prefers-color-scheme: dark)").matches, print: matchMedia("print").matches,
    moves: matchMedia("(prefers-reduced-motion: no-preference)").matches,
})"""


def state(visit: Visit) -> dict[str, object]:
    """Return what a page sees of its window and of the pages before it."""
    settle(visit.page)
    seen: dict[str, object] = visit.page.evaluate(STATE)
    return seen


def test_a_window_is_as_new_for_the_next_visit(windows: Windows, browser: Browser, tmp_path: Path) -> None:
    """Nothing is left of the page before: what it stored, history, focus, scrolling, pointer, size and media."""
    file = tmp_path / "page.html"
    file.write_text(BUTTON)
    visit, new = windows.take(), new_visit(browser, PHONE)
    visit.open(file).evaluate(CHANGE)
    visit.page.mouse.move(50, 50)
    visit.page.emulate_media(media="print", color_scheme="dark", reduced_motion="no-preference")
    changed = state(visit)
    assert windows.end(visit) == []
    again = windows.take(PHONE)
    assert again is visit
    for one in (again, new):
        one.open(file)
    assert state(again) == state(new)
    assert [fact for fact, seen in state(new).items() if seen == changed[fact]] == []
    assert windows.end(again) == []
    new.context.close()


def test_a_window_with_a_fault_is_given_to_nobody(windows: Windows, tmp_path: Path) -> None:
    """It is closed, whatever its page may still do, and its faults are those of its own test."""
    file = tmp_path / "page.html"
    file.write_text("<!DOCTYPE html><title>x</title><script>console.error('x')</script>")
    visit = windows.take()
    visit.open(file)
    assert (windows.end(visit), visit.page.is_closed()) == (["console: error: x"], True)
    other = windows.take()
    assert other is not visit
    assert windows.end(other) == []
