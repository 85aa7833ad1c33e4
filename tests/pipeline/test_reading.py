"""What a plan, an apply and an import count while they read AWS."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reconciler.model import Address
from reconciler.pipeline import PlanOptions, adopt, plan
from reconciler.reading_progress import ReadCount, ReadingProgress
from tests.selling import ABROAD, BUYER, HOME, LABS, TWO_SELLERS, Shop, service, service_id, shop_on_twin, world
from tests.trial import Trial, clients, experience
from tests.trial import world as organization


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """Yield a buyer that also sells: three services, one of them with a document."""
    with shop_on_twin(tmp_path) as shop:
        shop.twin.reset(world(service(), service("b"), service("far", ABROAD)))
        shop.settings(BUYER)
        shop.wish(f"{{kind: endpoint_service, name: api, region: {HOME}, id: {service_id()}}}")
        yield shop


@pytest.fixture
def progress(shop: Shop) -> ReadingProgress:
    """Return the progress of what the shop reads, which has begun."""
    begun = ReadingProgress()
    begun.begin()
    shop.wrap = lambda made: replace(made, progress=begun)
    return begun


def test_a_plan_counts_what_it_reads_and_ends_its_reading(shop: Shop, progress: ReadingProgress) -> None:
    """Services without a document count, too: their configuration is all that is read of them."""
    shop.plan()
    assert progress.so_far.counts == {
        "experience": ReadCount(0, 0),
        "service": ReadCount(3, 3),
    }
    assert (progress.so_far.unreadable, progress.so_far.runs) == (False, False)


def test_a_region_that_cannot_be_read_is_no_region_without_services(shop: Shop, progress: ReadingProgress) -> None:
    """Everything else is read, and the reading is noted as incomplete."""
    shop.sellers = TWO_SELLERS
    shop.settings(BUYER)
    shop.wish(f"{{kind: endpoint_service, name: api, seller: saas, region: {HOME}, id: {service_id()}}}")
    shop.twin.faults.deny("DescribeVpcEndpointServiceConfigurations", account=LABS)
    shop.plan()
    assert progress.so_far.counts["service"] == ReadCount(3, 3)
    assert (progress.so_far.unreadable, progress.so_far.runs) == (True, False)


def test_grants_that_cannot_be_read_leave_their_service_uncounted(shop: Shop, progress: ReadingProgress) -> None:
    """Two of three services were read."""
    shop.twin.faults.deny("DescribeVpcEndpointServicePermissions")
    shop.plan()
    assert progress.so_far.counts["service"] == ReadCount(2, 3)
    assert progress.so_far.unreadable


def test_an_import_of_a_service_counts_it(shop: Shop, progress: ReadingProgress) -> None:
    """The reading ends when the document is complete."""
    shop.adopt("far", service_id("far"))
    assert progress.so_far.counts == {"service": ReadCount(1)}
    assert not progress.so_far.runs


def test_an_import_of_an_experience_counts_it(trial: Trial) -> None:
    """The other experiences are only listed."""
    trial.twin.reset(organization(experience("Old"), experience("Other")))
    trial.wish("")
    trial.settings()
    (trial.folder / "desired_state").mkdir(exist_ok=True)
    progress = ReadingProgress()
    progress.begin()
    reading = replace(clients(writes=False), progress=progress)
    adopt(trial.load(), reading, Address("experience", "old"), "exp-old")
    assert progress.so_far.counts == {"experience": ReadCount(1, 1)}
    assert not progress.so_far.runs


def test_the_last_look_of_an_apply_is_a_reading_of_its_own(trial: Trial) -> None:
    """What the run reads between its calls is not counted."""
    trial.twin.reset(organization(experience("Old")))
    trial.wish("{kind: experience, name: old, title: Old, status: enabled, description: New}")
    progress = ReadingProgress()
    trial.wrap = lambda made: replace(made, progress=progress)
    assert trial.apply().converged
    assert progress.so_far.counts == {"experience": ReadCount(1, 1)}
    assert not progress.so_far.runs


def test_a_plan_that_cannot_read_the_organization_does_not_end(trial: Trial) -> None:
    """Whoever shows the progress can say how far it came."""
    trial.twin.reset(organization(experience("Old")))
    trial.wish("{kind: experience, name: old, title: Old}")
    trial.twin.faults.fail("ListAccounts", "InvalidInputException", times=99)
    progress = ReadingProgress()
    progress.begin()
    reading = replace(clients(writes=False), progress=progress)
    with pytest.raises(Exception, match="ListAccounts"):
        plan(trial.load(), reading, PlanOptions(whole_organization=True), clock=trial.clock, commit=None)
    assert progress.so_far.runs
    assert progress.so_far.counts["unit"].total in {None, 1}


def test_nothing_is_being_read_while_the_last_look_waits(trial: Trial) -> None:
    """A reading that breaks off is over before the pause; the next one begins with nothing."""
    trial.twin.reset(organization(experience("Old")))
    trial.wish("{kind: experience, name: old, title: Old, status: enabled, description: New}")
    progress, seen = ReadingProgress(), list[bool]()
    trial.wrap = lambda made: replace(made, progress=progress)

    def heard(event: Mapping[str, Any]) -> None:
        if event["event"] == "succeeded":
            trial.twin.faults.deny("ListAWSServiceAccessForOrganization", times=2)
        if event["event"] == "waiting":
            seen.append(progress.so_far.runs)

    trial.listener = heard
    assert trial.apply().converged
    assert seen == [False, False]
    assert progress.so_far.counts == {"experience": ReadCount(1, 1)}
