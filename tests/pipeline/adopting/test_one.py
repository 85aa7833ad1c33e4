"""Import prints the YAML of one live object, with which the next plan is empty."""

from typing import Any

import pytest

from reconciler.errors import Refused, UsageError
from reconciler.model import Address
from reconciler.pipeline import adopt
from tests.trial import ADS, FINANCE, MEMBER, ORGANIZATION, Trial, clients, experience, world

NAMES = f"""
{{kind: principal, items: {{finance: {{id: {FINANCE}, title: Finance}}, everybody: {{id: {ORGANIZATION}}}}}}}
---
{{kind: product, items: {{datadog: {{id: prod-datadog, title: "Datadog: Pro # 1"}}}}}}
"""
MANY = [f"prod-{number:03}" for number in range(130)]
PLAIN = experience("Live")
SHAPES: dict[str, dict[str, Any]] = {
    "no policy": {"id": "exp-live", "name": "Live", "status": "Enabled"},
    "an empty policy": PLAIN,
    "products": {**PLAIN, "policy": {"requests": "Allow", "allow": ["prod-datadog", "prod-b"], "deny": ["prod-c"]}},
    "ids of other forms": {
        **PLAIN, "policy": {"requests": "Allow", "allow": ["prodview-ajc3gw4mjy7my", "datadog", "A: b"], "deny": ["#"]},
    },
    "many products": {**PLAIN, "policy": {"requests": "Deny", "allow": MANY, "deny": ["prod-denied"]}},
    "many principals": {**PLAIN, "principals": [ORGANIZATION, FINANCE, MEMBER, ADS]},
    "a closed account": {**PLAIN, "principals": ["444444444444", MEMBER]},
    "branding": {
        **PLAIN, "branding": {"Title": "It's: live", "Information": 'Ask "us" #1\n- now', "ThemeColor": "#0E7F74"},
    },
    "a logo": {**PLAIN, "branding": {"Title": "Live", "LogoUrl": "https://logos.example.com/logo.png"}},
    "a logo alone": {**PLAIN, "branding": {"LogoUrl": "https://logos.example.com/logo.png"}},
    "branding without content": {**PLAIN, "branding": {}},
    "a description of many lines": {**PLAIN, "description": "First: line\nsecond 'line' \t# and 日本語 \U0001f600\n"},
    "tags": {**PLAIN, "tags": {"team": "procurement"}},
    "disabled": {**PLAIN, "status": "Disabled"},
    "archived": {**PLAIN, "status": "Disabled", "admin_status": "Restricted"},
    "archived with principals": {
        **PLAIN, "status": "Disabled", "admin_status": "Restricted", "principals": [FINANCE, MEMBER],
    },
    "without AdminStatus": {**PLAIN, "admin_status": None},
    "a title like a number": {**PLAIN, "name": "0123"},
    "a title like a truth": {**PLAIN, "name": "yes"},
    "a title with blanks": {**PLAIN, "name": " - Live_1 "},
}  # fmt: skip


def adopted(trial: Trial, remote_id: str = "exp-live", name: str = "live") -> str:
    """Return an imported experience; the clients only read."""
    return adopt(trial.load(), clients(trial.account, writes=False), Address("experience", name), remote_id)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_an_adopted_experience_leaves_nothing_to_do(trial: Trial, shape: dict[str, Any]) -> None:
    """Whatever the experience holds, its YAML is valid, and the next plan has no change and no error."""
    trial.twin.reset(world(shape))
    trial.wish(NAMES, "names.yaml")
    trial.wish(adopted(trial))
    plan = trial.plan().plan
    assert (plan.changes, plan.operations, plan.unmanaged) == ((), (), ())
    assert [problem for problem in plan.problems if problem.severity == "error"] == []
    assert trial.written() == {}


def test_names_are_written_for_ids_that_the_repository_names(trial: Trial) -> None:
    """The YAML uses the names of the repository, with titles in comments."""
    policy = {"requests": "Deny", "allow": ["prod-datadog", "prod-b"]}
    trial.twin.reset(world(experience("Live", principals=[FINANCE, MEMBER], policy=policy)))
    trial.wish(NAMES, "names.yaml")
    assert adopted(trial).splitlines() == [
        "kind: experience",
        "name: live",
        "title: Live",
        "status: enabled",
        "user_requests: deny",
        "principals:",
        '  - "333333333333"',
        "  - finance  # Finance",
        "products:",
        "  allow:",
        "    - prod-b",
        "    - datadog  # Datadog: Pro # 1",
        "  deny: []",
        "id: exp-live",
    ]


def test_an_unknown_id_cannot_be_imported(trial: Trial) -> None:
    """An id that AWS does not know is a usage error."""
    trial.wish("")
    with pytest.raises(UsageError) as caught:
        adopted(trial, "exp-nowhere")
    assert caught.value.message == "AWS has no experience 'exp-nowhere'"


def test_an_address_that_a_document_has_is_refused(trial: Trial) -> None:
    """The error names the place of the document."""
    trial.wish("{kind: experience, name: live, title: Other}")
    with pytest.raises(Refused) as caught:
        adopted(trial)
    assert caught.value.message.startswith("experience.live is already stated, at ")
    assert caught.value.message.endswith("wish.yaml:1:1")


def test_an_experience_is_adopted_once(trial: Trial) -> None:
    """An id that another document pins is refused, since two documents of one experience are an error."""
    trial.twin.reset(world(PLAIN))
    trial.wish("{kind: experience, name: other, id: exp-live, title: Live}")
    with pytest.raises(Refused) as caught:
        adopted(trial)
    assert caught.value.message.startswith("exp-live already belongs to experience.other, at ")


def test_a_kind_without_live_objects_cannot_be_imported(trial: Trial) -> None:
    """A product is a name for an id: there is nothing to import."""
    trial.wish("")
    with pytest.raises(UsageError) as caught:
        adopt(trial.load(), clients(writes=False), Address("product", "datadog"), "prod-a")
    assert caught.value.message == "'product' cannot be imported"


def test_the_account_is_checked_before_anything_is_read(trial: Trial) -> None:
    """Import has the same preflight as plan."""
    trial.twin.reset(world(PLAIN, private_marketplace={"trusted_access": False}))
    trial.wish("")
    with pytest.raises(Refused):
        adopted(trial)
    assert "ListEntities" not in trial.twin.calls.operations()


@pytest.mark.parametrize("title", ["Live", " live "])
def test_an_experience_that_a_title_adopts_is_adopted_already(trial: Trial, title: str) -> None:
    """A document without id means the experience of its title: a second document would be an error."""
    trial.twin.reset(world(PLAIN))
    trial.wish(f"{{kind: experience, name: other, title: '{title}'}}")
    with pytest.raises(Refused) as caught:
        adopted(trial)
    assert caught.value.message.startswith("experience.other means exp-live or an object like it, at ")
    assert caught.value.hint.startswith("add id: exp-live there if the document means it")
