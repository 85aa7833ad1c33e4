"""The HTML report in Chromium: its size, how fast it is written and opens, and the longest task while it is used."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import Final

from playwright.sync_api import Browser, Page

from reconciler.render import Marker, plan_html
from tools.chromium import ChromiumMissing, chromium

from .figures import Figure
from .fresh import FailedError, used
from .report_sizes import SIZES

VIEWS: Final = ("impact", "organization", "catalogues", "timeline", "services", "changes", "problems")
_WATCH: Final = """
window.longest = 0;
new PerformanceObserver((list) => list.getEntries().forEach((one) => { longest = Math.max(longest, one.duration) }))
    .observe({entryTypes: ["longtask"]});
"""
_OPENED: Final = """() => {
    const painted = performance.getEntriesByName("first-contentful-paint")[0];
    return Math.max(performance.getEntriesByType("navigation")[0].loadEventEnd, painted ? painted.startTime : 0) / 1000;
}"""
_BOXES: Final = """() => {
    const scrolls = (one) => one.offsetParent && one.scrollHeight > one.clientHeight + 1;
    window.boxes = [document.scrollingElement, ...[...document.querySelectorAll("main *")].filter(scrolls)];
}"""
"""Finds what scrolls, which is a long task of its own."""
_SCROLL: Final = """async () => {
    window.longest = 0;
    for (const box of boxes) for (let top = 0; top <= box.scrollHeight; top += innerHeight) {
        box.scrollTop = top;
        await new Promise(requestAnimationFrame);
    }
    await new Promise((done) => setTimeout(done, 100));
    return longest;
}"""
_SEARCH: Final = """() => {
    const field = document.getElementById("search"), took = [];
    field.focus();
    for (const text of ["p", "pr", "pro", "prod", "prod 1"]) {
        const began = performance.now();
        field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        took.push(performance.now() - began);
    }
    return Math.max(...took);
}"""


def report_figures(folder: Path, *, quick: bool) -> Iterator[Figure]:
    """Plan each size, and yield the figures of its report. Raises FailedError without Chromium."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with chromium() as browser:
            for size in list(SIZES)[: 2 if quick else None]:
                yield from _figures(browser, size, folder)
    except ChromiumMissing as missing:
        raise FailedError(str(missing)) from missing


def _figures(browser: Browser, size: str, folder: Path) -> Iterator[Figure]:
    file = folder / "plan.json"
    used([sys.executable, "-m", "benchmarks.report_plan", size, file], cwd=Path.cwd(), environment=dict(os.environ))
    plan, began = json.loads(file.read_text("utf-8")), process_time()
    text = "".join(plan_html(plan, Marker("plan", "reconciler.yaml")))
    yield Figure(name=f"{size}: written", value=round(process_time() - began, 2), unit="s of CPU")
    yield Figure(name=f"{size}: size", value=round(len(text.encode()) / 1e6, 2), unit="MB", aim=15)
    page_file = folder / "report.html"
    page_file.write_text(text, encoding="utf-8")
    page = browser.new_context(offline=True, viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(120_000)
    page.add_init_script(_WATCH)
    page.goto(page_file.as_uri())
    yield Figure(name=f"{size}: opens", value=round(page.evaluate(_OPENED), 2), unit="s", aim=2)
    yield from _using(page, size)
    page.context.close()


def _using(page: Page, size: str) -> Iterator[Figure]:
    """Yield the longest task while each view is opened and scrolled to its end, and of a key in the search field."""
    for key in VIEWS:
        page.evaluate("(key) => { window.longest = 0; location.hash = key }", key)
        page.wait_for_function("(key) => document.getElementById(`view-${key}`).offsetParent", arg=key)
        page.wait_for_timeout(200)
        opening = page.evaluate("longest")
        for button in page.locator(f"#view-{key} button", has_text="Open all").all()[:1]:
            button.click()
        page.evaluate(_BOXES)
        page.wait_for_timeout(300)
        value = round(page.evaluate(_SCROLL))
        note = f"{opening:.0f} ms when it is first opened; tasks below 50 ms are 0"
        yield Figure(name=f"{size}: {key}, longest task of scrolling", value=value, unit="ms", aim=100, note=note)
    yield Figure(name=f"{size}: a key in search", value=round(page.evaluate(_SEARCH), 1), unit="ms", aim=50)
