"""Which part of AWS's sample an object is, as far as its key says."""

import pytest

from reconciler.pipeline.migrating.sample_key import SamplePart, key_of

COMMAND, STATUS, ERROR = SamplePart.COMMAND, SamplePart.STATUS, SamplePart.ERROR


@pytest.mark.parametrize(
    ("name", "part", "short", "version"),
    [
        ("Experience_Default#1_0.json", COMMAND, "Default", "1_0"),
        ("Experience_Default.json", COMMAND, "Default.json", ""),
        ("Experience_A#1#2.json", COMMAND, "A", "1#2"),
        ("Experience_#1.json", COMMAND, "", "1"),
        ("Experience_A", COMMAND, "A", ""),
        ("STATUS_Experience_Default", STATUS, "Default", ""),
        ("STATUS_Experience_Default.json", STATUS, "Default.json", ""),
        ("ERROR_STATUS_Experience_RnD_20240701-101500", ERROR, "RnD", ""),
        ("ERROR_STATUS_Experience_A_20240101-000000_20240701-101500", ERROR, "A_20240101-000000", ""),
    ],
)
def test_a_key_says_the_short_name_as_the_sample_reads_it(name: str, part: str, short: str, version: str) -> None:
    """The short name is what stands before the first `#`; the time of an error is the last one in its key."""
    key = key_of(name)
    assert (key.part, key.short, key.version) == (part, short, version)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("experience_x#1.json", "its key does not begin with Experience_: case counts"),
        ("sub/Experience_X#1.json", "its key begins with the folder sub/, not with Experience_"),
        (
            "ERROR_STATUS_Experience_A",
            "it is not a file of the sample: its key does not begin with Experience_, STATUS_Experience_ or ERROR_",
        ),
        (
            "README.md",
            "it is not a file of the sample: its key does not begin with Experience_, STATUS_Experience_ or ERROR_",
        ),
    ],
)
def test_other_keys_never_triggered_and_say_why(name: str, why: str) -> None:
    """The trigger of the bucket is the prefix `Experience_`."""
    assert (key_of(name).part, key_of(name).why) == (SamplePart.OTHER, why)
