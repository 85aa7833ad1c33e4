"""A product that AWS lists as allowed and as denied in one experience.

Facts, catalog 1.10: whether an Allow takes an id out of Deny is not stated. The fake keeps both until either is sent.
"""

from collections.abc import Mapping
from typing import Any

import pytest

from reconciler.kinds.experience.write import write
from reconciler.model import Address, SetChange
from reconciler.names import References
from reconciler.pipeline import effective
from reconciler.pipeline.planning import Planning
from tests.fakes.ports import clients
from tests.fakes.world import FakeWorld, LiveExperience
from tests.kinds.document import documents
from tests.kinds.experience.replay import carry_out
from tests.pipeline.proofs import planned

BOTH = LiveExperience(
    id="exp-both",
    title="Both",
    status="enabled",
    allow=("prod-a", "prod-b"),
    deny=("prod-b",),
    principals=("o-abcdef1234",),
)
OTHER = LiveExperience(id="exp-other", title="Other", status="enabled")
WORLD = FakeWorld.of(BOTH, OTHER)
OTHER_BODY: Mapping[str, Any] = {"title": "Other", "description": "By git"}
TAKEN_AS_DENIED = "prod-b is both allowed and denied in exp-both: taken as denied"


def calls(planning: Planning) -> list[list[tuple[str, str]]]:
    """Return each operation's changes: what, of which experience."""
    return [[(one.verb.name, one.address.name) for one in op.requests] for op in planning.plan.operations]


def warnings(planning: Planning) -> list[tuple[str, str, str]]:
    """Return the warnings: which, what and what to do."""
    return [(one.code, one.message, one.hint) for one in planning.plan.problems if one.severity.value == "warning"]


def test_a_wish_to_allow_it_sends_an_allow() -> None:
    """It is denied until then; afterwards it is in one list and nothing is left to say."""
    wish = {"both": {"title": "Both", "products": {"allow": ["prod-a", "prod-b"]}}}
    planning = planned(WORLD, wish)
    assert calls(planning) == [[("AllowProductProcurement", "both")]]
    (change,) = planning.plan.changes
    assert change.fields == (
        SetChange("products.allow", added=frozenset({"prod-b"}), removed=frozenset(), unchanged=1),
        SetChange("products.deny", added=frozenset(), removed=frozenset({"prod-b"}), unchanged=0),
    )
    assert [one.gained for one in planning.plan.impact.groups] == [frozenset({"prod-b"})]
    assert warnings(planning) == [("product-in-both", TAKEN_AS_DENIED, "this plan allows it")]
    again = planned(carry_out(planning, WORLD), wish)
    assert (calls(again), again.plan.problems) == ([], ())


@pytest.mark.parametrize(
    "products",
    [
        {"allow": ["prod-a"], "deny": ["prod-b"]},
        {"deny": ["prod-b"]},
        {"allow": ["prod-a"]},
        None,
    ],
    ids=["denied", "only-deny-stated", "not-named", "not-stated"],
)
@pytest.mark.parametrize("mode", ["exclusive", "additive", "observe"])
def test_any_other_wish_leaves_it_denied_and_says_what_to_do(products: Mapping[str, Any] | None, mode: str) -> None:
    """Neither an error nor a difference, whatever else is planned."""
    body = {"title": "Both", "mode": mode, **({"products": products} if products else {})}
    planning = planned(WORLD, {"both": body, "other": OTHER_BODY})
    assert calls(planning) == [[("UpdateExperience", "other")]]
    assert warnings(planning) == [
        (
            "product-in-both",
            TAKEN_AS_DENIED,
            "allow it in experience.both and apply; where it is not to be bought, deny it in a second apply",
        )
    ]
    again = planned(carry_out(planning, WORLD), {"both": body, "other": OTHER_BODY})
    assert (calls(again), warnings(again)) == ([], warnings(planning))


def test_allowed_and_then_denied_it_is_in_one_list() -> None:
    """What the warning tells to do, done."""
    allowed = carry_out(planned(WORLD, {"both": {"title": "Both", "products": {"allow": ["prod-a", "prod-b"]}}}), WORLD)
    wish = {"both": {"title": "Both", "products": {"allow": ["prod-a"]}}}
    planning = planned(allowed, wish)
    assert calls(planning) == [[("DenyProductProcurement", "both")]]
    again = planned(carry_out(planning, allowed), wish)
    assert (calls(again), warnings(again)) == ([], [])


@pytest.mark.parametrize("body", [{"title": "Both", "description": "By git"}, OTHER_BODY], ids=["it", "another"])
def test_what_has_nothing_to_do_with_it_is_planned(body: Mapping[str, Any]) -> None:
    """Such a product stops nobody; an experience that no document names is not warned of."""
    planning = planned(WORLD, {"one": body})
    assert calls(planning) == [[("UpdateExperience", "one")]]
    assert len(warnings(planning)) == (body["title"] == "Both")


def test_an_archived_experience_is_not_warned_of() -> None:
    """Nothing can be bought there, and nothing changed."""
    planning = planned(WORLD, {"both": {"title": "Both", "status": "archived"}})
    assert [code for code, *_ in warnings(planning)] == ["archived-with-principals"]


def test_nobody_may_buy_it() -> None:
    """The effective catalogue takes it as denied, as the plan does."""
    answer = effective(planned(WORLD, {"both": {"title": "Both"}}), product="prod-b")
    (group,) = answer["groups"]
    assert group["may_buy"] == {"now": False, "after": False}
    assert answer["catalogues"]["experience.both"]["now"] == {"everything": False, "products": ["prod-a"]}


def test_it_is_imported_as_denied() -> None:
    """With the YAML that adopts the experience the next plan is empty but for the warning."""
    text = write(Address("experience", "both"), "exp-both", References(), clients(WORLD))
    (document,) = documents(text)
    assert document.body["products"] == {"allow": ["prod-a"], "deny": ["prod-b"]}
    planning = planned(WORLD, {"both": document.body})
    assert (calls(planning), [code for code, *_ in warnings(planning)]) == ([], ["product-in-both"])
