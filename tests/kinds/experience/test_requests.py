import pytest

from reconciler.kind import Planned
from reconciler.kinds.experience.requests import requests
from reconciler.kinds.experience.spec import ExperienceSpec, ExperienceStatus
from reconciler.model import (
    Action,
    Address,
    Change,
    Desired,
    Document,
    FieldChange,
    Marks,
    Observed,
    Pair,
    Request,
    RequestKey,
    SetChange,
    ValueChange,
)
from reconciler.model.document import mark


def planned(name: str, *fields: FieldChange, action: Action = Action.UPDATE) -> Planned:
    """Plan a change of the experience *name*, which exists as `exp-NAME@3` unless it is created."""
    address = Address("experience", name)
    document = Document(address, {}, "wish.yaml", Marks(mark(1, 1)))
    live = ExperienceSpec(title=name, status=ExperienceStatus.ENABLED)
    facts = {"arn": f"arn:{name}", "has_branding": False}
    observed = Observed(spec=live, remote_id=f"exp-{name}", revision="3", facts=facts)
    pair = Pair(Desired(address=address, spec=live, document=document), None if action is Action.CREATE else observed)
    change = Change(address=address, action=action, fields=fields, remote_id=None, reason="", source="")
    return Planned(change=change, pair=pair)


def key(name: str, verb: str, part: int = 0) -> RequestKey:
    """Return the key of a request."""
    return RequestKey(Address("experience", name), verb, part)


def principals(*, added: str = "", removed: str = "") -> SetChange:
    """Return principals that move, one for each letter."""
    return SetChange("principals", frozenset(added), frozenset(removed), 0)


def by_key(found: tuple[Request, ...]) -> dict[RequestKey, Request]:
    """Return requests by key."""
    return {request.key: request for request in found}


def test_an_association_waits_for_every_departure_that_it_needs() -> None:
    """An association waits for no other departure; a principal without a source need not wait."""
    found = by_key(
        requests(
            [
                planned("from-a", principals(removed="ax")),
                planned("from-b", principals(removed="b")),
                planned("to", principals(added="abc")),
                planned("free", principals(added="f")),
            ]
        )
    )
    assert found[key("to", "AssociateAudience")].after == {
        key("from-a", "DisassociateAudience"),
        key("from-b", "DisassociateAudience"),
    }
    assert found[key("free", "AssociateAudience")].after == frozenset()


def test_a_creation_is_one_set_while_nothing_of_it_comes_later() -> None:
    """Create, policy, audience, products and status share one set (catalog 1.3)."""
    fields = (
        ValueChange("title", None, "New"),
        ValueChange("status", None, ExperienceStatus.ENABLED),
        ValueChange("products", None, "restricted"),
        SetChange("products.allow", frozenset({"prod-a"}), frozenset(), 0),
        principals(added="a"),
    )
    made = requests([planned("new", *fields, action=Action.CREATE)])
    assert {request.verb.name: request.whole for request in made} == dict.fromkeys(
        [
            "CreateExperience",
            "CreateProcurementPolicy",
            "AssociateAudience",
            "AllowProductProcurement",
            "UpdateExperience",
        ],
        True,
    )
    moved = by_key(requests([planned("new", *fields, action=Action.CREATE), planned("old", principals(removed="a"))]))
    assert [request.verb.name for request in moved.values() if not request.whole] == [
        "AssociateAudience",
        "DisassociateAudience",
    ]
    late = moved[key("new", "AssociateAudience")]
    assert late.after == late.right_after == {key("old", "DisassociateAudience")}
    assert late.not_before == {
        key("new", verb)
        for verb in ("CreateExperience", "CreateProcurementPolicy", "AllowProductProcurement", "UpdateExperience")
    }


