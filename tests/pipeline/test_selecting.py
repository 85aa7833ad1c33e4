"""A selector that takes nothing in is answered with what was likely meant, wherever selectors are taken."""

import pytest

from reconciler.errors import UsageError
from reconciler.model import Address
from reconciler.pipeline.loading import likely_meant
from tests.turns import Turns, experience, world

KINDS = ("endpoint_service", "experience", "product")
KNOWN = [
    Address("experience", "finance"),
    Address("experience", "lab"),
    Address("product", "datadog"),
    Address("product", "finance"),
]
GRAMMAR = "selectors are KIND, KIND.NAME or globs of them"


@pytest.mark.parametrize(
    ("selector", "meant"),
    [
        ("experience.labb", "experience.lab"),
        ("experience.Finance", "experience.finance"),
        ("experiences.lab", "experience.lab"),
        ("experiense.finanse", "experience.finance"),
        ("experiense.fin*", "experience.fin*"),
        ("experiense", "experience"),
        ("experience.datadog", "product.datadog"),
        ("finanse", "experience.finance"),
        ("datadog", "product.datadog"),
        ("*.datadgo", "*.datadog"),
        ("prod*.datadgo", "prod*.datadog"),
    ],
)
def test_the_nearest_selector_that_takes_anything_is_asked_for(selector: str, meant: str) -> None:
    """Of a kind that is near, the name that is near; the same name in another kind; a word that lacks its kind."""
    assert likely_meant(selector, KNOWN, KINDS) == f"did you mean '{meant}'?"


@pytest.mark.parametrize(
    "selector", ["experience.gpu", "endpoint_service", "endpoint_service.api", "experiense.z*", "*.z", "z", ".", ""]
)
def test_nothing_is_asked_for_that_would_take_nothing_in(selector: str) -> None:
    """Addresses of one kind are alike in most of their letters: that does not make their names near."""
    assert likely_meant(selector, KNOWN, KINDS) == ""


@pytest.mark.parametrize(
    ("selector", "hint"),
    [
        ("experience.labb", "did you mean 'experience.lab'?"),
        ("lab", "did you mean 'experience.lab'?"),
        ("z", GRAMMAR),
    ],
)
@pytest.mark.parametrize("option", ["select", "exclude"])
def test_a_plan_refuses_a_selector_that_selects_nothing(turns: Turns, option: str, selector: str, hint: str) -> None:
    """Nothing planned is not nothing to do."""
    turns.twin.reset(world(experience("Lab")))
    turns.wish("{kind: experience, name: lab, title: Lab}")
    with pytest.raises(UsageError) as refused:
        turns.plan(**{option: (selector,)})
    assert (refused.value.message, refused.value.hint) == (f"'{selector}' selects nothing", hint)
