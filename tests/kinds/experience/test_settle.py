from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.batch import batch
from reconciler.diff import diff
from reconciler.kind import Planned
from reconciler.kinds.experience.observe import read_all
from reconciler.kinds.experience.parse import parse
from reconciler.kinds.experience.proof import EFFECTS
from reconciler.kinds.experience.requests import requests
from reconciler.kinds.experience.settle import intent, logo_hash, settle
from reconciler.kinds.experience.spec import BLANK, RESTRICTED, ExperienceSpec, ExperienceStatus
from reconciler.model import Address, Change, Desired, Document, Marks, Mode, Observed, Pair
from reconciler.model.document import mark
from reconciler.model.fields import Fields, stated
from reconciler.names import References
from tests.fakes.ports import FakeCatalog
from tests.fakes.world import FakeWorld, LiveExperience
from tests.kinds.experience.strategies import bodies, live_experiences

FINANCE = Address("experience", "finance")
LIVE = st.none() | live_experiences("exp-finance", "Finance", ["ou-abcd-finance0", "333333333333"])
BODIES = bodies("Finance", ["333333333333", "o-abcdef1234"])


def wish(body: dict[str, Any]) -> Desired[ExperienceSpec]:
    """Parse the fields of a document."""
    parsed = parse(Document(FINANCE, body, "wish.yaml", Marks(mark(1, 1))), References())
    assert parsed.desired is not None
    return parsed.desired


def observe(live: LiveExperience | None) -> Observed[ExperienceSpec] | None:
    """Return one observed experience with its tags."""
    if live is None:
        return None
    found = read_all(FakeCatalog.of(FakeWorld.of(live)))[0][live.id]
    return replace(found, spec=replace(found.spec, tags=dict(live.tags)))


def carried_out(desired: Desired[ExperienceSpec], observed: Observed[ExperienceSpec] | None) -> Fields:
    """Plan the document alone; return the experience after every request, in the order of the calls."""
    after = settle(desired, observed)
    pair = Pair(desired, observed)
    fields = diff(observed.spec if observed else BLANK, after)
    action, reason = intent(pair, after)
    change = Change(address=FINANCE, action=action, fields=fields, remote_id=None, reason=reason, source="")
    found: Fields = {**EFFECTS.blank(), **stated(observed.spec if observed else BLANK)}
    for operation in batch(requests([Planned(change=change, pair=pair)]), account="111111111111"):
        for request in operation.requests:
            found = EFFECTS.after(found, request.verb.name, request.details)
    return found


def comparable(fields: Fields) -> dict[str, Any]:
    """Return the fields that execution compares: neither tags nor the logo; an empty list equals a missing one."""
    seen = {path: value for path, value in fields.items() if not path.startswith(EFFECTS.unseen)}
    return {path: value for path, value in seen.items() if value != frozenset() and path != "user_requests"}


@given(live=LIVE, body=BODIES.filter(lambda body: body.get("mode") != "observe"))
def test_the_requests_make_the_settled_state(live: LiveExperience | None, body: dict[str, Any]) -> None:
    """The requests are right for any live and desired state, in exclusive and additive mode."""
    if live is None and body.get("status") == "archived":
        return
    desired, observed = wish(body), observe(live)
    after, found = settle(desired, observed), carried_out(desired, observed)
    assert comparable(found) == comparable(stated(after))
    assert after.user_requests in {None, found.get("user_requests")}


