"""Any bucket, however broken: no traceback, no id that AWS does not have, and the next plan is empty."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.kinds import all_kinds
from reconciler.pipeline import Migrated, MigrateOptions, PlanOptions, Repository, SampleFile, migrate, plan
from reconciler.pipeline.loading import understand
from reconciler.ports import Clients
from reconciler.settings import Marketplace, Settings
from tests.fakes.ports import FakeClock, clients
from tests.fakes.world import FakeWorld, LiveExperience
from tests.kinds.document import documents
from tests.pipeline.migrating.buckets import JUNE

SETTINGS = Settings(file="reconciler.yaml", marketplace=Marketplace("111111111111"))
P1, P2, P3 = "prod-p1", "prod-p2", "12345678-0123-4567-abcd-43176543210"
LIVE = (
    LiveExperience(
        id="exp-main", title="Main", status="enabled", allow=(P1,), deny=(P2,), principals=("o-abcdef1234",)
    ),
    LiveExperience(id="exp-unit", title="Unit ", principals=("ou-abcd-finance0",)),
    LiveExperience(id="exp-old", title="Main", status="archived"),
    LiveExperience(id="exp-hand", title="By hand", status="enabled"),
)
BUCKET: Mapping[str, object] = {
    "Experience_Main#1_0.json": {"Name": "Main", "AllowProducts": [P1, P2], "Status": "Enabled"},
    "Experience_Main#1_1.json": {"Name": "Main", "DenyProducts": [P2], "AssociatePrincipals": ["o-abcdef1234"]},
    "Experience_Unit.json": {"Name": "Unit ", "AssociatePrincipals": ["ou-marketing"]},
    "Experience_Gone#1.json": {"Name": "Gone", "PolicyResourceRequests": "Deny"},
    "STATUS_Experience_Main": {"ChangeSetId": "c1", "ChangeSetStatus": "Failed", "Experience Id": "exp-main"},
    "STATUS_Experience_Unit.json": {"Experience Id": " exp-unit"},
    "STATUS_Experience_Gone": {"ChangeSetId": "c2", "ChangeSetStatus": "Successful", "Experience Id": "exp-gone"},
    "STATUS_Experience_Old": {"ChangeSetId": "c3", "ChangeSetStatus": "In Progress", "Experience Id": "exp-old"},
    "ERROR_STATUS_Experience_Main_20240701-101500": {
        "ChangeSetId": "c1",
        "ChangeSet": [{"ChangeType": "DenyProductProcurement", "Details": json.dumps({"Products": [{"Ids": [P2]}]})}],
    },
}
PARTS = [
    b'"',
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\n",
    b"\x00",
    b"\xff",
    b"null",
    b"1e999",
    b'"\\ud800"',
    b"exp-zzz",
    b" ",
]


def mutated(chance: Random) -> Sequence[SampleFile]:
    """Return the bucket with some bytes, keys and times changed, and some files taken out or twice there."""
    files = []
    for name, content in BUCKET.items():
        data = bytearray(json.dumps(content, indent=chance.choice([None, 1])).encode())
        for _ in range(chance.choice([0, 0, 1, 1, 2, 5])):
            at = chance.randrange(len(data))
            data[at : at + chance.choice([0, 1, 1, 7])] = chance.choice(PARTS)
        moved = chance.choice([name, name, name, name.replace("#", ""), f"{name}#", f"sub/{name}", name.lower()])
        day = chance.choice([None, 1, 2, 30])
        modified = JUNE + timedelta(days=day) if day else None
        files += [SampleFile(moved, bytes(data), modified)] * chance.choice([0, 1, 1, 1, 2])
    return files


def repository(*texts: str) -> Repository:
    """Return the repository with the documents of *texts*, which must be valid."""
    found = understand(SETTINGS, all_kinds(), documents("---\n".join(filter(None, texts))))
    assert found.errors == ()
    return found


def migrated(files: Sequence[SampleFile], world: Clients) -> Migrated:
    """Import from *files*; at least one file is of the sample."""
    there = [*files, SampleFile("STATUS_Experience_Hand", b'{"Experience Id": "exp-hand"}')]
    return migrate(repository(), world, lambda _clients: there, MigrateOptions(source="bucket"), clock=FakeClock())


def check(found: Migrated, world: Clients) -> None:
    """Require that nothing but what is live was imported, and that the next plan is empty."""
    ids = {one.id for one in LIVE}
    assert set(found.adopted.objects.values()) <= ids
    assert "exp-hand" in found.adopted.objects.values()
    found.page.encode("utf-8", "replace")
    made = plan(repository(*found.adopted.files.values()), world, PlanOptions(), clock=FakeClock(), commit=None).plan
    assert (made.changes, made.operations) == ((), ())


@pytest.mark.parametrize("seeds", [range(start, start + 50) for start in range(0, 200, 50)], ids=str)
def test_two_hundred_mutated_buckets_import_only_what_is_live(seeds: range) -> None:
    """A file is evidence: whatever it holds, AWS decides what is imported."""
    world = clients(FakeWorld.of(*LIVE))
    for seed in seeds:
        check(migrated(mutated(Random(seed)), world), world)  # noqa: S311 - buckets have to repeat, not to be secret


TEXTS = st.text(max_size=8)
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | TEXTS | st.sampled_from(["exp-main", "exp-zzz", P1, "o-abcdef1234"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
FIELDS = ["Name", "Status", "AllowProducts", "AssociatePrincipals", "Experience Id", "ChangeSetStatus", "ChangeSet"]
CONTENTS = st.dictionaries(st.sampled_from(FIELDS), JSON).map(lambda one: json.dumps(one).encode()) | st.binary(
    max_size=40
)
NAMES = st.tuples(
    st.sampled_from(["Experience_", "STATUS_Experience_", "ERROR_STATUS_Experience_"]),
    st.sampled_from(["A", "B", "A#1.json", "A_20240701-101500", ""]) | TEXTS,
).map("".join)


@given(st.dictionaries(NAMES, CONTENTS, max_size=6))
def test_any_bucket_imports_only_what_is_live(files: Mapping[str, bytes]) -> None:
    """Any JSON under any key, and bytes that are no JSON."""
    world = clients(FakeWorld.of(*LIVE))
    check(migrated([SampleFile(name, data) for name, data in files.items()], world), world)
