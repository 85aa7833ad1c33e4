"""The Chromium of this system, driven by Playwright: no browser is downloaded, and pages reach no network."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from playwright.sync_api import Browser, sync_playwright

PROGRAMS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING: Final = (
    "Chromium is missing: install the package chromium, or run make test-core, which leaves out the tests in a browser"
)
"""The same words as in chromium.sh."""


class ChromiumMissing(Exception):
    """No program of the PATH is a Chromium."""


def program() -> str:
    """Return the path of Chromium. Raises ChromiumMissing if the PATH has none."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None:
        raise ChromiumMissing(MISSING)
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium and end it. Its sandbox does not work for root."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    path = program()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*sandbox, "--font-render-hinting=none"])
        try:
            yield browser
        finally:
            browser.close()
