"""The twin answers every request as AWS would: at once, and never with HTTP 500."""

import json
from collections.abc import Iterator

import boto3
import pytest
from botocore.exceptions import ClientError

from reconciler.twin.twin import Twin
from tests.twin.raw import FORM, JSON, Line, authorization, line
from tests.twin.worlds import LIVE

pytestmark = pytest.mark.usefixtures("over_http")

CHANGE = {"ChangeType": "UpdateExperience", "Entity": {"Type": "Experience@1.0", "Identifier": LIVE}}
LIST = {"Catalog": "AWSMarketplace", "EntityType": "Experience"}
NO_JSON = ["[" * 100_000, '{"a":' * 500 + "1" + "}" * 500, '{"a": "\\ud800"}', "[]", "NaN", "{"]


@pytest.fixture
def raw(twin: Twin) -> Iterator[Line]:
    """A connection to the small organization."""
    with line(twin) as found:
        yield found


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({}, "MissingAuthenticationToken"),
        ({"Authorization": "Bearer abc"}, "IncompleteSignature"),
        ({"Authorization": "AWS AKIATWIN111111111111:c2ln"}, "IncompleteSignature"),
        ({"Authorization": "AWS4-HMAC-SHA256"}, "IncompleteSignature"),
        ({"Authorization": "AWS4-HMAC-SHA256 Credential=AKIATWIN111111111111"}, "IncompleteSignature"),
        ({"Authorization": authorization("sts").replace("/aws4_request", "")}, "IncompleteSignature"),
    ],
)
def test_a_request_that_is_not_signed_for_aws_is_403(raw: Line, header: dict[str, str], code: str) -> None:
    """There is no Authorization, or one that is not Signature Version 4; the answer is JSON or XML."""
    target = {"X-Amz-Target": "AWSOrganizationsV20161128.ListRoots", "Content-Type": JSON}
    in_json = raw.send("/", "{}", target | header)
    in_xml = raw.send("/", "Action=GetCallerIdentity&Version=2011-06-15", {"Content-Type": FORM} | header)
    assert [(answer.status, answer.code) for answer in (in_json, in_xml)] == [(403, code), (403, code)]


def test_operations_without_signature_are_answered(raw: Line) -> None:
    """STS trades a web identity token for credentials, so the caller has none before."""
    body = (
        "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn:aws:iam::111111111111:role/ci"
        "&RoleSessionName=ci&WebIdentityToken=token"
    )
    assert raw.send("/", body, {"Content-Type": FORM}).status == 200


@pytest.mark.parametrize("body", [b'{"Catalog": "\xff"}', *map(str.encode, NO_JSON)])
def test_a_body_that_is_not_json_is_refused(raw: Line, body: bytes) -> None:
    """The body is not UTF-8, not an object, too deep or cut short, or has half a character or a number like NaN."""
    catalog, organizations = raw.catalog("ListEntities", body), raw.organizations("ListRoots", body)
    assert (catalog.status, catalog.code) == (422, "ValidationException")
    assert (organizations.status, organizations.code) == (400, "SerializationException")


@pytest.mark.parametrize("details", ["[" * 10_000, *NO_JSON[1:-1], '{"a"'])
def test_details_that_are_not_json_are_refused(raw: Line, details: str) -> None:
    """Details are JSON inside a text in JSON, and as untrusted as the outer JSON."""
    sent = {"Catalog": "AWSMarketplace", "ChangeSet": [{**CHANGE, "Details": details}]}
    answer = raw.catalog("StartChangeSet", json.dumps(sent))
    assert (answer.status, answer.code) == (422, "ValidationException")
    assert "Document not valid JSON format" in answer.text


