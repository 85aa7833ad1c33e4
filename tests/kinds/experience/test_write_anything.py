"""Import prints nothing that validate refuses, whatever AWS returns, and the next plan is empty."""

from hypothesis import given
from hypothesis import strategies as st

from reconciler.kinds import all_kinds
from reconciler.model import Address, Severity
from reconciler.pipeline.loading import Repository, understand
from reconciler.pipeline.planning import PlanOptions, plan
from reconciler.settings import Marketplace, Settings
from tests.adopted import adopted
from tests.fakes.ports import FakeClock, clients
from tests.fakes.world import FakeWorld, LiveExperience
from tests.kinds.document import documents
from tests.kinds.experience.oddities import anything

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
    text = "\n---\n".join(filter(None, [named, adopted(FINANCE, live.id, before.references, world)]))
    made = plan(understood(text), world, PlanOptions(), clock=FakeClock(), commit=None).plan
    assert [(problem.code, problem.message) for problem in made.problems if problem.severity is Severity.ERROR] == []
    assert (made.changes, made.operations, made.unmanaged) == ((), (), ())
