"""Any lists of the source and of a member: the next plan of both is empty, and groups hold only what AWS has."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reconciler.documents import read
from reconciler.errors import InvalidInput
from reconciler.kinds import all_kinds
from reconciler.model import Plan
from reconciler.pipeline import Federated, FederateOptions, PlanOptions, federate, plan
from reconciler.pipeline.loading import understand
from reconciler.ports import Clients
from reconciler.rewriting import YamlFile, shapes_of
from reconciler.settings import Marketplace, Settings
from tests.fakes.ports import FakeClock, FakeIdentity, clients
from tests.fakes.world import ORGANIZATION, FakeWorld, LiveExperience
from tests.kinds.document import documents
from tests.kinds.experience.oddities import PRODUCTS

ACME = "666666666666"
SHAPES = shapes_of({name: kind.schema for name, kind in all_kinds().items()})
FEW = st.sampled_from(["prod-a", "prod-b", "12345678-0123-4567-abcd-43176543210", "a b", "prodview-a"])
IDS = st.sets(FEW, max_size=4) | st.sets(PRODUCTS, max_size=4)
MEMBERS = ORGANIZATION.accounts[ORGANIZATION.management_account]


@st.composite
def experiences(draw: st.DrawFn, name: str) -> LiveExperience:
    """Draw an experience with any lists and any status."""
    return LiveExperience(
        id=f"exp-{name}",
        title=name,
        status=draw(st.sampled_from(["enabled", "enabled", "disabled", "archived"])),
        allow=draw(st.none() | IDS.map(lambda ids: tuple(sorted(ids)))),
        deny=tuple(sorted(draw(IDS))),
        editable=draw(st.booleans()),
    )


def organization(id_: str, account: str, live: Sequence[LiveExperience]) -> Clients:
    """Return clients of the management account of an organization."""
    accounts = {account: replace(MEMBERS, id=account)}
    here = replace(ORGANIZATION, id=id_, management_account=account, units={}, accounts=accounts)
    world = replace(FakeWorld.of(*live), organization=here)
    return replace(clients(world), identity=FakeIdentity(account))


def planned(found: Federated, folder: str, reading: Clients) -> Plan:
    """Return the next plan of a folder, of which the documents must be valid."""
    texts = [text for name, text in found.files.items() if name.startswith((f"{folder}/desired", "shared/")) and text]
    one = next(one for one in found.organizations if one.folder == folder)
    account = ACME if folder.startswith("members") else ORGANIZATION.management_account
    settings = Settings(file="reconciler.yaml", organization=one.id, marketplace=Marketplace(account))
    repository = understand(settings, all_kinds(), documents("---\n".join(texts)))
    assert repository.errors == ()
    return plan(repository, reading, PlanOptions(), clock=FakeClock(), commit=None).plan


@given(
    source=experiences("source"),
    others=st.lists(st.integers(0, 1).flatmap(lambda kind: experiences(f"other{kind}")), max_size=1),
    member=experiences("member"),
    more=experiences("more"),
    copied=st.booleans(),
)
def test_the_next_plan_of_every_folder_is_empty(
    source: LiveExperience, others: list[LiveExperience], member: LiveExperience, more: LiveExperience, *, copied: bool
) -> None:
    """The files are canonical, and the page warns exactly where --strict would make nothing.

    Half of the members are in step: they have the source's lists, and perhaps more.
    """
    source = replace(source, status="enabled")
    if copied:
        allow = tuple(sorted({*(member.allow or ()), *(source.allow or ())}))
        deny = tuple(sorted({*member.deny, *source.deny}))
        member = replace(member, allow=allow, deny=deny, status="enabled", editable=False)
    ours = organization(ORGANIZATION.id, ORGANIZATION.management_account, [source, *others])
    theirs = organization("o-acmeacme01", ACME, [member, more])

    def opened(settings: Settings) -> Clients:
        return theirs if settings.marketplace and settings.marketplace.role else ours

    options = FederateOptions(members=(ACME,), experience="exp-source")
    found = federate(all_kinds(), opened, options, clock=FakeClock())
    for folder, reading in (("management", ours), (f"members/{ACME}", theirs)):
        made = planned(found, folder, reading)
        assert (made.changes, made.operations) == ((), ())
        assert [(one.code, one.message) for one in made.problems if one.severity == "error"] == []
        assert made.unmanaged == ()
    for name, text in found.files.items():
        if name.endswith(".yaml") and "kind: " in text:
            assert YamlFile.of(text.encode(), name, SHAPES).canonical().text == text
        assert not name.endswith(".yaml") or read(text.encode(), name).problems == () or "kind: " not in text
    try:
        assert federate(all_kinds(), opened, replace(options, strict=True), clock=FakeClock()).files == found.files
        assert "**warning**" not in found.files["migration.md"]
    except InvalidInput:
        assert "**warning**" in found.files["migration.md"]
