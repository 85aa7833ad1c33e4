"""Draw docs/pictures/*.png: the report of the example's plan in Chromium, and the comment about it as it is rendered.

The plan is made on the twin at a fixed time. Two machines draw the same pictures if they have the same Chromium and the
same fonts; with others, letters differ by some pixels.
"""

import io
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from markdown_it import MarkdownIt
from PIL import Image
from playwright.sync_api import Browser

from reconciler.render import Marker, plan_markdown
from tests import in_process
from tests.browser.reports import of_plan, story
from tests.browser.visits import DARK, DESK, Window, new_visit
from tools.chromium import chromium

PICTURES: Final = Path(__file__).resolve().parent.parent / "docs" / "pictures"
PLACES: Final[Mapping[str, tuple[str, Window]]] = {
    "report-light": ("#impact", DESK),
    "report-dark": ("#impact", DARK),
    "report-organization": ("#account=333333333333", DESK),
    "report-catalogues": ("#catalogues", DESK),
    "report-timeline": ("#timeline", DESK),
    "report-services": ("#services", DESK),
}
"""The pictures of the report: the place that is open, and the window."""
COLORS: Final = 64
STYLE: Final = """
body { margin: 0; padding: 20px 24px; width: 832px; }
body { font: 14px/1.5 system-ui, "DejaVu Sans", sans-serif; color: #1f2328; }
h2 { font-size: 21px; border-bottom: 1px solid #d1d9e0; padding-bottom: 6px; margin: 0 0 14px; }
h3 { font-size: 17px; margin: 20px 0 10px; }
table { border-collapse: collapse; margin: 12px 0; } th, td { border: 1px solid #d1d9e0; padding: 5px 12px; }
tr:nth-child(2n) td { background: #f6f8fa; } ul { padding-left: 26px; } summary { cursor: pointer; margin: 8px 0; }
code { font: 12px "DejaVu Sans Mono", monospace; background: #eff1f3; border-radius: 5px; padding: 2px 5px; }
pre { background: #f6f8fa; border-radius: 6px; padding: 12px; overflow: hidden; }
pre code { background: none; padding: 0; }
"""


def main() -> None:
    """Write all pictures."""
    in_process.answer_in_process()
    comment = (
        MarkdownIt("commonmark", {"html": True})
        .enable("table")
        .render(plan_markdown(story().refused, Marker("plan", "reconciler.yaml")))
    )
    page = f'<!DOCTYPE html><meta charset="utf-8"><title>Comment</title><style>{STYLE}</style>{comment}'
    with chromium() as browser, TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(of_plan(story().refused), encoding="utf-8")
        for name, (place, window) in PLACES.items():
            _write(name, _seen(browser, file, place, window))
        file.write_text(page, encoding="utf-8")
        _write("comment-plan", _seen(browser, file, "", Window(880, 1000)))


def _seen(browser: Browser, file: Path, place: str, window: Window) -> bytes:
    """Return a picture of a window; rows are drawn and nothing has the focus."""
    visit = new_visit(browser, window)
    page = visit.open(file, place)
    page.evaluate("() => document.activeElement.blur()")
    page.wait_for_timeout(300)
    seen = page.screenshot(animations="disabled", caret="hide")
    visit.context.close()
    return seen


def _write(name: str, picture: bytes) -> None:
    """Write a picture with few colors, which keeps it small."""
    image = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
    file = PICTURES / f"{name}.png"
    image.save(file, optimize=True)
    print(f"{file.name}: {file.stat().st_size // 1000} KB")


if __name__ == "__main__":
    main()
