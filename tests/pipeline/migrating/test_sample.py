"""Reading the files of AWS's sample: places, faults, and the order of the commands."""

import codecs

import pytest

from reconciler.pipeline.migrating.sample import MOST_BYTES, SampleFile, read_sample
from tests.pipeline.migrating.buckets import file, sample

FIFTY_ONE = [f"prod-{number:04}" for number in range(51)]


@pytest.mark.parametrize(
    ("text", "place", "why"),
    [
        ('{\n "Name": "Legal",\n "AllowProducts": ["prod-a"],\n "Status": "Enabled\n}', "4:20", "a text is not closed"),
        ('{"Name": "A" "Status": "Enabled"}', "1:14", "a comma is missing"),
        ('{"Name": }', "1:10", "a value is missing"),
        ("{Name: 1}", "1:2", "a key in double quotes is missing"),
        ('{"Name": "A"}\n{}', "2:1", "something follows the object"),
        ("", "1:1", "a value is missing"),
    ],
)
def test_what_is_not_json_is_told_with_its_place(text: str, place: str, why: str) -> None:
    """The sample's function stops at such a file; the import goes on."""
    (unread,) = sample({"Experience_Legal#1.json": text}).unread
    assert (unread.place, unread.why) == (f"Experience_Legal#1.json:{place}", f"is not JSON ({why})")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"[]", "is not an object: the sample needs {…}"),
        (b"null", "is not an object: the sample needs {…}"),
        (b'{"Name": "\xff"}', "is not text in UTF-8, UTF-16 or UTF-32"),
        (b"[" * 200_000, "is JSON with a number or a nesting that no program reads"),
        (b'{"Name": %s}' % (b"9" * 5000), "is JSON with a number or a nesting that no program reads"),
        (b" " * (MOST_BYTES + 1), "has more than 1,048,576 bytes"),
        (None, "has more than 1,048,576 bytes"),
    ],
)
def test_data_that_no_sample_can_use_is_told(data: bytes | None, why: str) -> None:
    """Nothing is raised, whatever the file holds."""
    (unread,) = read_sample([SampleFile("STATUS_Experience_A", data)]).unread
    assert unread.why == why


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_an_encoding_that_the_sample_detects_is_read(encoding: str) -> None:
    """The sample's function gives the bytes to `json.loads`."""
    data = codecs.encode('{"Name": "A"}', encoding)
    (command,) = read_sample([SampleFile("Experience_A#1.json", data)]).commands["A"]
    assert command.title == "A"


def test_the_name_of_a_file_that_cannot_be_read_is_told_if_it_is_there() -> None:
    """It says which experience to look for."""
    (unread,) = sample({"Experience_Legal#1.json": '{\n "Name": "Legal",\n "Status": "Enabled\n}'}).unread
    assert unread.title == "Legal"


@pytest.mark.parametrize(
    ("command", "place", "fault"),
    [
        ({}, "1:1", "it has no Name, without which the sample's function stops"),
        ({"Name": 7}, "1:10", "it has no Name, without which the sample's function stops"),
        (
            {"Name": "A", "Status": "enabled"},
            "1:25",
            "Status is 'enabled', and AWS takes only Enabled or Disabled",
        ),
        (
            {"Name": "A", "PolicyResourceRequests": True},
            "1:41",
            "PolicyResourceRequests is 'True', and AWS takes only Allow or Deny",
        ),
        (
            {"Name": "A", "AllowProducts": "prod-a"},
            "1:32",
            "AllowProducts is not a list of texts, and AWS takes nothing else",
        ),
        (
            {"Name": "A", "DenyProducts": ["prod-a", 1]},
            "1:31",
            "DenyProducts is not a list of texts, and AWS takes nothing else",
        ),
        (
            {"Name": "A", "AllowProducts": FIFTY_ONE},
            "1:32",
            "AllowProducts has 51 entries, and AWS takes 50 in one change",
        ),
        (
            {"Name": "A", "AllowProducts": ["prod-a", "prod-a"]},
            "1:33",
            "AllowProducts has 'prod-a' 2 times, and AWS takes each id once",
        ),
        (
            {"Name": "A", "AssociatePrincipals": ["o-abcdef1234", "ou-marketing"]},
            "1:55",
            "'ou-marketing' is not an id of an organization, a unit or an account, so AWS refused the whole change set",
        ),
    ],
)
def test_what_aws_refuses_whatever_it_had_is_told(command: dict[str, object], place: str, fault: str) -> None:
    """The change set of such a file failed as a whole."""
    (found,) = sample({"Experience_A#1.json": command}).commands["A"]
    assert [(one.text, one.place) for one in found.faults] == [(fault, f"Experience_A#1.json:{place}")]


@pytest.mark.parametrize(
    ("command", "remark"),
    [
        ({"Name": "A "}, "the Name 'A ' begins or ends with a blank"),
        ({"Name": "A", "Title": "B"}, "the sample knows no field 'Title' and ignored it"),
        (
            {"Name": "A", "AllowProducts": ["prodview-a"]},
            "'prodview-a': prodview-… is the product's page; its id is mostly prod-… or hexadecimal",
        ),
        (
            {"Name": "A", "AllowProducts": ["prod-a"], "DenyProducts": ["prod-a"]},
            "'prod-a' is in AllowProducts and in DenyProducts: what AWS makes of that is not documented",
        ),
    ],
)
def test_what_is_odd_about_a_command_is_told(command: dict[str, object], remark: str) -> None:
    """It may have succeeded all the same."""
    (found,) = sample({"Experience_A#1.json": command}).commands["A"]
    assert (found.faults, [one.text for one in found.remarks]) == ((), [remark])


def test_the_ids_of_the_walk_through_are_no_fault() -> None:
    """AWS's own article has ids with 11 digits at the end."""
    command = {"Name": "A", "AllowProducts": ["12345678-0123-4567-abcd-43176543210"]}
    (found,) = sample({"Experience_A#1.json": command}).commands["A"]
    assert (found.faults, found.remarks) == ((), ())


def test_a_bucket_orders_commands_by_their_uploads() -> None:
    """The version in a name is free text."""
    found = read_sample([file("Experience_A#1.json", {"Name": "A"}, 3), file("Experience_A#2.json", {"Name": "A"}, 2)])
    assert [one.file for one in found.commands["A"]] == ["Experience_A#2.json", "Experience_A#1.json"]
    assert found.ordered_by_time


def test_a_copy_orders_commands_by_the_numbers_in_their_versions() -> None:
    """A copy does not keep when a file was uploaded; as text, 1_10 would be before 1_9."""
    found = sample({"Experience_A#1_10.json": {"Name": "A"}, "Experience_A#1_9.json": {"Name": "A"}})
    assert [one.key.version for one in found.commands["A"]] == ["1_9", "1_10"]
    assert not found.ordered_by_time
