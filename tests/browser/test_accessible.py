"""axe-core finds nothing in any view, light and dark: contrast AA, names, roles, sizes of targets."""

import pytest

from tests.browser.checks import VIEWS, hard_to_use, open_view
from tests.browser.conftest import Look
from tests.browser.reports import report
from tests.browser.visits import DARK, DESK, PHONE

PLACES = ("account=333333333333", "unit=ou-abcd-finance1", "product=12345678-0123-4567-abcd-43176543210")


def test_axe_finds_nothing_in_a_view(look: Look) -> None:
    """All rules of axe-core hold in each view of the example's report, light; contrast is one of them."""
    page = look(report("refused"))
    for key in VIEWS:
        open_view(page, key)
        assert hard_to_use(page) == [], key


@pytest.mark.parametrize("name", ["refused", "everything", "drift", "unmade"])
def test_every_text_has_enough_contrast(name: str, look: Look) -> None:
    """Text stands out from its ground by at least 4.5 : 1 in every view, dark and light."""
    page = look(report(name), window=DARK)
    for window in (DARK,) if name == "refused" else (DARK, DESK):  # its light views are tried above, with all rules
        page.emulate_media(color_scheme=window.scheme)
        for key in VIEWS:
            open_view(page, key)
            assert hard_to_use(page, "color-contrast") == [], (window.scheme, key)


@pytest.mark.parametrize("place", PLACES)
def test_axe_finds_nothing_in_what_opens(place: str, look: Look) -> None:
    """The rules hold also where an account, a unit or a product is open."""
    assert hard_to_use(look(report("refused"), f"#{place}")) == []


def test_axe_finds_nothing_on_a_telephone(look: Look) -> None:
    """The rules hold in a narrow window, where the panel is a sheet."""
    assert hard_to_use(look(report("refused"), "#account=333333333333", PHONE)) == []


def test_a_page_has_its_landmarks(look: Look) -> None:
    """A screen reader finds header, navigation and main, and the language of the text."""
    page = look(report("refused"))
    found = [page.locator(one).count() for one in ("header", "header nav", "main", "html[lang=en]", "main h1")]
    assert found == [1, 1, 1, 1, 1]
