"""Any repository and any live state: what is adopted does not differ any more, and nothing else is touched."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from reconciler.documents import read
from reconciler.kinds import all_kinds
from reconciler.model import Address
from reconciler.pipeline import Planning, PlanOptions, Repository, differing, plan, restate
from reconciler.pipeline.loading import understand
from reconciler.ports import Clients
from reconciler.settings import Marketplace, Settings
from reconciler.validation import validate
from tests.fakes.endpoint_services import selling
from tests.fakes.ports import FakeClock
from tests.fakes.world import LiveExperience
from tests.kinds.endpoint_service.test_any_wish import CASES, text_of, world_of
from tests.kinds.experience.strategies import bodies, live_experiences, split, told_twice
from tests.restating import SAAS, aws

SETTINGS = Settings(file="reconciler.yaml", marketplace=Marketplace("111111111111"), sellers=(SAAS,))
PRINCIPALS = ["o-abcdef1234", "ou-abcd-finance0", "ou-abcd-research", "333333333333", "444444444444", "555555555555"]
NAMES = {
    "kind": "product",
    "items": {
        "pa": {"id": "prod-a", "groups": ["first", "all"]},
        "pb": {"id": "prod-b", "groups": ["first", "all"]},
        "pc": {"id": "prod-c", "groups": ["all"], "aliases": ["prod-d"]},
    },
}
MORE_NAMES = {
    "kind": "principal",
    "items": {
        "finance": {"id": "ou-abcd-finance0", "groups": ["people"]},
        "ledger": {"id": "333333333333", "groups": ["people"]},
        "acme-x": {"id": "arn:aws:iam::333333333333:role/x"},
    },
}
GROUPS = {"group:first": {"prod-a", "prod-b"}, "group:all": {"prod-a", "prod-b", "prod-c"}}
PEOPLE = {"group:people": {"ou-abcd-finance0", "333333333333"}}
LABELS = {"prod-a": "pa", "prod-b": "pb", "prod-c": "pc", "ou-abcd-finance0": "finance", "333333333333": "ledger"}


class Drift(NamedTuple):
    """The texts of the files of a repository by name, and what AWS has."""

    texts: Mapping[str, str]
    reader: Clients


@st.composite
def spoken(draw: st.DrawFn, ids: Collection[str], groups: Mapping[str, Collection[str]]) -> list[str]:
    """Draw how a document lists *ids*: by names, ids, and groups of which all members are listed."""
    tokens = [LABELS.get(one, one) if draw(st.booleans()) else one for one in ids]
    whole = [group for group, members in groups.items() if members and set(members) <= set(ids) and draw(st.booleans())]
    covered = set().union(*(groups[group] for group in whole)) if draw(st.booleans()) else set[str]()
    return [*whole, *(token for token, one in zip(tokens, ids, strict=True) if one not in covered)]


@st.composite
def said(draw: st.DrawFn, body: dict[str, Any]) -> dict[str, Any]:
    """Draw how a document says the lists of *body*."""
    products = {key: draw(spoken(ids, GROUPS)) for key, ids in body.get("products", {}).items()}
    principals = {"principals": draw(spoken(body["principals"], PEOPLE))} if "principals" in body else {}
    return {**body, **({"products": products} if "products" in body else {}), **principals}


def block(value: object, indent: int = 0) -> str:
    """Return *value* as a block of YAML, with a comment beside each entry."""
    pad = " " * indent
    if isinstance(value, Mapping) and value:
        return "".join(
            f"{pad}{json.dumps(key)}:{'' if _opens(one) else ' ' + json.dumps(one)}  # {key}\n"
            f"{block(one, indent + 2) if _opens(one) else ''}"
            for key, one in value.items()
        )
    assert isinstance(value, Sequence)
    return "".join(f"{pad}- {json.dumps(one)}  # here\n" for one in value)


def _opens(value: object) -> bool:
    return bool(value) and isinstance(value, Mapping | list)


@st.composite
def drifts(draw: st.DrawFn) -> Drift:
    """Draw up to three experiences and four services on either side, with documents in up to three files."""
    count = draw(st.integers(0, 3))
    held, claimed = split(draw, PRINCIPALS, count), split(draw, PRINCIPALS, count)
    live = [draw(live_experiences(f"exp-{at}", f"Title {at}", held[at])) for at in range(count)]
    wished = [draw(bodies(f"Title {at}", claimed[at])) for at in range(count)]
    documents: list[dict[str, Any]] = [NAMES, MORE_NAMES]
    for at, body in enumerate(wished):
        pin = draw(st.sampled_from([{}, {"id": f"exp-{at}"}, {"id": f"exp-{at}", "title": f"New {at}"}]))
        if draw(st.integers(0, 5)):
            documents.append({"kind": "experience", "name": f"e{at}", **draw(said(body)), **pin})
    services = draw(CASES)
    documents += [json.loads(one) for one in text_of(services).split("\n---\n") if one]
    files: dict[str, list[str]] = {}
    for one in documents:
        text = block(one) if draw(st.booleans()) else f"{json.dumps(one)}\n"
        files.setdefault(draw(st.sampled_from(["a.yaml", "b.yaml", "c.yaml"])), []).append(text)
    texts = {name: "---\n".join(many) for name, many in files.items()}
    experiences: Sequence[LiveExperience] = draw(told_twice(live))
    sold = selling(world_of(services), (SAAS,))
    return Drift(texts, replace(aws(*experiences), sellers=sold.sellers))


def repository(texts: Mapping[str, str]) -> Repository:
    """Return the repository with files of *texts*."""
    loaded = [read(text.encode(), name) for name, text in texts.items()]
    schemas = {name: kind.schema for name, kind in all_kinds().items()}
    documents, invalid = validate([one for part in loaded for one in part.documents], schemas)
    problems = [*(one for part in loaded for one in part.problems), *invalid]
    return understand(SETTINGS, all_kinds(), documents, problems)


def planned(texts: Mapping[str, str], reader: Clients) -> Planning:
    """Plan the repository with files of *texts*, which has no errors."""
    found = repository(texts)
    assert found.errors == ()
    return plan(found, reader, PlanOptions(), clock=FakeClock(), commit=None)


def left(planning: Planning) -> dict[Address, set[str]]:
    """Return the paths of the fields that differ, by object."""
    assert planning.evidence
    found = differing(planning.repository, planning.evidence.matchings, planning.observations)
    return {address: {field.path for field in one.fields} for address, one in found.items()}


def stated(planning: Planning, address: Address) -> list[Any]:
    """Return what the documents say of an object: its own, and those that feed it."""
    desired = planning.repository.wish[address]
    return [desired.document.body, *sorted(str(one.document.body) for one in desired.fed)]


@given(drift=drifts(), data=st.data())
def test_what_is_adopted_does_not_differ_any_more(drift: Drift, data: st.DataObject) -> None:
    """Each chosen object is equal to AWS then, or is named with the reason; the next plan finds no further error.

    Objects that were not chosen have the same documents as before, files without an edit every byte, and no document
    says `*` that did not before.
    """
    if repository(drift.texts).errors:
        return
    before = planned(drift.texts, drift.reader)
    there = left(before)
    chosen = data.draw(st.sets(st.sampled_from(sorted(there)))) if there else set[Address]()
    found = restate(before, chosen, lambda name: drift.texts[name].encode())
    texts = {**drift.texts, **{name: data.decode() for name, data in found.files.items()}}
    after = planned(texts, drift.reader)
    assert [one.why for one in found.kept if "would still differ" in one.why or "cannot be rewritten" in one.why] == []
    kept: dict[Address, set[str]] = {}
    for one in found.kept:
        kept.setdefault(one.address, set()).update(one.paths or there[one.address])
    remaining = left(after)
    for address in chosen:
        assert remaining.get(address, set()) <= kept.get(address, set()), (address, texts)
    assert tuple(remaining) == found.remaining
    assert remaining.keys() <= there.keys()
    for address in before.repository.wish.keys() - chosen:
        if address.kind in before.repository.remotes:
            assert stated(after, address) == stated(before, address)
    assert "".join(texts.values()).count('"*"') <= "".join(drift.texts.values()).count('"*"')
    assert {one.address for one in found.refusals if one.address} <= set(found.adopted)
