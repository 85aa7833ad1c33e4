"""What the readers count while they read the organization and the experiences."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from reconciler.aws.details import Entity
from reconciler.aws.experiences import read
from reconciler.errors import Unreadable
from reconciler.ports import EntitySummary
from reconciler.reading_progress import ReadCount, ReadingProgress
from tests.aws.answers import ROOT
from tests.aws.conftest import Connect
from tests.aws.loopback import Asked, Reply
from tests.aws.test_organizations import ACCOUNTS, UNITS, named, organization


@pytest.fixture
def progress() -> ReadingProgress:
    """Return the progress of a reading that has begun."""
    begun = ReadingProgress()
    begun.begin()
    return begun


def test_units_have_no_total_until_the_organization_is_read(connect: Connect, progress: ReadingProgress) -> None:
    """A unit counts once everything directly below it is read; deeper units are unknown before."""
    answers, seen = organization(UNITS, named(ACCOUNTS)), list[ReadCount]()

    def script(asked: Asked) -> Reply | dict[str, Any] | str:
        seen.append(progress.so_far.counts["unit"])
        return answers(asked)

    connect(script).clients.organizations.tree(progress)
    assert progress.so_far.counts == {"unit": ReadCount(25, 25)}
    assert (seen[0], seen[-1]) == (ReadCount(0), ReadCount(25))
    assert {one.total for one in seen} == {None}


def test_a_unit_that_cannot_be_read_is_not_counted(connect: Connect, progress: ReadingProgress) -> None:
    """The count of a reading that breaks off is that of the units that were read."""
    loop = {ROOT: ["ou-abcd-00000000"], "ou-abcd-00000000": ["ou-abcd-00000000"]}
    with pytest.raises(Unreadable):
        connect(organization(loop, {})).clients.organizations.tree(progress)
    assert progress.so_far.counts == {"unit": ReadCount(1)}


@dataclass
class OneByOne:
    """Three experiences: one with policy and branding, one with a policy, one with neither.

    Entities are described one by one; *seen* has the count of experiences after each.
    """

    progress: ReadingProgress
    seen: list[ReadCount | None] = field(default_factory=list)

    def list_entities(self, entity_type: str) -> tuple[EntitySummary, ...]:
        """List the experiences."""
        ids = ("exp-a", "exp-b", "exp-c") if entity_type == "Experience" else ()
        return tuple(EntitySummary(id_, id_, f"arn:{id_}") for id_ in ids)

    def describe_entities(
        self, entity_ids: Collection[str], heard: Callable[[Collection[str]], None] = lambda _ids: None
    ) -> Mapping[str, Entity]:
        """Describe one entity after the other."""
        for entity_id in entity_ids:
            heard([entity_id])
            self.seen.append(self.progress.so_far.counts.get("experience"))
        return {id_: Entity(id_, "1", f"arn:{id_}", _details(id_)) for id_ in entity_ids}


def _details(entity_id: str) -> Mapping[str, Any]:
    """Return the parts of an experience."""
    parts = {"exp-a": ["pol-a"], "exp-b": ["pol-b"]}.get(entity_id, [])
    branding = ["bra-a"] if entity_id == "exp-a" else []
    return {"ProcurementPolicies": parts, "BrandingSettings": branding}


def test_an_experience_counts_once_its_policy_and_branding_are_read(progress: ReadingProgress) -> None:
    """The total is known once the experiences are listed; an experience without parts counts first."""
    entities = OneByOne(progress)
    read(entities, None, (), progress)
    of_three = [ReadCount(done, 3) for done in (0, 0, 0, 1, 2, 3)]
    assert entities.seen == of_three
    assert progress.so_far.counts == {"experience": ReadCount(3, 3)}


def test_experiences_that_are_read_again_during_a_run_are_not_counted(progress: ReadingProgress) -> None:
    """Between two calls of a run, experiences are read without progress."""
    read(OneByOne(progress), ["exp-a"], ())
    assert progress.so_far.counts == {}
