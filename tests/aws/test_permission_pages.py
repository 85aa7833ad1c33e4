import re
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

import pytest
from botocore.parsers import ResponseParserError, ResponseParserFactory
from botocore.session import get_session
from hypothesis import assume, given
from hypothesis import strategies as st

from reconciler.aws.answer import Columns
from reconciler.aws.permission_pages import FIELDS, PageParser, PageParsers
from tests.aws.watched import Watched

OPERATION = "DescribeVpcEndpointServicePermissions"
NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/"
SHAPES = {
    name: get_session().get_service_model("ec2").operation_model(name).output_shape
    for name in (OPERATION, "DescribeVpcEndpointConnections")
}
Item = list[tuple[str, str]]


def response(body: str | bytes, status: int = 200) -> dict[str, Any]:
    """Return an answer as botocore passes it to a parser."""
    data = body if isinstance(body, bytes) else body.encode()
    return {"body": data, "headers": {"Content-Type": "text/xml"}, "status_code": status}


def permission(number: int) -> Item:
    """Return the fields of one permission in the order of EC2's model."""
    return [
        ("principalType", "Role"),
        ("principal", f"arn:aws:iam::{number:012d}:role/reader+=,.@-_"),
        ("servicePermissionId", f"vpce-svc-perm-{number:017x}"),
        ("tagSet", ""),
        ("serviceId", "vpce-svc-0123456789abcdef0"),
        ("permissionType", "vpc-endpoint"),
    ]


def page(items: list[Item], *, blank: str = "\n    ", around: str = "<requestId>req-1</requestId>") -> str:
    """Return an answer with these permissions."""
    texts = ("".join(f"{blank}<{name}>{text}</{name}>" for name, text in item) for item in items)
    inside = "".join(f"{blank}<item>{text}{blank}</item>" for text in texts)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{OPERATION}Response xmlns="{NAMESPACE}">{blank}{around}{blank}'
        f"<allowedPrincipals>{inside}{blank}</allowedPrincipals>{blank}</{OPERATION}Response>"
    )


def read(parser: Any, body: str | bytes) -> Any:  # noqa: ANN401 - botocore has no types
    """Return the used parts of what a parser returns for a page; text for an error."""
    try:
        found = parser.parse(response(body), SHAPES[OPERATION])
    except ResponseParserError:
        return "no XML"
    told = found.get("AllowedPrincipals")
    items = told.rows() if isinstance(told, Columns) else told
    kept = None if items is None else [{name: _known(item[name]) for name in FIELDS if name in item} for item in items]
    return {**found, "AllowedPrincipals": kept}


def _known(value: object) -> object:
    """Return elements that botocore returns twice in a form that can be compared."""
    return value if isinstance(value, str) else "several"


BOTOCORE = ResponseParserFactory().create_parser("ec2")
FAST = PageParser(BOTOCORE)


@pytest.mark.parametrize("blank", ["", "\n    ", "\r\n\t"])
@pytest.mark.parametrize("count", [0, 1, 68, 1000])
def test_a_page_of_any_length_is_parsed_as_botocore_parses_it(count: int, blank: str) -> None:
    """The result has every principal, the request id, and the token of the next page."""
    around = "<requestId>req-1</requestId><nextToken>a&amp;b</nextToken>"
    body = page([permission(number) for number in range(count)], blank=blank, around=around)
    found = read(FAST, body)
    assert found == read(BOTOCORE, body)
    assert len(found["AllowedPrincipals"]) == count
    assert (found["NextToken"], found["ResponseMetadata"]["RequestId"]) == ("a&b", "req-1")
    assert found["ResponseMetadata"]["HTTPHeaders"] == {"content-type": "text/xml"}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda item: item, id="as in EC2's model"),
        pytest.param(lambda item: item[::-1], id="the other way round"),
        pytest.param(lambda item: [*item, ("grantedBy", "nobody")], id="with a new field"),
        pytest.param(lambda item: [*item, ("granted", "<by>a</by><by>b</by>")], id="with a new structure"),
        pytest.param(lambda item: item[:-1], id="without a type"),
        pytest.param(lambda item: [("tagSet", "<item><key>a</key><value>b</value></item>"), *item[:3]], id="tagged"),
        pytest.param(lambda item: [*item, ("a", "<principal>arn:aws:iam::1:root</principal>")], id="nested namesake"),
    ],
)
def test_botocore_parses_one_item_of_a_page_of_one_form(change: Callable[[Item], Item]) -> None:
    """Whatever the common form of the items, botocore gets the first item and nothing else."""
    watched = Watched()
    body = page([change(permission(number)) for number in range(100)])
    assert read(PageParser(watched), body) == read(BOTOCORE, body)
    assert len(watched.sizes) == 1
    assert watched.sizes[0] < 1500


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ("reader", "r&#101;ader"),
        ("reader", "r<!-- -->eader"),
        ("reader", "<![CDATA[reader]]>"),
        ("reader", "läser"),
        ("<tagSet></tagSet>", "<tagSet/>"),
        ("<tagSet></tagSet>", "<tagSet><item><key>principal</key><value>x</value></item></tagSet>"),
        ("<permissionType>vpc-endpoint</permissionType>", ""),
        ("<permissionType>", "<permissionType><!-- none -->"),
        ("<principalType>", "<principal>*</principal><principalType>"),
        ("<item>", '<item xmlns:a="b" a:c="d">'),
        ("</principal>", "</principal >"),
        ("</principal>", "</princpal>"),
        ("</item>", "</item>and some text"),
        ("<permissionType>", "<?target instruction?><permissionType>"),
        ("</allowedPrincipals>", "</allowedPrincipals><allowedPrincipals/>"),
        ("<allowedPrincipals>", "<!-- <allowedPrincipals> --><allowedPrincipals>"),
        ("<allowedPrincipals>", "<other><allowedPrincipals>"),
        ("<requestId>", "<other><allowedPrincipals></allowedPrincipals></other><requestId>"),
        ("reader", "re]]>ader"),
        ("reader", "re\x00ader"),
        ("</DescribeVpcEndpointServicePermissionsResponse>", ""),
    ],
)
@pytest.mark.parametrize("at", [1, 50, 100])
def test_a_page_with_any_irregularity_is_parsed_as_botocore_parses_it(old: str, new: str, at: int) -> None:
    """The irregularity is in the first, a middle or the last item; invalid XML is invalid for both parsers."""
    body = page([permission(number) for number in range(100)])
    places = [found.start() for found in re.finditer(re.escape(old), body)] if old else [0]
    place = places[min(at, len(places)) - 1]
    spoilt = body[:place] + new + body[place + len(old) :]
    assert read(FAST, spoilt) == read(BOTOCORE, spoilt)


