"""A product that AWS lists as allowed and as denied in one experience.

AWS does not document whether an Allow takes an id out of Deny (catalog 1.10). The fake keeps both until either is sent.
"""

from collections.abc import Mapping
from typing import Any

import pytest

from reconciler.model import Address, SetChange
from reconciler.names import References
from reconciler.pipeline import PlanOptions, effective
from reconciler.pipeline.planning import Planning
from tests.adopted import adopted
from tests.fakes.ports import clients
from tests.fakes.world import FakeWorld, LiveExperience
from tests.kinds.document import documents
from tests.kinds.experience.replay import carry_out
from tests.pipeline.proofs import planned

WHOLE = PlanOptions(whole_organization=True)
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
TAKEN_AS_DENIED = "prod-b is both allowed and denied in exp-both; it counts as denied"


def calls(planning: Planning) -> list[list[tuple[str, str]]]:
    """Return the changes of each operation: verb and experience."""
    return [[(one.verb.name, one.address.name) for one in op.requests] for op in planning.plan.operations]


def warnings(planning: Planning) -> list[tuple[str, str, str]]:
    """Return the warnings: experience, message and hint."""
    return [(one.code, one.message, one.hint) for one in planning.plan.problems if one.severity.value == "warning"]


def test_allowing_a_product_in_both_lists_sends_an_allow() -> None:
    """The product counts as denied until then; afterwards it is in one list, and the warning is gone."""
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
def test_a_product_in_both_lists_stays_denied_with_a_warning(products: Mapping[str, Any] | None, mode: str) -> None:
    """The product is neither an error nor a difference, whatever else is planned."""
    body = {"title": "Both", "mode": mode, **({"products": products} if products else {})}
    planning = planned(WORLD, {"both": body, "other": OTHER_BODY})
    assert calls(planning) == [[("UpdateExperience", "other")]]
    assert warnings(planning) == [
        (
            "product-in-both",
            TAKEN_AS_DENIED,
            "allow it in experience.both and apply; to deny it, do so in a second apply",
        )
    ]
    again = planned(carry_out(planning, WORLD), {"both": body, "other": OTHER_BODY})
    assert (calls(again), warnings(again)) == ([], warnings(planning))


def test_the_advice_of_the_warning_leaves_the_product_in_one_list() -> None:
    """The product is allowed, then denied."""
    allowed = carry_out(planned(WORLD, {"both": {"title": "Both", "products": {"allow": ["prod-a", "prod-b"]}}}), WORLD)
    wish = {"both": {"title": "Both", "products": {"allow": ["prod-a"]}}}
    planning = planned(allowed, wish)
    assert calls(planning) == [[("DenyProductProcurement", "both")]]
    again = planned(carry_out(planning, allowed), wish)
    assert (calls(again), warnings(again)) == ([], [])


@pytest.mark.parametrize("body", [{"title": "Both", "description": "By git"}, OTHER_BODY], ids=["it", "another"])
def test_a_product_in_both_lists_stops_no_other_change(body: Mapping[str, Any]) -> None:
    """An unmanaged experience has no warning about its products; that it is there is one."""
    planning = planned(WORLD, {"one": body})
    assert calls(planning) == [[("UpdateExperience", "one")]]
    code = "product-in-both" if body["title"] == "Both" else "unmanaged-experience"
    assert [one for one, *_ in warnings(planning)] == [code]


def test_an_archived_experience_with_such_a_product_has_no_warning() -> None:
    """No account can buy there, and nothing can be changed."""
    planning = planned(WORLD, {"both": {"title": "Both", "status": "archived"}})
    assert [code for code, *_ in warnings(planning)] == ["archived-with-principals"]


def test_no_account_may_buy_a_product_in_both_lists() -> None:
    """The effective catalogue counts it as denied, as the plan does."""
    answer = effective(planned(WORLD, {"both": {"title": "Both"}}, options=WHOLE), product="prod-b")
    (group,) = answer["groups"]
    assert group["may_buy"] == {"now": False, "after": False}
    assert answer["catalogues"]["experience.both"]["now"] == {"everything": False, "products": ["prod-a"]}


def test_a_product_in_both_lists_is_imported_as_denied() -> None:
    """With the imported YAML, the next plan has only the warning."""
    text = adopted(Address("experience", "both"), "exp-both", References(), clients(WORLD))
    (document,) = documents(text)
    assert document.body["products"] == {"allow": ["prod-a"], "deny": ["prod-b"]}
    planning = planned(WORLD, {"both": document.body})
    assert (calls(planning), [code for code, *_ in warnings(planning)]) == ([], ["product-in-both"])
