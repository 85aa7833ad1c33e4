"""What must be true of a page at each moment; a check returns its faults, so that broken pages can be tried."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Any, Final

from playwright.sync_api import Page, expect

from tests.patience import PATIENCE

VIEWS: Final = ("impact", "organization", "catalogues", "timeline", "services", "changes", "problems")
"""The views of a plan, in the order of their keys 1 to 7."""
ANSWERING: Final = ("organization", "catalogues", "problems")
"""The views of an answer of `effective`."""

_AXE: Final = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
_RUN: Final = """(rules) => axe.run(document, {
    resultTypes: ["violations"],
    ...(rules ? {runOnly: {type: "rule", values: rules}} : {rules: {
        "target-size": {enabled: true},
    }}),
})"""
_WIDE: Final = """() => {
    const root = document.documentElement, most = root.clientWidth;
    if (root.scrollWidth <= most) return [];
    const boxes = [...document.body.querySelectorAll("*")].map((node) => [node, node.getBoundingClientRect().right]);
    const wide = boxes.filter(([, right]) => right > most + 1).map(([node]) => node.tagName + "." + node.className);
    return [`${root.scrollWidth} px in a window of ${most}: ${wide.slice(0, 5)}`];
}"""
_FOCUS: Final = """() => {
    const node = document.activeElement, name = node.outerHTML.slice(0, 120);
    const over = getComputedStyle(node, "::after"), drawn = over.content !== "none" && over.outlineStyle !== "none";
    const style = drawn ? over : getComputedStyle(node);
    if (node === document.body) return ["nothing has the focus"];
    const box = node.getBoundingClientRect(), faults = [];
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) faults.push(`no outline: ${name}`);
    if (/transparent|, 0\\)/.test(style.outlineColor)) faults.push(`a transparent outline: ${name}`);
    if (!box.width || box.right < 0 || box.left > innerWidth) faults.push(`out of sight: ${name}`);
    if (box.bottom < 0 || box.top > innerHeight) faults.push(`above or below the window: ${name}`);
    return faults;
}"""
_ALIVE: Final = r"""() => {
    const faults = [], count = (tag) => document.getElementsByTagName(tag).length;
    const parts = ["header", "main", "side", "notice"].map((id) => document.getElementById(id).textContent);
    const texts = [document.title, ...parts];
    for (const node of document.querySelectorAll("*")) for (const { name, value } of node.attributes) {
        const told = `${node.tagName} ${name}=${value.slice(0, 80)}`, address = /href$|^src|action$|^data$|^poster$/i;
        if (/^on/i.test(name)) faults.push(`a listener in an attribute: ${told}`);
        if (address.test(name) && !value.startsWith("#")) faults.push(`an address: ${told}`);
        texts.push(value);
    }
    if (count("script") !== 2) faults.push(`${count("script")} scripts`);
    for (const tag of ["img", "iframe", "object", "embed", "base", "link", "form", "video", "template", "b", "i"]) {
        if (count(tag)) faults.push(`${count(tag)} elements ${tag}`);
    }
    const hiding = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;
    for (const text of texts) for (const [one] of text.matchAll(hiding)) {
        faults.push(`U+${one.codePointAt(0).toString(16)}, which is not shown: ${JSON.stringify(text.slice(0, 80))}`);
    }
    return [...new Set(faults)].slice(0, 20);
}"""
_GLOBALS: Final = "() => Object.getOwnPropertyNames(window).filter((name) => isNaN(name)).sort()"
_TURN: Final = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
_SHOWN: Final = """() => [...document.querySelectorAll("[role=tabpanel]")]
    .filter((pane) => pane.offsetParent).map((pane) => pane.id)"""


def open_view(page: Page, key: str) -> None:
    """Open the view *key* by its address."""
    page.evaluate("(key) => { location.hash = key }", key)
    expect(page.locator(f"#view-{key}")).to_be_visible(timeout=1000 * PATIENCE)


def settle(page: Page) -> None:
    """Let the page finish what the last input has begun: its events, two frames, and what they put off."""
    page.evaluate(_TURN)


def too_wide(page: Page) -> list[str]:
    """Return how far the page is wider than its window, and what makes it so."""
    faults: list[str] = page.evaluate(_WIDE)
    return faults


def hard_to_use(page: Page, *rules: str) -> list[str]:
    """Return what axe-core finds: contrast, names, roles, sizes of targets. With *rules*, only these are tried."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_AXE)
    answer: Any = page.evaluate(_RUN, list(rules) or None)
    found = ((one["id"], node) for one in answer["violations"] for node in one["nodes"])
    return [f"{id_}: {node['target']}: {node['failureSummary']}" for id_, node in found if not _inline(id_, node)]


def _inline(rule: str, node: Any) -> bool:  # noqa: ANN401 - JSON
    """Return whether a finding is that a link in text is as small as the text, which WCAG allows (2.5.8, "Inline")."""
    return rule == "target-size" and node["html"].startswith("<a ")


def alive(page: Page) -> list[str]:
    """Return what a name may have become: an element, a listener, an address, or a character that hides text."""
    faults: list[str] = page.evaluate(_ALIVE)
    return faults


def names_of_window(page: Page) -> list[str]:
    """Return the global names of a page."""
    names: list[str] = page.evaluate(_GLOBALS)
    return names


def unseen_focus(page: Page) -> list[str]:
    """Return why a reader does not see which element has the focus."""
    faults: list[str] = page.evaluate(_FOCUS)
    return faults


def not_open(page: Page, key: str) -> list[str]:
    """Return why the view *key* is not the one that is open, with a sentence at its top."""
    return list(_not_open(page, key))


def _not_open(page: Page, key: str) -> Iterator[str]:
    shown = page.evaluate(_SHOWN)
    if shown != [f"view-{key}"]:
        yield f"shown: {shown} instead of {key}"
        return
    chosen = page.locator("[role=tab][aria-selected=true]").evaluate_all("(all) => all.map((one) => one.id)")
    if chosen != [f"tab-{key}"]:
        yield f"chosen: {chosen} instead of {key}"
    sentences = page.locator(f"#view-{key} h1").all_inner_texts()
    if len(sentences) != 1 or not sentences[0].strip().endswith((".", "?")):
        yield f"{key} begins with {sentences}, not with a sentence"