@given(live=live_experiences("exp-finance", "Finance", ["ou-abcd-finance0", "333333333333"]), body=BODIES)
def test_settling_keeps_what_a_document_does_not_own(live: LiveExperience, body: dict[str, Any]) -> None:
    """Unstated fields, other tag keys and other members of additive lists stay as in AWS."""
    observed, desired = observe(live), wish(body)
    assert observed is not None
    before, after = observed.spec, settle(desired, observed)
    for name in {"title", "description", "user_requests", "principals"} - body.keys():
        assert getattr(after, name) == getattr(before, name)
    stated = {"products", "user_requests"} & body.keys()
    if not stated or body.get("products") == {}:
        assert (after.allow or frozenset(), after.deny or frozenset()) == (
            before.allow or frozenset(),
            before.deny or frozenset(),
        )
    for name, own in (("tags", {"reconciler:logo"}), ("branding", set[str]())):
        unnamed = (getattr(before, name) or {}).keys() - body.get(name, {}).keys() - own
        assert all(getattr(after, name)[key] == getattr(before, name)[key] for key in unnamed)
    if desired.mode is Mode.ADDITIVE:
        assert (after.principals or frozenset()) >= (before.principals or frozenset())
        denied = frozenset(body.get("products", {}).get("deny", ()))
        assert (after.allow or frozenset()) >= (before.allow or frozenset()) - denied


@given(live=LIVE, body=BODIES)
def test_settling_is_idempotent(live: LiveExperience | None, body: dict[str, Any]) -> None:
    """Once AWS has the settled state, there is nothing left to do."""
    if live is None:
        return
    observed, desired = observe(live), wish(body)
    assert observed is not None
    done = replace(observed, spec=settle(desired, observed))
    assert diff(done.spec, settle(desired, done)) == ()


def spec(**stated: Any) -> ExperienceSpec:  # noqa: ANN401 - any field of a spec
    """Return a live, disabled experience with an empty policy and the stated differences."""
    nobody: frozenset[str] = frozenset()
    blank = ExperienceSpec(title="Finance", status=ExperienceStatus.DISABLED, policy=RESTRICTED, principals=nobody)
    return replace(blank, **{"allow": nobody, "deny": nobody, "user_requests": "allow", **stated})


def settled(body: dict[str, Any], before: ExperienceSpec, **more: Any) -> ExperienceSpec:  # noqa: ANN401 - Desired's
    """Settle a document's fields on a live spec."""
    desired = replace(wish({"title": "Finance", **body}), **more)
    return settle(desired, Observed(spec=before, remote_id="exp-finance", facts={"has_branding": True}))


def test_principals_that_another_experience_takes_leave() -> None:
    """Such principals leave although the document states no principals, in either mode."""
    before = spec(principals=frozenset({"a", "b"}))
    taken = frozenset({"a"})
    assert settled({}, before, taken=taken).principals == frozenset({"b"})
    assert settled({}, before, taken=taken, mode=Mode.ADDITIVE).principals == frozenset({"b"})


def test_a_product_that_leaves_allow_is_denied() -> None:
    """A denied product can only move back to the allowed ones (catalog 1.10)."""
    before = spec(allow=frozenset({"prod-a", "prod-b"}), deny=frozenset({"prod-c", "prod-d"}))
    after = settled({"products": {"allow": ["prod-a", "prod-c"], "deny": ["prod-e"]}}, before)
    assert (after.allow, after.deny) == (frozenset({"prod-a", "prod-c"}), frozenset({"prod-b", "prod-d", "prod-e"}))


@pytest.mark.parametrize("status", [None, "disabled", "archived"])
def test_a_logo_is_compared_by_its_hash(status: str | None) -> None:
    """AWS does not return the logo; the tag `reconciler:logo` keeps its hash (contract 1.2)."""
    url = "https://example.com/logo.png"
    body = {"branding": {"logo_url": url}, **({"status": status} if status else {})}
    copy = {"logo_url": "https://images.example.com/copy.png"}
    tagged = spec(branding=copy, tags={"reconciler:logo": logo_hash(url), "team": "x"})
    assert settled(body, tagged).branding == copy
    untagged = settled(body, spec(branding=copy, tags={"team": "x"}))
    if status != "archived":
        assert (untagged.branding, untagged.tags) == (
            {"logo_url": url},
            {"team": "x", "reconciler:logo": "adc2cf2dbcde0df0a108066c5f6f9734"},
        )
    else:
        assert untagged.branding == copy
