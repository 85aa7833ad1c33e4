"""Import prints nothing that validate refuses, whatever AWS returns, and the next plan is empty."""

from hypothesis import given
from hypothesis import strategies as st

from reconciler.kinds import all_kinds
from reconciler.kinds.experience.write import write
from reconciler.model import Address, Severity
from reconciler.pipeline.loading import Repository, understand
from reconciler.pipeline.planning import PlanOptions, plan
from reconciler.settings import Marketplace, Settings
from tests.fakes.ports import FakeClock, clients
from tests.fakes.world import FakeWorld, LiveExperience
from tests.kinds.document import documents

FINANCE = Address("experience", "finance")
SETTINGS = Settings(file="reconciler.yaml", marketplace=Marketplace("111111111111"))
NAMED = """\
{kind: product, items: {
  datadog: {id: prod-a, title: "Data\\Ndog", aliases: [prodview-a, prod-b]},
  product-a-b: {id: prod-c}, page: {id: prodview-c}}}
---
{kind: experience, name: other, id: exp-2, title: Finance, products: {allow: [datadog, product-a-b, page]}}
"""
OTHER = LiveExperience(id="exp-2", title="Finance", allow=("prod-a", "prod-c", "prodview-c"))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
ODD = (
    "prod-a",
    "prod-b",
    "prodview-a",
    "prodview-c",
    "datadog",
    "product-datadog",
    "a b",
    "A/B",
    "a-b",
    '"',
    "1",
    "…",
    "",
)
LONG = ("group:x", "12345678-0123-4567-abcd-43176543210", "x" * 50, "x" * 51)
PRODUCTS = st.sampled_from([*ODD, *LONG]) | TEXTS
PRINCIPALS = st.sampled_from(["o-abcdef1234", "ou-abcd-finance0", "333333333333", "r-abcd", "*", ""]) | TEXTS
LOOKS = st.fixed_dictionaries(
    {},
    optional={
        "title": TEXTS,
        "information": TEXTS | st.just("i" * 1001),
        "theme_color": st.sampled_from(["#0E7F74", "#fff", "red"]),
        "logo_url": st.just("s3://logos/1.png"),
    },
)


@st.composite
def anything(draw: st.DrawFn) -> LiveExperience:
    """Draw an experience whose values have only the documented types."""
    allow, deny = draw(st.sets(PRODUCTS, max_size=5)), draw(st.sets(PRODUCTS, max_size=5))
    return LiveExperience(
        id=draw(st.sampled_from(["exp-1", "exp-1_a-B"])),
        title=draw(TEXTS | st.sampled_from(["Finance", "Finance & Co", "", "x" * 300])),
        description=draw(st.none() | TEXTS | st.just("d" * 1001)),
        status=draw(st.sampled_from(["enabled", "disabled", "archived"])),
        allow=draw(st.none() | st.just(tuple(sorted(allow)))),
        deny=tuple(sorted(deny)),
        requests=draw(st.sampled_from(["allow", "deny", "ask", None])),
        principals=draw(st.none() | st.sets(PRINCIPALS, max_size=4).map(lambda ids: tuple(sorted(ids)))),
        branding=draw(st.none() | LOOKS),
    )


def understood(text: str) -> Repository:
    """Read documents, which must be valid."""
    found = understand(SETTINGS, all_kinds(), documents(text))
    assert [problem for problem in found.problems if problem.severity is Severity.ERROR] == []
    return found


@given(live=anything(), named=st.sampled_from(["", NAMED]))
def test_any_written_document_is_valid_and_leaves_nothing_to_do(live: LiveExperience, named: str) -> None:
    """Every id, text and word may be one that AWS would refuse, or that no list can have."""
    world = clients(FakeWorld.of(live, *([OTHER] if named else [])))
    before = understood(named)
    text = "\n---\n".join(filter(None, [named, write(FINANCE, live.id, before.references, world)]))
    made = plan(understood(text), world, PlanOptions(), clock=FakeClock(), commit=None).plan
    assert [(problem.code, problem.message) for problem in made.problems if problem.severity is Severity.ERROR] == []
    assert (made.changes, made.operations, made.unmanaged) == ((), (), ())
