"""Those whom `drift --notify` tells: topics of SNS, buses of EventBridge, and webhooks.

A URL is a secret: whoever knows it can write into a channel. `${NAME}` in it is taken from the environment. No message
here quotes a recipient that might be a URL; outputs name only its host.

Example: `https://hooks.example.com/${HOOK}` with HOOK=x1 is the webhook https://hooks.example.com/x1, and outputs name
it "webhook hooks.example.com".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from ipaddress import ip_address
from typing import Final, NoReturn
from urllib.parse import SplitResult, urlsplit

from .errors import InvalidInput
from .regions import is_region, partition_of

_TOPIC: Final = re.compile(r"arn:(aws[a-z-]*):sns:([a-z0-9-]+):([0-9]{12}):[A-Za-z0-9_-]{1,256}(?:\.fifo)?")
_BUS: Final = re.compile(r"arn:(aws[a-z-]*):events:([a-z0-9-]+):([0-9]{12}):event-bus/[A-Za-z0-9_./-]{1,256}")
_URL: Final = re.compile(r"https?://[!-~]+", re.IGNORECASE)
_VARIABLE: Final = re.compile(r"\$\{([^}]*)\}")
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_FORMS: Final = "use the ARN of an SNS topic or of an EventBridge bus, or a URL: https://…"
_FIFO: Final = ".fifo"


class Channel(StrEnum):
    """The way on which a recipient is told, in the words of messages."""

    TOPIC = "SNS topic"
    BUS = "EventBridge bus"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One recipient; *address* is an ARN, or a URL, which is a secret."""

    channel: Channel
    address: str = field(repr=False)

    def __str__(self) -> str:
        """Return the recipient as outputs name it: an ARN whole, of a URL only the host."""
        return f"{self.channel} {self._host if self.channel is Channel.WEBHOOK else self.address}"

    @property
    def fingerprint(self) -> str:
        """Return a hash of the address, by which a file can know the recipient without its secret."""
        return f"sha256:{sha256(self.address.encode()).hexdigest()}"

    @property
    def region(self) -> str:
        """Return the region of an ARN; empty for a webhook."""
        return self._part(3)

    @property
    def account(self) -> str:
        """Return the account of an ARN; empty for a webhook."""
        return self._part(4)

    @property
    def ordered(self) -> bool:
        """Tell whether it is a FIFO topic, whose messages have a group and are deduplicated."""
        return self.channel is Channel.TOPIC and self.address.endswith(_FIFO)

    @property
    def local(self) -> bool:
        """Tell whether it is a webhook on this machine."""
        return self.channel is Channel.WEBHOOK and _is_loopback(self._host)

    @property
    def _host(self) -> str:
        return urlsplit(self.address).hostname or ""

    def _part(self, number: int) -> str:
        return "" if self.channel is Channel.WEBHOOK else self.address.split(":")[number]


@dataclass(frozen=True, slots=True)
class Message:
    """What recipients are told. *body* is JSON; *chat* is the same JSON with a text for chat programs.

    *subject* is a line of ASCII. *group* is the same for all messages of one repository, and *token* for all messages
    that say the same of it: a FIFO topic delivers a second one only after five minutes.
    """

    body: str
    chat: str
    subject: str
    group: str
    token: str


def read_recipient(text: str, environment: Mapping[str, str]) -> Recipient:
    """Return the recipient that *text* names, with the variables of the *environment*.

    Raises InvalidInput, whose message names a variable that is missing, and quotes nothing of a URL.
    """
    _check_closed(text)
    whole = _VARIABLE.sub(lambda found: _value(found[1], environment), text).strip()
    for channel, pattern in ((Channel.TOPIC, _TOPIC), (Channel.BUS, _BUS)):
        if found := pattern.fullmatch(whole):
            _check_region(found[1], found[2])
            return Recipient(channel, whole)
    if not _URL.fullmatch(whole):
        raise InvalidInput(_unknown(whole), hint=_FORMS)
    _check_url(whole)
    return Recipient(Channel.WEBHOOK, whole)


def check_recipient(text: str) -> None:
    """Raise InvalidInput if *text* can name no recipient, whatever the environment holds."""
    variables = _VARIABLE.findall(text)
    if not variables:
        read_recipient(text, {})
    _check_closed(text)
    for name in variables:
        _check_name(name)


def _value(name: str, environment: Mapping[str, str]) -> str:
    """Return the value of a variable, without the line end that secrets from files often have."""
    _check_name(name)
    value = environment.get(name, "").strip()
    if not value:
        state = "empty" if name in environment else "not set"
        raise InvalidInput(f"the environment variable {name} is {state}", hint="set it where reconciler runs")
    return value


def _check_closed(text: str) -> None:
    """Raise InvalidInput for a variable without its end: it would be sent to as a part of the URL."""
    if "${" in _VARIABLE.sub("", text):
        raise InvalidInput("a ${ in it has no }", hint="write it as ${DRIFT_HOOK}")


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise InvalidInput(
            "what stands in ${…} is no name of an environment variable", hint="write it as ${DRIFT_HOOK}"
        )


def _unknown(text: str) -> str:
    """Say what is wrong with a text that is neither ARN nor URL; an ARN is quoted, unless a URL is in it."""
    quoted = text.startswith("arn:") and "://" not in text
    return f"{text[:200]!r} is no ARN of a topic or bus" if quoted else "it is neither ARN nor URL"


def _check_region(partition: str, region: str) -> None:
    if not is_region(region):
        raise InvalidInput(f"the ARN names {region}, which is no AWS region", hint="copy the ARN from AWS")
    if partition_of(region) != partition:
        message = f"the ARN is of partition {partition}, and its region {region} of {partition_of(region)}"
        raise InvalidInput(message, hint="copy the ARN from AWS")


def _check_url(url: str) -> None:
    """Raise InvalidInput for a URL that cannot be called safely; the message quotes nothing of it."""
    parts = _split(url)
    if parts.username is not None or parts.password is not None:
        _refuse("the URL has a user name or a password in it", "put the secret into its path, as webhooks do")
    if parts.scheme == "http" and not _is_loopback(parts.hostname or ""):
        _refuse("the URL begins with http: others could read the secret in it", "use https")


def _split(url: str) -> SplitResult:
    """Return the parts of *url*; Python's own messages would quote it."""
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable, parts = False, SplitResult("", "", "", "", "")
    if not usable:
        _refuse("the URL has no valid host and port", "copy it again")
    return parts


def _refuse(message: str, hint: str) -> NoReturn:
    raise InvalidInput(message, hint=hint)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
