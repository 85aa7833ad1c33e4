"""A repository is divided into its targets without a loss."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.documents import read
from reconciler.kinds import all_kinds
from reconciler.model import Address, Severity
from reconciler.pipeline.loading import Divided, divided, understand
from reconciler.settings import Marketplace, Seller, Settings
from reconciler.validation import validate

REGIONS = ("eu-west-1", "us-east-1", "ap-south-1")
CUSTOMERS = [f"{number}" * 12 for number in range(1, 5)]


def split(settings: Settings, stated: Sequence[Mapping[str, Any]]) -> tuple[Divided, int]:
    """Divide a repository with the documents *stated*; return how many of them there are, too."""
    loaded = read("---\n".join(json.dumps(one) + "\n" for one in stated).encode(), "all.yaml")
    kinds = all_kinds()
    valid, invalid = validate(loaded.documents, {name: kind.schema for name, kind in kinds.items()})
    whole = understand(settings, kinds, valid, [*loaded.problems, *invalid])
    return divided(whole, loaded.documents), len(loaded.documents)


def sellers(number: int, regions: Sequence[str]) -> tuple[Seller, ...]:
    """Return sellers in accounts of their own."""
    return tuple(Seller(f"s{at}", f"8{at:011}", tuple(regions)) for at in range(number))


def service(name: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a document
    """Return the document of a service."""
    return {"kind": "endpoint_service", "name": name, "id": f"vpce-svc-{int.from_bytes(name.encode()):017x}", **fields}


@st.composite
def repositories(draw: st.DrawFn) -> tuple[Settings, list[dict[str, Any]]]:
    """Draw sellers in some regions, services of them, names of customers, and grants of one or several services."""
    regions = draw(st.lists(st.sampled_from(REGIONS), min_size=1, unique=True))
    known = sellers(draw(st.integers(1, 3)), regions)
    places = st.tuples(st.sampled_from(known), st.sampled_from(regions))
    located = draw(st.lists(places, min_size=1, max_size=8))
    names = [f"api-{at}" for at in range(len(located))]
    services = [service(n, seller=s.name, region=r) for n, (s, r) in zip(names, located, strict=True)]
    customers = [{"kind": "principal", "name": f"c{at}", "id": id_} for at, id_ in enumerate(CUSTOMERS)]
    lists = st.tuples(
        st.lists(st.sampled_from(names), min_size=1, unique=True),
        st.lists(st.sampled_from([*CUSTOMERS, "c0", "c1"]), min_size=1, unique=True),
    )
    grants = [
        {"kind": "allowed_principals", "name": f"grant-{at}", "services": fed, "principals": ids}
        for at, (fed, ids) in enumerate(draw(st.lists(lists, max_size=5)))
    ]
    buyer = Marketplace("111111111111") if draw(st.booleans()) else None
    documents = draw(st.permutations([*services, *customers, *grants]))
    return Settings(file="reconciler.yaml", sellers=known, marketplace=buyer), documents


@given(repositories())
def test_each_object_is_in_one_target_as_the_whole_has_it(drawn: tuple[Settings, list[dict[str, Any]]]) -> None:
    """No object is lost or planned twice, and its desired state is that of the whole repository."""
    found, _ = split(*drawn)
    if found.whole.errors:  # a principal is granted twice by one document
        return
    managed = {a: d for a, d in found.whole.wish.items() if a.kind in found.whole.remotes}
    every = Counter(a for one in found.targets for a in one.wish if a.kind in found.whole.remotes)
    assert every == Counter(dict.fromkeys(managed, 1))
    assert [a for one in found.targets for a, d in one.wish.items() if found.whole.wish[a] != d] == []
    for one in found.targets:
        places = {(s.name, r) for s in one.settings.sellers for r in s.regions}
        specs = [d.spec for d in one.wish.values() if d.address.kind == "endpoint_service"]
        assert {(spec.seller, spec.region) for spec in specs} <= places
        ids = {m for d in one.wish.values() for feed in d.fed for m in feed.members}
        assert {n.id for n in one.references.names["principal"].values()} >= ids & {*CUSTOMERS}
    assert [one.target for one in found.targets] == [
        *(["marketplace"] if found.whole.settings.marketplace else []),
        *(f"{s.name}/{r}" for s in found.whole.settings.sellers for r in s.regions),
    ]


@given(repositories())
def test_each_problem_is_told_somewhere(drawn: tuple[Settings, list[dict[str, Any]]]) -> None:
    """A problem of the whole is one of a target, or of none."""
    found, _ = split(*drawn)
    told = [*found.problems, *(problem for one in found.targets for problem in one.problems)]
    assert not found.targets or {*told} == {*found.whole.problems}


TWO = Settings(file="reconciler.yaml", sellers=sellers(2, REGIONS[:2]))


def test_an_error_is_one_of_the_targets_that_its_document_names() -> None:
    """Grants with an error belong to the targets of all services that they name."""
    grants = {"kind": "allowed_principals", "name": "x", "services": ["a", "b"], "principals": ["nobody-knows"]}
    a, b, c = (
        service("a", seller="s0", region="eu-west-1"),
        service("b", seller="s1", region="us-east-1"),
        service("c", seller="s0", region="us-east-1"),
    )
    found, _ = split(TWO, [a, b, c, grants])
    assert {one.target: [p.code for p in one.errors] for one in found.targets} == {
        "s0/eu-west-1": ["unknown-name"],
        "s0/us-east-1": [],
        "s1/eu-west-1": [],
        "s1/us-east-1": ["unknown-name"],
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "allowed_principals", "name": "x", "service": "misspelt", "principals": ["111111111111"]},
        {"kind": "allowed_principals", "name": "x", "services": ["a", "misspelt"], "principals": ["111111111111"]},
        {"kind": "allowed_principals", "name": "x", "principals": ["111111111111"]},
        {"kind": "principal", "name": "x", "id": "no-id"},
        {"kind": "unheard-of", "name": "x"},
        service("x", region="eu-west-1"),
        service("x", seller="s0", region="eu-west-9"),
        service("x", seller="s0"),
    ],
)
def test_an_error_that_belongs_to_no_target_concerns_all(wrong: dict[str, Any]) -> None:
    """The repository is not divided: what has the error may be a grant of any target."""
    found, _ = split(TWO, [service("a", seller="s0", region="eu-west-1"), wrong])
    assert found.targets == ()
    assert [one.severity for one in found.whole.errors] != []
    assert Severity.ERROR in {one.severity for one in found.whole.problems}


def test_a_target_knows_the_names_of_its_own_lists_only() -> None:
    """A customer whom another target admits is not sent along; the marketplace knows all names."""
    names = [{"kind": "principal", "name": f"c{at}", "id": id_} for at, id_ in enumerate(CUSTOMERS)]
    grant = {"kind": "allowed_principals", "name": "x", "service": "a", "principals": ["c0", CUSTOMERS[1]]}
    settings = Settings(file="x", sellers=TWO.sellers, marketplace=Marketplace("111111111111"))
    found, _ = split(settings, [service("a", seller="s0", region="eu-west-1"), grant, *names])
    known = {one.target: [*one.references.names["principal"]] for one in found.targets}
    assert known == {
        "marketplace": ["c0", "c1", "c2", "c3"],
        "s0/eu-west-1": ["c0", "c1"],
        "s0/us-east-1": [],
        "s1/eu-west-1": [],
        "s1/us-east-1": [],
    }
    assert found.targets[1].references.stated == {
        Address(kind, name)
        for kind, name in [
            ("endpoint_service", "a"),
            ("allowed_principals", "x"),
            ("principal", "c0"),
            ("principal", "c1"),
        ]
    }
