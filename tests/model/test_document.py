from reconciler.model import Address, Document, Marks
from reconciler.model.document import mark, place

MARKS = Marks(
    mark(3, 1),
    {
        "title": mark(4, 8),
        "products": Marks(mark(5, 3), {"allow": Marks(mark(5, 10), (mark(6, 5), mark(7, 5)))}, {"allow": mark(5, 3)}),
    },
    {"title": mark(4, 1), "products": mark(5, 1)},
)
BODY = {"title": "Finance", "products": {"allow": ["a", "b"]}}
DOCUMENT = Document(Address("experience", "finance"), BODY, "desired_state/finance.yaml", MARKS)


def test_a_mark_is_one_number_for_line_and_column() -> None:
    """A million lines and a million columns fit, and print as line:column."""
    assert [place(mark(1, 1)), place(mark(123456, 1000000))] == ["1:1", "123456:1000000"]


def test_a_document_says_where_it_begins() -> None:
    """The source of a document is file:line:column."""
    assert DOCUMENT.source == "desired_state/finance.yaml:3:1"


def test_a_document_says_where_a_value_stands() -> None:
    """A value is found by keys and indexes at any depth."""
    assert DOCUMENT.at("title") == "desired_state/finance.yaml:4:8"
    assert DOCUMENT.at("products", "allow", 1) == "desired_state/finance.yaml:7:5"


def test_a_missing_value_has_the_place_of_its_ancestor() -> None:
    """Asking for a missing or too deep value never fails."""
    assert DOCUMENT.at("principals", 0) == "desired_state/finance.yaml:3:1"
    assert DOCUMENT.at("products", "allow", 9) == "desired_state/finance.yaml:5:10"
    assert DOCUMENT.at("products", "allow", "first") == "desired_state/finance.yaml:5:10"
    assert DOCUMENT.at("title", "deeper") == "desired_state/finance.yaml:4:8"


def test_a_document_says_where_a_key_stands() -> None:
    """A field that should not be there is reported at its name, not at its value."""
    assert DOCUMENT.at_key("title") == "desired_state/finance.yaml:4:1"
    assert DOCUMENT.at_key("products", "allow") == "desired_state/finance.yaml:5:3"


def test_a_key_without_a_mark_has_the_nearest_place() -> None:
    """The key is missing, an index of a list, or a key of a value that is no mapping."""
    assert DOCUMENT.at_key("status") == "desired_state/finance.yaml:3:1"
    assert DOCUMENT.at_key("products", "allow", 1) == "desired_state/finance.yaml:7:5"
    assert DOCUMENT.at_key("branding", "title") == "desired_state/finance.yaml:3:1"
    assert DOCUMENT.at_key("title", "deeper") == "desired_state/finance.yaml:4:8"
    assert DOCUMENT.at_key() == "desired_state/finance.yaml:3:1"
