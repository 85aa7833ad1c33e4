"""One value of a file is changed; the rest of the file stays as its author wrote it."""

import pytest

from reconciler.errors import InvalidInput
from reconciler.model import Address
from reconciler.rewriting import NotRewritable
from tests.rewriting.repository import file_of

FINANCE = Address("experience", "finance")
FILE = """\
# Reviewed by procurement.
kind: experience
name:   finance
title:  'Finance'
principals: [ finance ]   # who
products:
    # for everybody
    allow:
    - group:baseline  # all
    # asked for in spring
    - "datadog"     # until 2027
    - splunk
    # - soon
    deny:   [x]
# end
---
kind: principal
items:
  legal:    {id: o-abcdef1234}   # the organization
  finance:  {id: ou-abcd-01234567}
"""


def changes(path: tuple[str, ...], value: "str | bool | list[str]", address: Address = FINANCE) -> list[str]:
    """Return the lines that differ once *value* stands at *path*: those that go and those that come."""
    before, after = FILE.splitlines(), file_of(FILE).with_value(address, path, value).text.splitlines()
    return [f"-{line}" for line in before if line not in after] + [f"+{line}" for line in after if line not in before]


def test_a_member_is_added_in_the_style_of_its_list() -> None:
    """A block gets a line with its indentation; brackets get a member, and the comment beside them stays."""
    assert changes(("products", "allow"), ["group:baseline", "datadog", "splunk", "123456789012"]) == [
        '+    - "123456789012"'
    ]
    assert changes(("principals",), ["finance", "legal"]) == [
        "-principals: [ finance ]   # who",
        "+principals: [finance, legal]   # who",
    ]


def test_the_fields_beside_a_changed_one_keep_their_lines() -> None:
    """No other line of the document changes, above or below."""
    assert changes(("products", "deny"), ["x", "z"]) == ["-    deny:   [x]", "+    deny: [x, z]"]
    assert changes(("title",), "Finance") == []


def test_a_member_that_goes_takes_only_its_own_line_along() -> None:
    """The comment above it stays above what follows, and the members that stay keep their lines."""
    assert changes(("products", "allow"), ["group:baseline", "splunk"]) == ['-    - "datadog"     # until 2027']


def test_a_member_is_replaced_where_it_stands() -> None:
    """The list is stated whole, in its new order."""
    text = file_of(FILE).with_value(FINANCE, ("products", "allow"), ["a", "b", "datadog", "splunk"]).text
    assert (
        '    allow:\n    - a\n    - b\n    # asked for in spring\n    - "datadog"     # until 2027\n    - splunk\n'
        in text
    )


def test_a_list_that_outgrows_its_line_becomes_a_block() -> None:
    """Brackets have at most 120 characters."""
    names = [f"account-{number}" for number in range(12)]
    assert changes(("principals",), names) == [
        "-principals: [ finance ]   # who",
        "+principals:   # who",
        *(f"+  - {name}" for name in names),
    ]


def test_a_list_without_members_is_in_brackets() -> None:
    """No comment is lost with the members."""
    text = file_of(FILE).with_value(FINANCE, ("products", "allow"), []).text
    assert (
        "products:\n    # for everybody\n    # asked for in spring\n    allow: []\n    # - soon\n    deny:   [x]\n"
    ) in text


def test_a_new_field_stands_where_the_schema_has_it() -> None:
    """Mappings on the way are made; texts are quoted where they need it, booleans never."""
    assert changes(("status",), "enabled") == ["+status: enabled"]
    text = file_of(FILE).with_value(FINANCE, ("branding", "title"), "yes").with_value(FINANCE, ("status",), "off").text
    assert "title:  'Finance'\nstatus: \"off\"\nprincipals:" in text
    assert '    deny:   [x]\nbranding:\n  title: "yes"\n# end\n' in text


def test_an_item_in_brackets_gets_a_field_in_brackets() -> None:
    """The other items keep their lines."""
    assert changes(("title",), "Legal, all", Address("principal", "legal")) == [
        "-  legal:    {id: o-abcdef1234}   # the organization",
        '+  legal: {id: o-abcdef1234, title: "Legal, all"}   # the organization',
    ]


def test_a_field_is_removed() -> None:
    """Its line goes, and nothing else."""
    text = file_of(FILE).without(FINANCE, ("products", "deny")).text
    assert text == FILE.replace("    deny:   [x]\n", "")


def test_documents_are_added_behind_a_marker() -> None:
    """An empty file gets none; comments of the new text stay with its documents."""
    added = "kind: product\nname: x\nid: prod-1\n"
    assert file_of(FILE).with_documents(added).text == f"{FILE}---\n{added}"
    assert file_of(FILE).with_documents(f"# new\n---\n{added}").text == f"{FILE}---\n# new\n{added}"
    assert file_of("# products\n").with_documents(added).text == f"# products\n---\n{added}"
    assert file_of("").with_documents(added).text == added
    assert file_of(FILE).with_documents("").text == FILE


