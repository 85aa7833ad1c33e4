import pytest

from reconciler.model import Address
from reconciler.selectors import outside, selects, unmatched

FINANCE, FIRE = Address("experience", "finance"), Address("experience", "fire")
DATADOG = Address("product", "datadog")
ALL = (FINANCE, FIRE, DATADOG)


@pytest.mark.parametrize(
    ("selector", "taken"),
    [
        ("experience", [FINANCE, FIRE]),
        ("experience.finance", [FINANCE]),
        ("experience.fi*", [FINANCE, FIRE]),
        ("experience.fi?e", [FIRE]),
        ("experience.fi[n]*", [FINANCE]),
        ("exp*", [FINANCE, FIRE]),
        ("*", [FINANCE, FIRE, DATADOG]),
        ("*.datadog", [DATADOG]),
        ("finance", []),
        ("experience.Finance", []),
        ("experience.fin", []),
    ],
)
def test_a_selector_is_a_kind_or_an_address_or_a_glob_of_them(selector: str, taken: list[Address]) -> None:
    """Globs match whole addresses with case (contract 2)."""
    assert [address for address in ALL if selects(selector, address)] == taken


@pytest.mark.parametrize(
    ("select", "exclude", "left_out"),
    [
        ((), (), []),
        (("experience",), (), [DATADOG]),
        (("experience.finance", "product"), (), [FIRE]),
        ((), ("*.fi*",), [FINANCE, FIRE]),
        (("experience",), ("experience.fire",), [FIRE, DATADOG]),
        (("experience.fire",), ("experience.fire",), [FINANCE, FIRE, DATADOG]),
    ],
)
def test_an_unselected_or_excluded_address_is_outside(
    select: tuple[str, ...], exclude: tuple[str, ...], left_out: list[Address]
) -> None:
    """Without a selection everything is selected; excluding wins."""
    assert outside(ALL, select, exclude) == frozenset(left_out)


def test_a_selector_that_matches_nothing_is_reported() -> None:
    """A selector without a match is most likely a typing mistake and must not make an empty plan."""
    assert unmatched(("experience", "experiense", "*.nothing"), ALL) == ("experiense", "*.nothing")
