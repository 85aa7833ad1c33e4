"""Visits of a page in Chromium: each has a window of its own without a network, and notes what a page must not do."""

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


@dataclass(frozen=True, slots=True)
class Visit:
    """A page in a window, the *faults* that were noted since it was opened, and its *own* addresses."""

    page: Page
    context: BrowserContext
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
    visit = Visit(context.new_page(), context)
    visit.watch()
    return visit
