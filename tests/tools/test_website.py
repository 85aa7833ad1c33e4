"""The documentation site has every page, its links lead somewhere, and it loads nothing from another host."""

import re
from pathlib import Path

import pytest
import yaml

from reconciler.cli.arguments import COMMANDS
from reconciler.explanations import read_explanations
from reconciler.kinds import all_kinds
from tools.website import __main__ as building
from tools.website.loading import cut_off, foreign
from tools.website.reference import source as whole_source
from tools.website.sources import ROOT, with_codes, with_links

CONFIG = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
CODES = "reference/codes/"


def placed(entries: list[object]) -> list[str]:
    """Return the pages of a part of the navigation, in their order."""
    found: list[str] = []
    for entry in entries:
        value = next(iter(entry.values())) if isinstance(entry, dict) else entry
        found += placed(value) if isinstance(value, list) else [str(value)]
    return found


@pytest.fixture(scope="module")
def source() -> dict[str, str]:
    """Return the text of every page of the site by its place."""
    return {place: str(text) for place, text in whole_source().items() if place.endswith(".md")}


def plain(page: str) -> str:
    """Return a page without the links of its codes."""
    return re.sub(r"\[(`[^`]+`)\]\([^)]*\)", r"\1", page)


def test_every_page_has_one_place_in_the_navigation(source: dict[str, str]) -> None:
    """Only the pages of codes are left out: the pages about problems and rules list them."""
    assert sorted(placed(CONFIG["nav"])) == sorted(place for place in source if not place.startswith(CODES))


def test_every_code_has_a_page_that_a_list_leads_to(source: dict[str, str]) -> None:
    """A page of a code says what `explain` says."""
    explanations = read_explanations(kind.problems for kind in all_kinds().values())
    lists = source["reference/problems.md"] + source["reference/rules.md"]
    assert {f"{CODES}{code}.md" for code in explanations} == {place for place in source if place.startswith(CODES)}
    assert [code for code in explanations if f"](codes/{code}.md)" not in lists] == []
    assert [
        code
        for code, one in explanations.items()
        if not (
            one.means in (page := plain(source[f"{CODES}{code}.md"]))
            and one.do in page
            and one.example.rstrip() in page
        )
    ] == []


def test_every_link_of_the_site_leads_to_one_of_its_files(source: dict[str, str]) -> None:
    """Links to files that are no pages are texts on the site, so none is broken."""
    everything = set(whole_source())
    broken = [
        (place, link)
        for place, text in source.items()
        for link in re.findall(r"\]\(([^)\s#]+)[^)]*\)", re.sub(r"(?ms)^ *```.*?^ *```$|`[^`\n]*`", "", text))
        if not link.startswith(("https:", "http:"))
        if str((Path("/", place).parent / link).resolve())[1:] not in everything
    ]
    assert broken == []


def test_the_page_of_a_kind_ends_with_the_fields_of_its_schema(source: dict[str, str]) -> None:
    """Fields of fields have their whole path."""
    page = source["reference/experience.md"]
    assert page.startswith("# experience\n")
    assert "| `status` | `enabled`, `disabled`, `archived` | enabled: governs its principals;" in page
    assert "| `products.allow` | list | products that accounts can buy: names, group:NAME, or ids |" in page
    assert "| `id` (required) | text | the product's id in AWS Marketplace" in source["reference/product.md"]


def test_the_page_of_settings_has_every_field_of_the_schema(source: dict[str, str]) -> None:
    """A seller is named by its user."""
    page = source["reference/settings.md"]
    assert "| `version` (required) | `1` |" in page
    assert "| `sellers.NAME.regions` (required) | list |" in page
    assert "| `guards.max_removals.share` | number |" in page


def test_the_page_of_commands_has_the_help_of_each_command(source: dict[str, str]) -> None:
    """The help has lines of at most 100 columns."""
    page = source["reference/commands.md"]
    assert re.findall(r"(?m)^## (\w+)$", page) == list(COMMANDS)
    assert "usage: reconciler plan [-h] [--out FILE]" in page
    row = "| 5 | the saved plan is stale; nothing was applied | `apply`, `effective` |"
    assert row in source["reference/exit-codes.md"]


