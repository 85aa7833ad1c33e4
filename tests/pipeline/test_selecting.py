"""A selector that matches nothing is answered with a likely one."""

import pytest

from reconciler.errors import UsageError
from reconciler.model import Address
from reconciler.pipeline.loading import likely_meant
from tests.trial import Trial, experience, world

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
def test_the_hint_names_the_nearest_selector_that_matches(selector: str, meant: str) -> None:
    """The hint has a similar kind, a similar name, the same name in another kind, or the kind that is missing."""
    assert likely_meant(selector, KNOWN, KINDS) == f"did you mean '{meant}'?"


@pytest.mark.parametrize(
    "selector", ["experience.gpu", "endpoint_service", "endpoint_service.api", "experiense.z*", "*.z", "z", ".", ""]
)
def test_the_hint_names_no_selector_that_matches_nothing(selector: str) -> None:
    """Addresses of one kind share most letters, which does not make their names similar."""
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
def test_a_plan_refuses_a_selector_that_selects_nothing(trial: Trial, option: str, selector: str, hint: str) -> None:
    """An empty selection is a usage error, not an empty plan."""
    trial.twin.reset(world(experience("Lab")))
    trial.wish("{kind: experience, name: lab, title: Lab}")
    with pytest.raises(UsageError) as refused:
        trial.plan(**{option: (selector,)})
    assert (refused.value.message, refused.value.hint) == (f"'{selector}' selects nothing", hint)


@pytest.mark.parametrize(("select", "exclude"), [(("experience.lab",), ("*.lab",)), ((), ("experience",))])
def test_a_plan_refuses_a_selection_of_which_nothing_is_left(
    trial: Trial, select: tuple[str, ...], exclude: tuple[str, ...]
) -> None:
    """Nothing would be compared, and the answer would be that AWS matches."""
    trial.twin.reset(world(experience("Lab")))
    trial.wish("{kind: experience, name: lab, title: Lab}\n---\n{kind: product, name: p, id: prod-a}")
    with pytest.raises(UsageError, match="nothing is selected: --exclude leaves out all that could be compared"):
        trial.plan(select=select, exclude=exclude)
