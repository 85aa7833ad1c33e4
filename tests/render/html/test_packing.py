"""A packed plan is the same plan in fewer characters."""

import json

from hypothesis import example, given
from hypothesis import strategies as st

from reconciler.render import Marker, plan_html
from reconciler.render.html.packing import packed
from tests.render.html.payload import unpacked
from tests.render.plans import plan_json

LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.sampled_from(["", "n", "long text"])
)
JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["k", "v", "c", "n"]), inner, max_size=3)
    ),
)


@given(JSON)
@example([{}, {}])
def test_what_is_packed_comes_out_again(value: object) -> None:
    """Every value of JSON survives, also one whose keys are those of the packing."""
    read = json.loads(json.dumps(packed(value).as_json()))
    assert unpacked(**read) == value


def test_a_text_that_occurs_often_is_written_once() -> None:
    """Two accounts of one unit name it once; a text that occurs once stands where it is."""
    accounts = [{"id": f"{number}" * 12, "unit": "ou-abcd-finance"} for number in (1, 2)]
    assert packed(accounts).as_json() == {
        "table": ["ou-abcd-finance"],
        "value": {"k": ["id", "unit"], "c": [["111111111111", "222222222222"], [0, 0]]},
    }


def test_large_organizations_make_pages_of_some_megabytes() -> None:
    """10,000 accounts and 100,000 grants, half of them connected, make at most 15 MB; here is a tenth of them.

    Every account and every grant has a name, and the whole list of grants is there before and after the plan.
    """
    grants = [f"arn:aws:iam::{300_000_000_000 + number * 13}:root" for number in range(10_000)]
    connections = [
        {
            "endpoint": f"vpce-{number:017x}",
            "owner": grant[13:25],
            "state": "available",
            "since": "2026-03-03T10:00:00Z",
            "region": "eu-west-1",
            "admitted_by": [grant],
        }
        for number, grant in enumerate(grants[::2])
    ]
    accounts = [
        {
            "id": f"{600_000_000_000 + number * 7919}",
            "unit": f"ou-ab12-{number // 5:08}",
            "before": "exp-a",
            "after": None,
        }
        for number in range(1_000)
    ]
    service = {
        "address": "endpoint_service.api",
        "id": "vpce-svc-0123456789abcdef0",
        "service_name": None,
        "region": "eu-west-1",
        "title": "api",
        "dns": None,
        "before": {"principals": grants[1:]},
        "after": {"principals": grants[:-1]},
        "connections": connections,
    }
    world = {"units": [], "accounts": accounts, "experiences": [], "services": [service]}
    names = {account["id"]: f"Finance Production {account['id']}" for account in accounts}
    names |= {grant: f"Customer {grant[13:25]}" for grant in grants}
    page = "".join(plan_html(plan_json(names=names, world=world), Marker("plan", "reconciler.yaml")))
    assert len(page.encode()) < 1_500_000
