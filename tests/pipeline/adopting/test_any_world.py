"""Import of any world: the next plan is empty, and a second import finds only what cannot be imported."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.kinds import all_kinds
from reconciler.pipeline import Adopted, AdoptOptions, Repository, adopt_all, plan
from reconciler.pipeline.loading import understand
from reconciler.pipeline.planning import PlanOptions
from reconciler.ports import Clients
from reconciler.rewriting import YamlFile, shapes_of
from reconciler.settings import Marketplace, Seller, Settings
from tests.fakes.endpoint_services import FakeEndpointServices, selling
from tests.fakes.ports import FakeClock, clients
from tests.fakes.world import FakeWorld, LiveExperience
from tests.kinds.document import documents
from tests.kinds.endpoint_service.oddities import anything as any_service
from tests.kinds.experience.oddities import anything as any_experience

SELLERS = (Seller("saas", "888888888888", ("us-east-1",)),)
SETTINGS = Settings(file="reconciler.yaml", marketplace=Marketplace("111111111111"), sellers=SELLERS)
SHAPES = shapes_of({name: kind.schema for name, kind in all_kinds().items()})
OPTIONS = st.sampled_from([AdoptOptions(), AdoptOptions(names=True)])
KNOWN = """\
{kind: product, items: {datadog: {id: prod-a, aliases: [prodview-a]}, product-a-b: {id: prod-c}}}
---
{kind: principal, items: {finance: {id: ou-abcd-finance0}, ledger: {id: "333333333333", title: Ledger}}}
---
{kind: experience, name: other, title: Finance, id: exp-9, products: {allow: [datadog]}}
"""


@st.composite
def experiences(draw: st.DrawFn) -> Sequence[LiveExperience]:
    """Draw experiences; a principal is in one that is not archived, as AWS has it."""
    found: list[LiveExperience] = []
    held: set[str] = set()
    for number in range(draw(st.integers(0, 4))):
        one = draw(any_experience([f"exp-{number}"]))
        own = tuple(sorted(set(one.principals or ()) - held))
        held |= {*own}
        found.append(replace(one, principals=own if one.principals else None))
    return found


def world_of(live: Iterable[LiveExperience], services: FakeEndpointServices) -> Clients:
    """Return clients of a marketplace and of a seller."""
    return replace(clients(FakeWorld.of(*live)), sellers=selling(services, SELLERS).sellers)


def repository(*texts: str) -> Repository:
    """Return the repository with the documents of *texts*, which must be valid."""
    found = understand(SETTINGS, all_kinds(), documents("---\n".join(filter(None, texts))))
    assert found.errors == ()
    return found


def adopted(before: Repository, world: Clients, options: AdoptOptions) -> Adopted:
    """Import everything."""
    return adopt_all(before, world, options, clock=FakeClock())


@settings(max_examples=settings().max_examples // 2)
@given(live=experiences(), services=any_service(), known=st.sampled_from(["", KNOWN]), options=OPTIONS)
def test_after_an_import_of_everything_nothing_is_left(
    live: Sequence[LiveExperience], services: FakeEndpointServices, known: str, options: AdoptOptions
) -> None:
    """What is unmanaged then was named as not imported; the files are canonical, and nothing is written twice."""
    other = LiveExperience(id="exp-9", title="Finance", allow=("prod-a",))
    world = world_of([*live, *([other] if known else [])], services)
    found = adopted(repository(known), world, options)
    for name, text in found.files.items():
        assert YamlFile.of(text.encode(), name, SHAPES).canonical().text == text
    assert sorted(found.objects.values()) == sorted([*(one.id for one in live), *services.services, "o-abcdef1234"])
    after = repository(known, *found.files.values())
    made = plan(after, world, PlanOptions(), clock=FakeClock(), commit=None).plan
    assert (made.changes, made.operations) == ((), ())
    assert [(one.code, one.message) for one in made.problems if one.severity == "error"] == []
    told = " ".join(f"{one.what} {one.why}" for one in found.left_out)
    assert [one.remote_id for one in made.unmanaged if one.service is None and one.remote_id not in told] == []
    assert all(str(one.service) in told for one in made.unmanaged if one.service)
    again = adopted(after, world, options)
    assert (again.objects, again.files) == ({}, {})