@pytest.mark.parametrize(
    ("service", "action"),
    [
        ("iam", b"ListRoles"),
        ("sts", b"GetCallerIdentity"),
        ("elasticloadbalancing", b"DescribeLoadBalancers"),
        ("ec2", b"DescribeVpcEndpointServices"),
    ],
)
@pytest.mark.parametrize("text", [b"\xff", b"%ff"])
def test_a_form_that_is_not_utf8_is_refused(raw: Line, service: str, action: bytes, text: bytes) -> None:
    """The form is not UTF-8, before or after it is unescaped."""
    answer = raw.query(service, b"Action=" + action + b"&Name=" + text)
    assert (answer.status, answer.code) == (400, "MalformedQueryString")


@pytest.mark.parametrize("number", ["1", 1.5, True, {}, [1]])
def test_max_results_is_a_whole_number(raw: Line, number: object) -> None:
    """Each service refuses it with its own error."""
    catalog = raw.catalog("ListEntities", json.dumps({**LIST, "MaxResults": number}))
    organizations = raw.organizations("ListAccounts", json.dumps({"MaxResults": number}))
    assert (catalog.status, catalog.code) == (422, "ValidationException")
    assert (organizations.status, organizations.code) == (400, "SerializationException")
    assert "'MaxResults' failed to satisfy constraint: expected integer" in organizations.text


def test_max_results_of_a_form_is_a_whole_number(raw: Line) -> None:
    """EC2 names the parameter and its value."""
    ec2 = raw.query("ec2", b"Action=DescribeVpcEndpointServiceConfigurations&MaxResults=ten")
    assert (ec2.status, ec2.code) == (400, "InvalidParameterValue")
    assert "Value (ten) for parameter MaxResults is invalid. Expected integer" in ec2.text
    iam = raw.query("iam", b"Action=ListRoles&MaxItems=ten")
    assert (iam.status, iam.code) == (400, "ValidationError")


@pytest.mark.parametrize("number", [0, 21, 10**30])
def test_a_page_of_organizations_has_at_most_twenty_items(raw: Line, number: int) -> None:
    """Every list refuses it; null counts as left out."""
    assert raw.organizations("ListAccounts", json.dumps({"MaxResults": number})).code == "InvalidInputException"
    assert raw.organizations("ListAccounts", '{"MaxResults": null}').status == 200


@pytest.mark.parametrize(
    ("operation", "body", "code", "text"),
    [
        ("DescribeAccount", "{}", "InvalidInputException", "include a value for all required parameters: AccountId"),
        ("DescribeAccount", '{"AccountId": null}', "InvalidInputException", "required parameters: AccountId"),
        ("DescribeAccount", '{"AccountId": 1}', "SerializationException", "Value at 'AccountId' failed"),
        ("ListChildren", '{"ParentId": ["r-1"], "ChildType": "ACCOUNT"}', "SerializationException", "'ParentId'"),
        ("CreateAccount", '{"Email": "a@b.c", "AccountName": "A", "Tags": [{"Key": 1, "Value": ""}]}',
         "SerializationException", "'Tags[0].Key'"),
        ("CreateAccount", '{"Email": "a@b.c", "AccountName": "A", "Tags": [{"Value": ""}]}',
         "InvalidInputException", "Tags[0].Key"),
        ("ListAccounts", '{"NextToken": "LTU="}', "InvalidInputException", "You specified an invalid value."),
    ],
)  # fmt: skip
def test_a_missing_or_mistyped_member_of_organizations_is_named(
    raw: Line, operation: str, body: str, code: str, text: str
) -> None:
    """The answer names the member, however deep it is."""
    answer = raw.organizations(operation, body)
    assert (answer.status, answer.code) == (400, code)
    assert text in answer.text


@pytest.mark.parametrize("child", ["999999999999", "1234567890123", "ou-abcd-unknown1", "r-abcd", "x"])
def test_parents_of_an_unknown_child_are_refused(raw: Line, child: str) -> None:
    """Organizations API reference, ListParents: ChildNotFoundException; a root has no parent and is not a child."""
    answer = raw.organizations("ListParents", json.dumps({"ChildId": child}))
    assert (answer.status, answer.code) == (400, "ChildNotFoundException")