@pytest.mark.parametrize(
    ("text", "path", "why"),
    [
        ("name: finance\nprincipals: &p [a]\ntags: {x: *p}\n", ("principals",), "would change experience.finance"),
        ("name: finance\ntags: &t {x: y}\nbranding: *t\n", ("branding", "title"), "'branding' is an alias"),
        ("name: finance\nbranding: x\n", ("branding", "title"), "'branding' is no mapping"),
        ("name: legal\n", ("title",), "no document experience.finance"),
    ],
)
def test_what_cannot_be_changed_alone_is_not_changed(text: str, path: tuple[str, ...], why: str) -> None:
    """A value that others share by an alias, and a path that leads nowhere, are refused."""
    with pytest.raises(NotRewritable, match=why):
        file_of(f"kind: experience\n{text}").with_value(FINANCE, path, "new")


def test_a_member_that_is_an_alias_is_written_out() -> None:
    """A member that is called as the anchor is another one."""
    text = "kind: experience\nname: finance\ntags: {x: &legal sales}\nprincipals: [*legal]\n"
    assert file_of(text).with_value(FINANCE, ("principals",), ["legal", "sales"]).text == text.replace(
        "[*legal]", "[legal, sales]"
    )


def test_a_document_that_is_there_already_is_not_added() -> None:
    """Two documents of one address would be an error in the next plan."""
    with pytest.raises(NotRewritable, match="is stated twice"):
        file_of(FILE).with_documents("kind: experience\nname: finance\n")


def test_a_text_that_is_not_valid_is_not_opened() -> None:
    """The problems are those that validate shows."""
    with pytest.raises(InvalidInput) as raised:
        file_of("kind: experience\nname: [\n")
    assert [problem.code for problem in raised.value.problems] == ["not-yaml"]


def test_a_text_with_a_directive_is_not_opened() -> None:
    """A directive says how the rest is to be read, which rewriting does not know."""
    with pytest.raises(NotRewritable, match="% directive"):
        file_of("%YAML 1.1\n---\nkind: experience\nname: finance\n")


def test_line_endings_stay_and_a_byte_order_mark_goes() -> None:
    """The first line decides; the last line gets an ending."""
    file = file_of("\ufeffkind: experience\r\nname: finance\r\ntitle: x")
    assert file.with_value(FINANCE, ("title",), "z").data == b"kind: experience\r\nname: finance\r\ntitle: z\r\n"


def test_a_mapping_is_stated_whole() -> None:
    """Keys that stay keep their places and comments, new ones come last, and a value that is there already stays."""
    text = "kind: endpoint_service\nname: a\ntags:\n  team: x  # who\n  # why\n  cost: y\n"
    file = file_of(text).with_value(Address("endpoint_service", "a"), ("tags",), {"new": "1", "team": "x"})
    assert file.text == 'kind: endpoint_service\nname: a\ntags:\n  team: x  # who\n  new: "1"\n  # why\n'
    bare = file.with_value(Address("endpoint_service", "a"), ("acceptance_required",), value=True)
    assert "name: a\nacceptance_required: true\ntags:" in bare.text


def test_a_banner_of_signs_is_a_comment_like_others() -> None:
    """Reading it takes no longer than reading other comments."""
    banner = "#" * 200
    text = f"kind: experience\nname: finance\nprincipals:\n  - {banner}\n    finance\ntags:\n  - {banner}\n    - - x\n"
    assert file_of(text).text == text


def test_documents_that_are_not_edited_keep_every_byte() -> None:
    """Also documents in brackets, whose spacing would otherwise be set anew, and comments around the markers."""
    text = """\
{kind: product,  name: a,
   id: prod-a}   # in  brackets
# above the marker
---   # beside it

# above b
kind: product
name: b
id: prod-b   # old
---
{ kind: product, name: c, id: prod-c }
...
# below
"""
    changed = file_of(text).with_value(Address("product", "b"), ["id"], "prod-new")
    assert changed.text == text.replace("id: prod-b ", "id: prod-new ")


def test_many_edits_are_proven_together() -> None:
    """The file says all of them: fields set and removed, also several of one document."""
    edits = [
        (FINANCE, ["title"], "New"),
        (FINANCE, ["principals"], None),
        (Address("principal", "legal"), ["id"], "o-x"),
    ]
    changed = file_of(FILE).with_edits(edits)
    assert changed.bodies[FINANCE].keys() == {"title", "products"}
    assert changed.bodies[Address("principal", "legal")] == {"id": "o-x"}
    assert changed.text == FILE.replace("title:  'Finance'", "title: New").replace(
        "principals: [ finance ]   # who\n", ""
    ).replace("  legal:    {id: o-abcdef1234} ", "  legal: {id: o-x} ")
