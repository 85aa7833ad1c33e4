"""The sections that code and tests cite exist in docs/, and every link leads somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from tests.problem_codes import made

ROOT = Path(__file__).parents[1]
BOOKS = {
    "catalog": "docs/aws/catalog.md",
    "privatelink": "docs/aws/privatelink.md",
    "private-dns": "docs/aws/private-dns.md",
    "subscribers": "docs/aws/subscribers.md",
    "enablement": "docs/aws/enablement.md",
    "readiness": "docs/aws/readiness.md",
    "samples": "docs/aws/samples.md",
    "contract": "docs/contract.md",
}
CITATION = re.compile(rf"\b({'|'.join(BOOKS)})(?:\.md)?\s+(\d+(?:\.\d+)?)\b", re.IGNORECASE)
WITHOUT_PAGE = re.compile(r"[Ff]acts:? \d+\.\d+|\s\(\d+\.\d+\)")
SECTION = re.compile(r"^#+ (\d+(?:\.\d+)?)[. ]", re.MULTILINE)
LINK = re.compile(r"\](?:\(|: )([^)\s]+)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def pages() -> Iterator[Path]:
    """Yield every page of the repository."""
    folders = ("reconciler", "tests", "docs", "schemas", "benchmarks")
    yield from ROOT.glob("*.md")
    for folder in folders:
        yield from (ROOT / folder).rglob("*.md")


def sources() -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each Python file of the repository."""
    for folder in ("reconciler", "tests", "benchmarks", "proofs", "tools"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield str(path.relative_to(ROOT)), path.read_text("utf-8")


def cited() -> dict[tuple[str, str], str]:
    """Return each section that code or tests cite, with one file that cites it."""
    return {(book.lower(), section): path for path, text in sources() for book, section in CITATION.findall(text)}


def test_every_section_that_is_cited_exists() -> None:
    """For example, `catalog 4.1` is section 4.1 of docs/aws/catalog.md."""
    sections = {book: set(SECTION.findall((ROOT / page).read_text("utf-8"))) for book, page in BOOKS.items()}
    found = cited()
    assert len(found) > 50
    assert {place: of for of, place in found.items() if of[1] not in sections[of[0]]} == {}


def test_every_citation_names_its_page() -> None:
    """A section number alone, as in "(1.8)", does not say which page has the section."""
    assert {path: found for path, text in sources() if (found := WITHOUT_PAGE.findall(text))} == {}


def test_every_code_of_a_problem_is_in_the_contract() -> None:
    """Users and programs find the meaning of each code there."""
    codes = {one.code for one in made()}
    assert len(codes) > 120
    contract = (ROOT / BOOKS["contract"]).read_text("utf-8")
    assert sorted(code for code in codes if f"`{code}`" not in contract) == []


def anchors(page: Path) -> set[str]:
    """Return the fragments of the headings of a page, as code hosts make them."""
    headings = HEADING.findall(page.read_text("utf-8"))
    plain = (re.sub(r"[^\w\- ]", "", re.sub(r"[`*]", "", heading).lower()) for heading in headings)
    return {words.strip().replace(" ", "-") for words in plain}


def broken(page: Path) -> Iterator[str]:
    """Yield the links of a page that lead nowhere in the repository; links to other sites are not followed."""
    for link in LINK.findall(page.read_text("utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        file, _, fragment = unquote(link).partition("#")
        target = (page.parent / file) if file else page
        if not target.exists() or (fragment and target.suffix == ".md" and fragment not in anchors(target)):
            yield link


def test_every_link_leads_somewhere() -> None:
    """Links of all pages lead to files, folders and headings of the repository."""
    found = {str(page.relative_to(ROOT)): links for page in pages() if (links := list(broken(page)))}
    assert found == {}
