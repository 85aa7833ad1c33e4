"""The canonical form of a text: what moves, what stays, and what is quoted."""

from textwrap import dedent

import pytest

from tests.rewriting.repository import file_of


def formatted(text: str) -> str:
    """Return the canonical form of *text*."""
    return file_of(text).canonical().text


def test_fields_stand_in_the_order_of_the_schema() -> None:
    """The kind comes first, then the name, then the fields; comments move with their fields, a head stays."""
    text = """
        # yaml-language-server: $schema=https://example.com/document.json
        # All of finance.

        status: enabled   # governs
        # as in the contract
        name: finance
        products:
          # nothing of this
          deny: [crypto-miner]
          # - left out
          allow: [group:baseline]
          # end of products
        kind: experience
        title: Finance Unit
        # end
    """
    assert formatted(text) == dedent("""\
        # yaml-language-server: $schema=https://example.com/document.json
        # All of finance.

        kind: experience
        # as in the contract
        name: finance
        title: Finance Unit
        status: enabled  # governs
        products:
          # - left out
          allow: [group:baseline]
          # nothing of this
          deny: [crypto-miner]
          # end of products
        # end
    """)


def test_items_members_and_tags_keep_their_order() -> None:
    """The order of names, list members and free keys is the author's; fields of items are ordered."""
    text = """
        items:
          zeta:   {title: Zeta,   id: o-abcdef1234}
          alpha:
            groups: [z, a]
            id: "111111111111"
        kind: principal
        ---
        kind: experience
        name: finance
        tags: {z: b, a: c}
    """
    assert formatted(text) == dedent("""\
        kind: principal
        items:
          zeta: {id: o-abcdef1234, title: Zeta}
          alpha:
            id: "111111111111"
            groups: [z, a]
        ---
        kind: experience
        name: finance
        tags: {z: b, a: c}
    """)


def test_each_value_has_the_quotes_that_it_needs() -> None:
    """Texts that YAML would read as another type are quoted, all others are bare; booleans have no quotes."""
    text = """
        kind: 'endpoint_service'
        name: "api-us"
        region: "us-east-1"
        acceptance_required: "true"
        tags: {team: 'platform', critical: true, since: 2026-01-31, build: 1e3, account: 012345678901, x: 'a, b'}
    """
    assert formatted(text) == dedent("""\
        kind: endpoint_service
        name: api-us
        region: us-east-1
        acceptance_required: true
        tags: {team: platform, critical: "true", since: "2026-01-31", build: "1e3", account: "012345678901", x: "a, b"}
    """)


def test_long_lists_in_brackets_become_blocks() -> None:
    """Brackets stay where they fit on a line of 120 characters, and where the author wrote a block it stays one."""
    names = [f"account-{number}" for number in range(12)]
    text = f"""
        kind: experience
        name: finance
        principals: [{", ".join(names)}]
        products:
          allow: [
            datadog,
            splunk ]
          deny:
          - crypto-miner
    """
    members = "".join(f"  - {name}\n" for name in names)
    assert formatted(text) == (
        f"kind: experience\nname: finance\nprincipals:\n{members}"
        "products:\n  allow: [datadog, splunk]\n  deny:\n    - crypto-miner\n"
    )


def test_comments_in_brackets_get_lines() -> None:
    """A list in brackets with a comment becomes a block, since a comment ends its line."""
    text = """
        kind: experience
        name: finance
        principals: [ # who
          finance, # the unit
          # and those of
          legal
          # not sales
        ] # all
    """
    assert formatted(text) == dedent("""\
        kind: experience
        name: finance
        principals:  # all
          # who
          - finance  # the unit
          # and those of
          - legal
          # not sales
    """)


def test_blank_lines_are_squeezed() -> None:
    """One blank line separates entries at most; none begins or ends a document."""
    text = (
        "\n\n# head\n\n\nkind: experience\n\n\nname: finance\nprincipals:\n\n\n  - a\n\n\n  - b\n\n"
        "---\n\nkind: product\nname: x\n\n\n"
    )
    assert formatted(text) == (
        "# head\n\nkind: experience\n\nname: finance\nprincipals:\n  - a\n\n  - b\n---\nkind: product\nname: x\n"
    )


def test_texts_of_several_lines_stay_as_they_are() -> None:
    """A text with line breaks keeps them and its style; only its indentation changes."""
    text = """
        kind: experience
        name: finance
        branding:
            information: |-  # shown
                One line

                 and another
            title: >
                 folded
                 text
        description: "quoted
          over lines"
        title: plain
            over lines   # long
    """
    assert formatted(text) == dedent("""\
        kind: experience
        name: finance
        title: plain
          over lines  # long
        description: "quoted
          over lines"
        branding:
          title: >
            folded
            text
          information: |-  # shown
            One line

             and another
    """)


def test_comments_around_an_anchor_stay() -> None:
    """An anchor can stand on a line of its own, with comments before and behind it."""
    text = "kind: experience\nname: finance\ntags: # one\n  &t # two\n  # three\n  a: &x # four\n    z\n  c: *x\n"
    assert formatted(text) == (
        "kind: experience\nname: finance\n# one\ntags: &t  # two\n  # three\n  a: &x z  # four\n  c: *x\n"
    )


def test_documents_keep_their_markers() -> None:
    """A marker at the top stays, comments around markers stay, `...` goes, and commented documents stay."""
    text = (
        "# licence\n---   # first\nkind: product\nname: a\n...\n# between\n---\n# kind: product\n# name: b\n---\n"
        "kind: product\nname: c\n"
    )
    assert formatted(text) == (
        "# licence\n---  # first\nkind: product\nname: a\n# between\n---\n# kind: product\n# name: b\n---\n"
        "kind: product\nname: c\n"
    )


def test_aliases_stay_behind_their_anchors() -> None:
    """A document whose aliases would come before their anchors keeps its order; everything else is formatted."""
    text = """
        kind: experience
        products: {deny: &all [a,  b], allow:   *all}
        name: finance
    """
    assert formatted(text) == dedent("""\
        kind: experience
        products: {deny: &all [a, b], allow: *all}
        name: finance
    """)


@pytest.mark.parametrize(
    "anchored", ["name: &n finance\ntitle: *n\n", "name: finance\nprincipals: &p\n  - a\ntags: {a: &t b, c: *t}\n"]
)
def test_anchors_and_aliases_stay_where_the_order_is_right(anchored: str) -> None:
    """A document whose order keeps its aliases behind their anchors is ordered."""
    assert formatted(f"{anchored}kind: experience\n") == f"kind: experience\n{anchored}"
