"""Visits of a page in Chromium: each has a window of its own without a network, and notes what a page must not do.

A window costs more than the page in it, so one that a test had is emptied and given to the next test.
"""

from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, NamedTuple

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from tests.patience import PATIENCE


class Window(NamedTuple):
    """The size of a window in CSS pixels, the pixels of the screen for each of them, and the system's colours."""

    width: int = 1280
    height: int = 900
    scale: float = 1
    scheme: Literal["dark", "light"] = "light"


DESK: Final = Window()
PHONE: Final = Window(400, 800)
WIDE: Final = Window(1600)
ZOOMED: Final = Window(640, 450, scale=2)
"""The desk's window at a zoom of 200 %: half the CSS pixels, each of twice the size."""
DARK: Final = Window(scheme="dark")


_FORGET: Final = "() => { localStorage.clear(); sessionStorage.clear(); window.name = ''; }"


@dataclass(frozen=True, slots=True)
class Visit:
    """A page in a window, the *faults* that were noted since it was opened, and its *own* addresses."""

    page: Page
    context: BrowserContext
    scale: float
    faults: list[str] = field(default_factory=list)
    own: set[str] = field(default_factory=set)

    def watch(self) -> None:
        """Note requests, errors, dialogs, windows and downloads from now on."""
        # Playwright keeps a handler as an attribute of the object whose method it is, so handlers are functions.
        note = self.faults.append
        self.context.on("request", lambda request: self.faults.extend(_foreign(request, self.own)))
        self.context.on("page", lambda page: note(f"another window: {page.url[:200]}"))
        self.page.on("console", lambda message: self.faults.extend(_complaint(message)))
        self.page.on("pageerror", lambda error: note(f"error: {error.message}"))
        self.page.on("dialog", lambda dialog: note(f"dialog: {dialog.message}"))
        self.page.on("dialog", lambda dialog: dialog.dismiss())
        self.page.on("download", lambda one: note(f"download: {one.url[:200]}"))

    def open(self, file: Path, place: str = "") -> Page:
        """Open *file* at *place*, the rest of its address. The file itself is the only request that is no fault."""
        self.own.add(file.as_uri())
        self.page.goto(file.as_uri() + place)
        return self.page

    def resize(self, window: Window) -> None:
        """Make the window as *window*, but for the pixels of its screen."""
        self.page.set_viewport_size({"width": window.width, "height": window.height})
        self.page.emulate_media(media="null", color_scheme=window.scheme, reduced_motion="reduce")

    def empty(self) -> None:
        """Leave the page, and forget it with all that it has stored; the pointer leaves the window."""
        if self.own:
            self.page.evaluate(_FORGET)
        self.page.goto("about:blank")
        self.page.mouse.move(-1, -1)
        session = self.context.new_cdp_session(self.page)
        session.send("Page.resetNavigationHistory")
        session.detach()
        self.own.clear()


class Windows:
    """The windows of a browser. A visit that ends without a fault leaves its window, as new, to a later one."""

    def __init__(self, browser: Browser) -> None:
        """Begin without windows."""
        self._browser = browser
        self._free = defaultdict[float, list[Visit]](list)

    def take(self, window: Window = DESK) -> Visit:
        """Return a visit with an empty page in *window*."""
        free = self._free[window.scale]
        if not free:
            return new_visit(self._browser, window)
        visit = free.pop()
        visit.resize(window)
        return visit

    def end(self, visit: Visit) -> list[str]:
        """End *visit* and return its faults. A window with faults is closed."""
        if not visit.faults:
            visit.empty()
        if visit.faults:
            visit.context.close()
        else:
            self._free[visit.scale].append(visit)
        return visit.faults


def _foreign(request: Request, own: Container[str]) -> Iterator[str]:
    place = request.url.partition("?")[0] if request.is_navigation_request() else request.url
    if place not in own:
        yield f"request: {request.url[:200]}"


def _complaint(message: ConsoleMessage) -> Iterator[str]:
    if message.type in {"error", "warning", "assert"}:
        yield f"console: {message.type}: {message.text}"


def new_visit(browser: Browser, window: Window = DESK) -> Visit:
    """Return a visit with an empty page in *window*."""
    context = browser.new_context(
        offline=True,
        viewport={"width": window.width, "height": window.height},
        device_scale_factor=window.scale,
        color_scheme=window.scheme,
        timezone_id="UTC",
        locale="en-US",
        reduced_motion="reduce",
    )
    context.set_default_timeout(1000 * PATIENCE)
    visit = Visit(context.new_page(), context, window.scale)
    visit.watch()
    return visit
