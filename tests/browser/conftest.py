"""What each test in Chromium gets: a browser for each worker, windows without a network, and a look at their faults."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.visits import DESK, Visit, Window, Windows
from tools.chromium import ChromiumMissing, chromium

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return Chromium. A test fails with one line if there is none."""
    try:
        with chromium() as started:
            yield started
    except ChromiumMissing as missing:
        pytest.fail(str(missing), pytrace=False)


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Windows:
    """Return the windows that the tests of a worker have one after the other."""
    return Windows(browser)


class Look(Protocol):
    """Opens a page: *text* is its HTML, or the file that has it; *place* is the part of its address after the file."""

    def __call__(self, text: str | Path, place: str = "", window: Window = DESK) -> Page:
        """Return the page in a window of its own, which is as a new one."""
        ...


@pytest.fixture
def look(windows: Windows, tmp_path: Path) -> Iterator[Look]:
    """Return a function that opens a report in a new window; the test fails if one does what a report must not do."""
    visits = list[Visit]()

    def opened(text: str | Path, place: str = "", window: Window = DESK) -> Page:
        file = text if isinstance(text, Path) else tmp_path / "report.html"
        if isinstance(text, str):
            file.write_text(text, encoding="utf-8")
        visits.append(windows.take(window))
        return visits[-1].open(file, place)

    yield opened
    assert [fault for visit in visits for fault in windows.end(visit)] == []
