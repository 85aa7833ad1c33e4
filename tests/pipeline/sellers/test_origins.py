"""How differences of endpoint services came about: AWS tells nothing of it."""

from reconciler.model import Severity
from reconciler.pipeline import attributed, watched
from tests.selling import ACME, GLOBEX, HOME, Shop, problems, root, service, service_id, world

WISH = f"kind: endpoint_service\nname: {{0}}\nregion: {HOME}\nid: {{1}}\nacceptance_required: false\n"


def test_the_origin_of_a_service_is_unknown_and_one_note_says_so(shop: Shop) -> None:
    """Neither git nor AWS is asked for more than the plan needs."""
    shop.twin.reset(world(service(principals=[root(ACME)]), service("other", principals=[root(GLOBEX)])))
    shop.wish("---\n".join(WISH.format(name, service_id(name)) for name in ("api", "other")))
    planning = shop.plan()
    before = shop.asked()
    found = attributed(planning, {}, shop.clients(writes=False), shop.clock)
    why = "AWS lists no changes of endpoint services"
    assert [(one["origin"], one["because"]) for one in found.plan.as_json()["changes"]] == [("unknown", why)] * 2
    notes = [one for one in problems(found.plan, Severity.NOTE) if one[0] == "origin-unknown"]
    assert notes == [("origin-unknown", f"how 2 differences came about is unknown: {why}")]
    assert (watched(planning), shop.asked()) == ((), before)
