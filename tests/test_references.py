import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.model import Address, Document, Marks
from reconciler.model.document import mark
from reconciler.names import Name, References
from reconciler.references import Resolved, Vocabulary, relisted, resolve

LITERAL = re.compile(r"prod-[a-z]+")
REFERENCES = References.to(
    {
        "product": {
            "datadog": Name("prod-datadog", "Datadog Pro", frozenset({"observability", "paid"})),
            "grafana": Name("prod-grafana", groups=frozenset({"observability"})),
            "ledger": Name("prod-ledger"),
        },
        "principal": {"acme": Name("111111111111", "Acme Corp")},
    }
)
PRODUCTS = Vocabulary.of("product", LITERAL, REFERENCES)


def document(*tokens: str) -> Document:
    """Return a document with a list of tokens, one a line, the first at line 3, column 5."""
    inside = tuple(mark(3 + position, 5) for position in range(len(tokens)))
    products = Marks(mark(2, 3), {"allow": Marks(mark(2, 10), inside)})
    marks = Marks(mark(1, 1), {"products": products})
    return Document(Address("experience", "finance"), {"products": {"allow": list(tokens)}}, "f.yaml", marks)


def allowed(*tokens: str) -> Resolved:
    """Resolve a list of tokens."""
    return resolve(document(*tokens), ("products", "allow"), PRODUCTS)


def test_names_groups_and_literals_become_ids() -> None:
    """Each id has the place where it is first named."""
    found = allowed("ledger", "group:observability", "prod-literal")
    assert found.ids == {"prod-ledger": 0, "prod-datadog": 1, "prod-grafana": 1, "prod-literal": 2}
    assert found.members() == frozenset({"prod-ledger", "prod-datadog", "prod-grafana", "prod-literal"})
    assert found.problems == ()


def test_an_id_that_is_named_again_keeps_its_first_place() -> None:
    """An id that is stated by name, by group and by id is in the list once."""
    assert allowed("group:observability", "datadog", "prod-grafana").ids == {"prod-datadog": 0, "prod-grafana": 0}


def test_names_are_used_by_name_and_by_group() -> None:
    """A literal id uses no name, even when a name stands for it."""
    assert allowed("group:paid", "prod-ledger", "grafana").used == {"datadog", "grafana"}


def test_a_list_that_is_not_stated_has_no_ids() -> None:
    """A list that is not stated is not an empty list."""
    assert resolve(document("ledger"), ("products", "deny"), PRODUCTS) == Resolved(None)
    assert resolve(document("ledger"), ("principals",), PRODUCTS).members() is None


def test_an_empty_list_is_stated() -> None:
    """An empty list has no member."""
    assert allowed() == Resolved({})
    assert allowed().members() == frozenset()


@pytest.mark.parametrize(
    ("token", "message", "hint"),
    [
        ("dadadog", "no product is called 'dadadog'", "did you mean 'datadog'?"),
        (
            "zzz",
            "no product is called 'zzz'",
            "name it in a document of kind product, or write its id",
        ),
        ("acme", "no product is called 'acme'", "name it in a document of kind product, or write its id"),
        (
            "group:observabilty",
            "no group of products is called 'group:observabilty'",
            "did you mean 'group:observability'?",
        ),
        ("PROD-X", "no product is called 'PROD-X'", "name it in a document of kind product, or write its id"),
    ],
)
def test_an_unknown_name_is_an_error_at_its_place(token: str, message: str, hint: str) -> None:
    """The hint has a likely name, and all other tokens are resolved."""
    found = allowed("ledger", token, "datadog")
    assert found.ids == {"prod-ledger": 0, "prod-datadog": 2}
    assert [(p.code, p.message, p.source, p.hint) for p in found.problems] == [
        ("unknown-name", message, "f.yaml:4:5", hint)
    ]


def test_a_token_that_resembles_an_id_is_reported_the_form() -> None:
    """The hint has both a likely name and a likely id; a group is never taken for an id."""
    words = Vocabulary.of("product", LITERAL, REFERENCES, {"^[A-Z]": "ids are in lower case", "^group": "not a group"})
    found = resolve(document("PROD-x", "Ledger", "group:zzz"), ("products", "allow"), words)
    assert [problem.hint for problem in found.problems] == [
        "ids are in lower case",
        "did you mean 'ledger'? ids are in lower case",
        "did you mean 'group:paid'?",
    ]


def test_every_unknown_name_is_reported() -> None:
    """All are reported by the same run."""
    assert [problem.source for problem in allowed("x", "y", "ledger", "z").problems] == [
        "f.yaml:3:5",
        "f.yaml:4:5",
        "f.yaml:6:5",
    ]


TOKENS = st.sampled_from(
    [
        "datadog",
        "grafana",
        "ledger",
        "group:paid",
        "group:none",
        "prod-a",
        "prod-b",
        "prod-ledger",
        "x",
        "prod-a\nprod-b",
    ]
)


@given(st.lists(TOKENS, max_size=6))
def test_a_list_resolves_to_the_ids_of_its_entries_one_by_one(tokens: list[str]) -> None:
    """However long lists are resolved, each id has its first position, and each unknown entry its error."""
    found = allowed(*tokens)
    alone = [allowed(token) for token in tokens]
    expected: dict[str, int] = {}
    for position, one in enumerate(alone):
        for id_ in one.ids or ():
            expected.setdefault(id_, position)
    assert found.ids == expected
    assert list(found.ids or ()) == list(expected)
    assert found.used == {name for one in alone for name in one.used}
    assert [p.message for p in found.problems] == [p.message for one in alone for p in one.problems]


def test_the_first_fifty_unknown_names_of_all_documents_have_suggestions() -> None:
    """Later names say that suggestions have ended, in each document, and a name that was searched for keeps its own."""
    references = References.to({"product": {"datadog": Name("prod-datadog")}})
    products = Vocabulary.of("product", LITERAL, references)
    found = [resolve(document(f"datadg{number}"), ("products", "allow"), products) for number in (*range(51), 0)]
    hints = [problem.hint for one in found for problem in one.problems]
    assert hints[0] == hints[49] == hints[51] == "did you mean 'datadog'?"
    ended = "only the first 50 unknown names have suggestions"
    assert hints[50] == f"name it in a document of kind product, or write its id; {ended}"


def test_titles_are_those_of_the_documents() -> None:
    """Documents of every kind count; one without a title has none."""
    assert REFERENCES.titles() == {"prod-datadog": "Datadog Pro", "111111111111": "Acme Corp"}


@pytest.mark.parametrize(
    ("gone", "listed"),
    [
        ({"prod-other"}, ["ledger", "group:observability", "prod-literal", "new"]),
        ({"prod-ledger", "prod-literal"}, ["group:observability", "new"]),
        ({"prod-datadog"}, ["ledger", "grafana", "prod-literal", "new"]),
        ({"prod-datadog", "prod-grafana"}, ["ledger", "prod-literal", "new"]),
    ],
)
def test_a_list_loses_ids_and_a_group_becomes_its_other_members(gone: set[str], listed: list[str]) -> None:
    """A name goes with its id; a group of which a member goes is replaced, in its place, by the others' names."""
    tokens = ["ledger", "group:observability", "prod-literal"]
    assert relisted(tokens, PRODUCTS, gone.__contains__, ["new"]) == listed


def test_no_token_stands_twice_in_a_list() -> None:
    """A member of a group that was listed beside it, and a token that is added again, stand once."""
    tokens = ["grafana", "group:observability", "ledger"]
    assert relisted(tokens, PRODUCTS, {"prod-datadog"}.__contains__, ["ledger"]) == ["grafana", "ledger"]
