"""Recipients are ARNs or URLs; a URL is a secret, and the environment may hold it."""

import re

import pytest

from reconciler.errors import InvalidInput
from reconciler.recipients import Channel, check_recipient, read_recipient

TOPIC = "arn:aws:sns:us-east-1:111111111111:drift"
BUS = "arn:aws-cn:events:cn-north-1:222222222222:event-bus/ops"
HOOK = "https://hooks.example.com/services/T00/s3cret"


@pytest.mark.parametrize(
    ("text", "channel", "shown", "region", "account"),
    [
        (TOPIC, Channel.TOPIC, f"SNS topic {TOPIC}", "us-east-1", "111111111111"),
        (BUS, Channel.BUS, f"EventBridge bus {BUS}", "cn-north-1", "222222222222"),
        (HOOK, Channel.WEBHOOK, "webhook hooks.example.com", "", ""),
        ("HTTPS://Hooks.Example.com:8443/x", Channel.WEBHOOK, "webhook hooks.example.com", "", ""),
        ("http://localhost:8080/x", Channel.WEBHOOK, "webhook localhost", "", ""),
        ("http://[::1]:8080/x", Channel.WEBHOOK, "webhook ::1", "", ""),
    ],
)
def test_a_recipient_has_its_region_and_account_from_its_arn(
    text: str, channel: Channel, shown: str, region: str, account: str
) -> None:
    """Outputs name an ARN whole, of any partition, and of a URL only the host."""
    found = read_recipient(text, {})
    assert (found.channel, str(found), found.region, found.account) == (channel, shown, region, account)


def test_a_fifo_topic_is_ordered() -> None:
    """Messages to it have a group, others have none."""
    assert [read_recipient(text, {}).ordered for text in (f"{TOPIC}.fifo", TOPIC, HOOK)] == [True, False, False]


@pytest.mark.parametrize(
    ("written", "environment"),
    [
        ("${HOOK}", {"HOOK": HOOK}),
        ("${HOOK}", {"HOOK": f" {HOOK}\n"}),
        ("https://hooks.example.com/services/${TEAM}/${KEY}", {"TEAM": "T00", "KEY": "s3cret"}),
    ],
)
def test_a_variable_holds_a_url_or_a_part_of_it(written: str, environment: dict[str, str]) -> None:
    """Blanks and line ends around a value are no part of it."""
    assert read_recipient(written, environment) == read_recipient(HOOK, {})


@pytest.mark.parametrize(
    ("environment", "said"),
    [({}, "the environment variable HOOK is not set"), ({"HOOK": "\n"}, "the environment variable HOOK is empty")],
)
def test_a_missing_variable_is_named(environment: dict[str, str], said: str) -> None:
    """The message names the variable, and nothing of the rest."""
    with pytest.raises(InvalidInput) as caught:
        read_recipient("https://hooks.example.com/s3cret/${HOOK}", environment)
    assert (caught.value.message, caught.value.hint) == (said, "set it where reconciler runs")


BAD = {
    "hooks.example.com/s3cret": "it is neither ARN nor URL",
    "https://hooks.example.com/s3cret/${HOOK": "a ${ in it has no }",
    "https://hooks.example.com/${A}s3cret/${HOOK": "a ${ in it has no }",
    "ftp://hooks.example.com/s3cret": "it is neither ARN nor URL",
    "https://hooks.example.com/s3 cret": "it is neither ARN nor URL",
    "https://hooks.example.com/s3cret\x1b[2J": "it is neither ARN nor URL",
    "": "it is neither ARN nor URL",
    "https://me:s3cret@hooks.example.com/": "the URL has a user name or a password in it",
    "https://s3cret@hooks.example.com/": "the URL has a user name or a password in it",
    "http://hooks.example.com/s3cret": "the URL begins with http: others could read the secret in it",
    "http://127.0.0.1.example.com/s3cret": "the URL begins with http: others could read the secret in it",
    "https:///s3cret": "the URL has no valid host and port",
    "https://hooks.example.com:s3cret/": "the URL has no valid host and port",
    "https://[s3cret/": "the URL has no valid host and port",
    "${s3cret/}": "what stands in ${…} is no name of an environment variable",
    "arn:aws:sqs:us-east-1:111111111111:q": "'arn:aws:sqs:us-east-1:111111111111:q' is no ARN of a topic or bus",
    "arn:aws:https://hooks.example.com/s3cret": "it is neither ARN nor URL",
    "arn:aws:sns:useast1:111111111111:drift": "the ARN names useast1, which is no AWS region",
    "arn:aws:sns:cn-north-1:111111111111:drift": ("the ARN is of partition aws, and its region cn-north-1 of aws-cn"),
}


@pytest.mark.parametrize(("text", "said"), BAD.items())
def test_a_recipient_that_cannot_be_told_is_refused(text: str, said: str) -> None:
    """The message says why, and quotes nothing of what might be a URL; settings are checked the same way."""
    for refuse in (lambda: read_recipient(text, {}), lambda: check_recipient(text)):
        with pytest.raises(InvalidInput) as caught:
            refuse()
        assert caught.value.message == said
        assert "s3cret" not in f"{caught.value.message} {caught.value.hint} {caught.value.__context__!r}"


def test_the_secret_of_a_recipient_is_in_no_form_of_it() -> None:
    """Neither its text nor its representation has the URL, and the fingerprint is a hash."""
    found = read_recipient(HOOK, {})
    assert "s3cret" not in f"{found} {found!r} {found.fingerprint}"
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", found.fingerprint)