def test_enabling_comes_last_and_disabling_does_not_wait() -> None:
    """No account is governed by an incomplete experience."""
    allow = SetChange("products.allow", frozenset({"prod-a"}), frozenset(), 0)
    on = planned("a", ValueChange("status", "disabled", ExperienceStatus.ENABLED), allow)
    off = planned("b", ValueChange("status", "enabled", ExperienceStatus.DISABLED), allow)
    found = by_key(requests([on, off]))
    assert found[key("a", "UpdateExperience")].not_before == {key("a", "AllowProductProcurement")}
    assert found[key("b", "UpdateExperience")].not_before == frozenset()
    assert [found[key(name, "UpdateExperience")].details for name in "ab"] == [
        {"Status": "Enabled"},
        {"Status": "Disabled"},
    ]


def test_archiving_comes_after_everything_else() -> None:
    """An experience must be disabled before, and refuses every change afterwards (catalog 4.1)."""
    status = ValueChange("status", "enabled", ExperienceStatus.ARCHIVED)
    found = by_key(requests([planned("a", status, principals(removed="x"), action=Action.ARCHIVE)]))
    assert found[key("a", "RestrictExperience")].after == {
        key("a", "DisassociateAudience"),
        key("a", "UpdateExperience"),
    }


def test_revival_comes_before_everything_else() -> None:
    """An archived experience refuses everything but ReviveExperience alone (catalog 4.1)."""
    status = ValueChange("status", "archived", ExperienceStatus.DISABLED)
    found = by_key(requests([planned("a", status, principals(added="x"), action=Action.REVIVE)]))
    assert found[key("a", "AssociateAudience")].after == {key("a", "ReviveExperience")}
    assert found[key("a", "ReviveExperience")].after == frozenset()


@pytest.mark.parametrize(("members", "sizes"), [(1, [1]), (50, [50]), (51, [50, 1]), (101, [50, 50, 1])])
def test_a_long_list_is_cut_into_parts_that_wait_for_each_other(members: int, sizes: list[int]) -> None:
    """A change has 50 members (catalog 1.10), and a set has one change of a type for an entity (catalog 1.4)."""
    ids = frozenset(f"prod-{number:03}" for number in range(members))
    found = requests([planned("a", SetChange("products.deny", ids, frozenset(), 0))])
    assert [len(request.details["Products"][0]["Ids"]) for request in found] == sizes
    assert [request.after for request in found] == [
        frozenset(),
        *({key("a", "DenyProductProcurement", part)} for part in range(len(sizes) - 1)),
    ]
    assert sorted(ids) == [id_ for request in found for id_ in request.details["Products"][0]["Ids"]]


def test_the_tag_of_a_logo_waits_for_its_branding() -> None:
    """The tag says which logo AWS has accepted; other tags wait for nothing."""
    looks = ValueChange("branding.logo_url", "https://example.com/copy", "https://example.com/new")
    logo = ValueChange("tags.reconciler:logo", "0123", "4567")
    team = ValueChange("tags.team", None, "procurement")
    description = ValueChange("description", None, "New")
    both = by_key(requests([planned("a", description, looks, logo)]))
    assert both[key("a", "TagResource")].after == {key("a", "CreateBrandingSettings")}
    assert by_key(requests([planned("a", looks, team)]))[key("a", "TagResource")].after == frozenset()


def test_the_first_products_come_no_earlier_than_the_policy_that_they_need() -> None:
    """Every part of a list comes at the earliest in the set of the policy."""
    ids = frozenset(f"prod-{number:03}" for number in range(51))
    restricted = ValueChange("products", None, "restricted")
    found = by_key(requests([planned("a", restricted, SetChange("products.allow", ids, frozenset(), 0))]))
    policy = {key("a", "CreateProcurementPolicy")}
    parts = [found[key("a", "AllowProductProcurement", part)] for part in range(2)]
    assert [part.not_before for part in parts] == [policy, policy]
    kept = by_key(requests([planned("a", SetChange("products.allow", ids, frozenset(), 0))]))
    assert kept[key("a", "AllowProductProcurement")].not_before == frozenset()


def test_requests_name_the_observed_id_and_revision() -> None:
    """The plan was made on this revision."""
    (one,) = requests([planned("a", ValueChange("description", None, "New"))])
    assert (one.remote_id, one.revision, one.verb.service) == ("exp-a", "3", "marketplace-catalog")
