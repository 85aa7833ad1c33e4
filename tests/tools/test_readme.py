"""The promises of README.md: short, input before output, and links that lead somewhere."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def anchors(page: Path) -> set[str]:
    """Return the anchors of the headings of *page*, as code hosts make them."""
    heads = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


def test_readme_is_read_in_minutes() -> None:
    """It has at most 15 KB; everything longer has a page in docs/."""
    assert len(README.encode()) <= 15_000


def test_readme_shows_ten_lines_of_yaml_for_each_side_before_their_plan() -> None:
    """Nobody has to read a plan before its documents."""
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    kinds = [(language, text.count("\n")) for language, text in blocks if language == "yaml" or "\nImpact" in text]
    assert kinds[:2] == [("yaml", 10), ("yaml", 10)]
    assert [language for language, _ in kinds[2:]] == [""]


def test_links_and_pictures_of_readme_lead_somewhere() -> None:
    """A file is there, and so is the heading that a link names."""
    links = re.findall(r"\]\(([^)\s]+)\)|src(?:set)?=\"([^\"]+)\"", README)
    assert len(links) > 20
    for link, picture in links:
        file, _, anchor = (link or picture).partition("#")
        page = ROOT / (file or "README.md")
        assert page.exists(), file
        assert not anchor or anchor in anchors(page), link


def test_the_site_begins_with_the_install_commands_of_readme() -> None:
    """A user who has only the site installs reconciler with the same commands."""
    commands = re.search(r"(?ms)^```sh\n(RECONCILER=.*?)^```$", README)
    assert commands
    assert commands[1] in (ROOT / "docs" / "index.md").read_text("utf-8")