def test_the_root_is_not_an_organizational_unit(raw: Line) -> None:
    """Moto would describe it as an OU without members."""
    answer = raw.organizations("DescribeOrganizationalUnit", '{"OrganizationalUnitId": "r-abcd"}')
    assert answer.code == "OrganizationalUnitNotFoundException"


def test_an_unknown_operation_is_one_clear_error(raw: Line) -> None:
    """The operation may be of a service of the twin, of a service that only AWS has, or of an unknown service."""
    asked = {
        raw.organizations("EnableAllFeatures"): (400, "UnknownOperationException"),
        raw.organizations("MakeCoffee"): (400, "UnknownOperationException"),
        raw.query("iam", b"Action=ListDelegationRequests"): (400, "InvalidAction"),
        raw.query("ec2", b"Action=MakeCoffee"): (400, "InvalidAction"),
        raw.query("sts", b"Colour=red"): (400, "InvalidAction"),
        raw.catalog("GetResourcePolicy", "{}"): (404, "UnknownOperationException"),
        raw.send("/", "{}", {"Authorization": authorization("nosuch"), "Content-Type": JSON}):
            (404, "UnknownOperationException"),
    }  # fmt: skip
    assert {answer: (answer.status, answer.code) for answer in asked} == asked
    assert all("The twin does not have " in answer.text for answer in asked)


def test_no_sdk_retries_what_the_twin_lacks(twin: Twin) -> None:
    """With boto3's own retries the error comes at once, and names what is lacking."""
    organizations = boto3.client(
        "organizations",
        endpoint_url=twin.endpoint,
        region_name="us-east-1",
        aws_access_key_id="AKIATWIN111111111111",
        aws_secret_access_key="twin",
    )
    with pytest.raises(ClientError, match="The twin does not have the operation EnableAllFeatures of organizations"):
        organizations.enable_all_features()
    assert twin.calls.operations() == {"EnableAllFeatures": 1}


def test_a_region_that_does_not_exist_is_named(twin: Twin) -> None:
    """AWS has no host for it; the twin has one address for all regions, so it has to say so."""
    ec2 = boto3.client(
        "ec2",
        endpoint_url=twin.endpoint,
        region_name="us-eats-1",
        aws_access_key_id="AKIATWIN222222222222",
        aws_secret_access_key="twin",
    )
    with pytest.raises(ClientError, match="The twin has no region 'us-eats-1'; AWS has no host of such a name"):
        ec2.describe_vpc_endpoint_service_configurations()


def test_the_twin_writes_nothing_to_stdout(raw: Line, capfd: pytest.CaptureFixture[str]) -> None:
    """`twin serve` writes its environment there; moto would print the service that it did not find."""
    raw.send("/", "{}", {"Authorization": authorization("nosuch"), "Content-Type": JSON})
    assert capfd.readouterr().out == ""


def test_a_request_on_which_moto_breaks_is_not_retried(raw: Line, caplog: pytest.LogCaptureFixture) -> None:
    """HTTP 500 would make every SDK wait and retry; the log has the traceback."""
    answer = raw.organizations("ListCreateAccountStatus", '{"NextToken": "no number"}')
    assert (answer.status, answer.code) == (400, "TwinFailure")
    assert "The twin cannot answer ListCreateAccountStatus of organizations; AWS may. ValueError" in answer.text
    assert "Traceback" in caplog.text


def test_an_empty_update_is_refused(raw: Line) -> None:
    """An UpdateExperience that states nothing is refused, in any form (catalog 1.10)."""
    for member, nothing in (("DetailsDocument", {}), ("Details", "{}")):
        sent = {"Catalog": "AWSMarketplace", "ChangeSet": [{**CHANGE, member: nothing}]}
        answer = raw.catalog("StartChangeSet", json.dumps(sent))
        assert (answer.status, answer.code) == (422, "ValidationException")
        assert "UpdateExperience.Details: must not be empty" in answer.text
