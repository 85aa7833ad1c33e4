"""What documents contribute to an object: its own document whole, ids and aliases of what it names."""

import pytest

from reconciler.attribution import NamedGroup, Watched, differing
from reconciler.documents import read
from reconciler.model import Address

FINANCE, MAIL = Address("experience", "finance"), Address("product", "mail")
WATCHED = Watched(FINANCE, frozenset({MAIL}), frozenset({NamedGroup("product", "tools")}))
OWN = "{kind: experience, name: finance, title: F, products: {allow: [mail, chat], deny: []}}\n"


def changed(before: str, after: str) -> list[str]:
    """Return the addresses by which two versions of a file differ."""
    old, new = (read(text.encode(), "a.yaml").documents for text in (before, after))
    return [str(address) for address in differing(WATCHED, old, new)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (OWN, OWN, []),
        (OWN, "kind: experience\nname: finance\nproducts: {deny: [], allow: [chat, 'mail']}\ntitle: F\n", []),
        (OWN, OWN.replace("chat", "call"), ["experience.finance"]),
        (OWN, "", ["experience.finance"]),
        ("", OWN, ["experience.finance"]),
        (OWN.replace("finance", "other"), "", []),
        ("{kind: product, name: mail, id: a, title: A}\n", "{kind: product, name: mail, id: a, title: B}\n", []),
        ("{kind: product, name: mail, id: a}\n", "{kind: product, name: mail, id: b}\n", ["product.mail"]),
        (
            "{kind: product, name: mail, id: a, aliases: [x, y]}\n",
            "{kind: product, name: mail, id: a, aliases: [y, x]}\n",
            [],
        ),
        (
            "{kind: product, name: mail, id: a, aliases: [x]}\n",
            "{kind: product, name: mail, id: a}\n",
            ["product.mail"],
        ),
        ("{kind: product, name: mail, id: a}\n", "{kind: product, name: mail, id: a, groups: [x]}\n", []),
        ("{kind: product, name: chat, id: a}\n", "{kind: product, name: chat, id: b}\n", []),
        (
            "{kind: product, name: chat, id: a}\n",
            "{kind: product, name: chat, id: a, groups: [tools]}\n",
            ["product.chat"],
        ),
        ("{kind: product, name: chat, id: a, groups: [tools]}\n", "", ["product.chat"]),
        ("{kind: principal, name: chat, id: a}\n", "{kind: principal, name: chat, id: a, groups: [tools]}\n", []),
        ("{kind: product, name: chat, id: a}\n", "{kind: product, name: chat, id: a, groups: tools}\n", []),
    ],
)
def test_documents_differ_by_what_ends_up_in_the_object(before: str, after: str, expected: list[str]) -> None:
    """Order and form make no difference, and neither do titles, other documents and other groups."""
    assert changed(before, after) == expected
