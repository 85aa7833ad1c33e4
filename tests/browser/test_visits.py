"""A visit notes what a report must not do, so that each test in Chromium can fail on it."""

from pathlib import Path
from time import monotonic

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Look
from tests.browser.visits import new_visit
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