@pytest.mark.parametrize("cut", range(100, 20000, 331))
def test_a_truncated_page_is_invalid_xml(cut: int) -> None:
    """Half a list of principals must not be taken for a list."""
    body = page([permission(number) for number in range(70)]).encode()
    assert cut < len(body)
    assert read(FAST, body[:cut]) == "no XML"


def test_invalid_utf8_is_invalid_xml() -> None:
    """Botocore refuses it as well."""
    body = page([permission(number) for number in range(70)]).encode().replace(b"reader", b"r\xffader")
    assert read(FAST, body) == read(BOTOCORE, body) == "no XML"


ODD = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20).map(escape)
PLAIN = st.text(st.characters(min_codepoint=32, max_codepoint=126, exclude_characters="&<>]"), min_size=1, max_size=20)
PRINCIPAL = st.from_regex(r"arn:aws:iam::[0-9]{12}:(user|role)/[\w+=,.@-]{1,64}", fullmatch=True)
USUAL = {
    "principal": st.sampled_from(["*", "arn:aws:iam::111111111111:root", "a.amazonaws.com", "4"]) | PRINCIPAL,
    "permissionType": st.sampled_from(["vpc-endpoint", "transit-gateway-attachment"]),
}


@st.composite
def items(draw: st.DrawFn) -> list[Item]:
    """Draw permissions of one form, with fields in any order; some have odd texts or another form."""
    others = draw(st.lists(st.sampled_from(["tagSet", "serviceId", "new", "principal", "item"]), max_size=2))
    names = draw(st.permutations(["principal", "permissionType", *others]))[: draw(st.sampled_from([9, 9, 9, 2, 1]))]
    texts = draw(st.sampled_from([PLAIN, PLAIN, PLAIN, ODD]))
    form = st.tuples(*(st.tuples(st.just(name), USUAL.get(name, texts) if texts is PLAIN else texts) for name in names))
    found = draw(st.lists(form.map(list), min_size=1, max_size=8)) * 40
    return draw(st.sampled_from([found, found, found, [*found, [("principal", "another")]]]))


@given(items(), st.sampled_from(["", "\n  "]))
def test_generated_pages_are_parsed_as_botocore_parses_them(found: list[Item], blank: str) -> None:
    """Pages have odd characters, empty texts, repeated or missing elements, and several forms."""
    body = page(found, blank=blank)
    assert read(FAST, body) == read(BOTOCORE, body)


@given(st.integers(1, 1000), st.integers(0, 255), st.data())
def test_a_page_with_any_byte_changed_is_parsed_as_botocore_parses_it(
    count: int, byte: int, data: st.DataObject
) -> None:
    """Both parsers return the same or both refuse."""
    body = bytearray(page([permission(number) for number in range(min(count, 30))]).encode())
    at = data.draw(st.integers(0, len(body) - 1))
    assume(body[at] != byte)
    body[at] = byte
    assert read(FAST, bytes(body)) == read(BOTOCORE, bytes(body))


def test_errors_and_other_operations_are_parsed_by_botocore() -> None:
    """Code, message and request id are unchanged."""
    told = "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors>"
    error = response(f"{told}<RequestID>req-1</RequestID></Response>", 403)
    watched = Watched()
    parser = PageParser(watched)
    assert parser.parse(error, SHAPES[OPERATION])["Error"] == {"Code": "UnauthorizedOperation", "Message": "no"}
    long = page([permission(number) for number in range(100)])
    assert "AllowedPrincipals" not in parser.parse(response(long), SHAPES["DescribeVpcEndpointConnections"])
    assert parser.parse(response(page([])), None)["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert len(watched.sizes) == 3


def test_only_the_parser_of_ec2_is_replaced() -> None:
    """STS and the JSON services are parsed as before."""
    made = {protocol: PageParsers().create_parser(protocol) for protocol in ("ec2", "query", "json", "rest-json")}
    assert [protocol for protocol, parser in made.items() if isinstance(parser, PageParser)] == ["ec2"]