@pytest.mark.parametrize(
    ("text", "led"),
    [
        ("`near-miss` and `stale`", "[`near-miss`](../reference/codes/near-miss.md) and `stale`"),
        ("[`near-miss`](a.md)", "[`near-miss`](a.md)"),
        ("```\n`near-miss`\n```", "```\n`near-miss`\n```"),
        ("`no-code`", "`no-code`"),
    ],
)
def test_a_code_in_a_sentence_leads_to_its_page(text: str, led: str) -> None:
    """A code of one word is an ordinary word, too, and stays as it is."""
    codes = {"near-miss": "reference/codes/near-miss.md", "stale": "reference/codes/stale.md"}
    assert with_codes(text, "how-to/adopt.md", codes) == led


WHERE = {"docs/house.md": "house.md", "CONTRIBUTING.md": "maintainers/contributing.md", "docs/aws/a.md": "aws/a.md"}


@pytest.mark.parametrize(
    ("path", "written", "on_the_site"),
    [
        ("docs/house.md", "[C](../CONTRIBUTING.md#rules)", "[C](maintainers/contributing.md#rules)"),
        ("docs/aws/a.md", "[`plan`](../../reconciler/plan.py)", "`plan`"),
        ("docs/aws/a.md", "[1.1]: ../house.md#nouns", "[1.1]: ../house.md#nouns"),
        ("docs/aws/a.md", "[x](https://example.com/a.md)", "[x](https://example.com/a.md)"),
        ("docs/aws/a.md", "```\n[x](../../a.py)\n```", "```\n[x](../../a.py)\n```"),
        ("CONTRIBUTING.md", "[H](docs/house.md), [here](#rules)", "[H](../house.md), [here](#rules)"),
    ],
)
def test_links_are_led_to_the_places_on_the_site(path: str, written: str, on_the_site: str) -> None:
    """A file without a place leaves the words of its link; code stays as it is."""
    assert with_links(written, path, WHERE) == on_the_site


@pytest.mark.parametrize(
    ("file", "text", "address"),
    [
        ("a.html", '<script src="https://example.com/a.js"></script>', "https://example.com/a.js"),
        ("a.html", '<link rel="stylesheet" href="//example.com/a.css">', "//example.com/a.css"),
        ("a.html", '<img srcset="a.png 1x, https://example.com/b.png 2x">', "https://example.com/b.png"),
        ("a.html", '<p style="background: url(https://example.com/b.png)">', "https://example.com/b.png"),
        ("a.html", "<script>fetch('https://example.com/b')</script>", "https://example.com/b"),
        ("a.css", '@import "https://example.com/a.css";', "https://example.com/a.css"),
        ("a.css", "a { background: url('//example.com/a.png') }", "//example.com/a.png"),
        ("a.js", 'fetch("https://example.com/a")', "https://example.com/a"),
    ],
)
def test_what_would_be_loaded_from_another_host_is_found(tmp_path: Path, file: str, text: str, address: str) -> None:
    """Pages, style sheets and scripts are looked through."""
    (tmp_path / file).write_text(text)
    assert list(foreign(tmp_path)) == [f"{file}: {address}"]


def test_links_to_other_sites_load_nothing(tmp_path: Path) -> None:
    """A reader may follow a link; names of formats are no addresses, and a script's unused ones are cut off."""
    (tmp_path / "a.html").write_text('<a href="https://example.com/">AWS</a><svg xmlns="http://www.w3.org/2000/svg">')
    (tmp_path / "a.js").write_text('load("https://unpkg.com/mermaid@12/dist/mermaid.min.js")')
    cut_off(tmp_path)
    assert list(foreign(tmp_path)) == []
    assert (tmp_path / "a.js").read_text() == 'load("about:blank")'


def test_the_theme_has_no_fonts_from_elsewhere() -> None:
    """Readers see the fonts of their own system."""
    assert CONFIG["theme"]["font"] is False


@pytest.mark.parametrize(
    ("page", "code", "said"),
    [
        (
            "<p>Start</p>",
            0,
            "Open site/index.html in a browser. To search in it, too: python3 -m http.server -d site\n",
        ),
        ("<script src='https://example.com/a.js'></script>", 1, ""),
    ],
)
def test_make_docs_says_what_to_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], page: str, code: int, said: str
) -> None:
    """The first page of a site is named once the site is whole; a site that would load from elsewhere is not."""
    monkeypatch.setattr(building, "ROOT", tmp_path)
    monkeypatch.setattr(building, "SITE", tmp_path / "site")
    monkeypatch.setattr(building, "source", lambda: {"index.md": "# Start\n"})
    generator = tmp_path / "generator"
    generator.write_text(f'#!/bin/sh\nmkdir site && echo "{page}" >site/index.html\n')
    generator.chmod(0o755)
    assert building.main(str(generator)) == code
    assert capsys.readouterr().out == said
