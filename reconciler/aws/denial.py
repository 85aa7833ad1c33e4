"""What AWS says when it denies a call: which kind of policy did it, who can change that, and the part that is encoded.

The words are those of IAM's guide (Troubleshoot access denied error messages): "with an explicit deny in a TYPE policy"
and "because no TYPE policy allows the ACTION action"; a service may say less. What is encoded is EC2's (Encoded
authorization failure message): several hundred characters that only `aws sts decode-authorization-message` can read.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

DECODE: Final = "aws sts decode-authorization-message"
_READABLY: Final = f"{DECODE} --query DecodedMessage --output text --encoded-message"
_ENCODED: Final = re.compile(r"\s*Encoded authorization failure message:\s*([\w+/=-]+)\.?")
_POLICY: Final = re.compile(
    r"(with an explicit deny in|because no) (?:an? |the )?"
    r"((?:service control|resource control|session|VPC endpoint|resource-based|role trust|identity-based) policy"
    r"|permissions boundary)"
)
_ORGANIZATION: Final = (
    "it is a {policy} of the organisation that denies {action} to this account: ask who administers AWS Organizations "
    "to change it; no policy of {caller} can allow it"
)
_WHO: Final[Mapping[str, str]] = {
    "service control policy": _ORGANIZATION,
    "resource control policy": _ORGANIZATION,
    "permissions boundary": (
        "the permissions boundary of {caller} does not let {action} pass: ask who administers IAM in that account to "
        "widen it; no other policy can allow it"
    ),
    "session policy": (
        "the session of {caller} began with a policy that does not let {action} pass: widen that one where the session "
        "begins (a CI action's inline session policy, for one); no other policy can allow it"
    ),
    "VPC endpoint policy": (
        "the call went through a VPC endpoint whose policy does not let {action} pass: ask who owns that endpoint to "
        "change it"
    ),
    "resource-based policy": "the policy of the resource does not let {action} pass: ask who owns the resource",
    "identity-based policy": "a policy of {caller} denies {action}: take that Deny out; no other policy can allow it",
}


@dataclass(frozen=True, slots=True)
class Denial:
    """AWS's *message* without what is *encoded*; *policy* is the kind that denied, where it says so.

    *explicit* tells a Deny from the lack of an Allow.
    """

    message: str
    encoded: str = ""
    policy: str = ""
    explicit: bool = False

    @classmethod
    def read(cls, message: str) -> "Denial":
        """Take AWS's *message* apart."""
        encoded, policy = _ENCODED.search(message), _POLICY.search(message)
        return cls(
            message=_ENCODED.sub("", message),
            encoded=encoded[1] if encoded else "",
            policy=policy[2] if policy else "",
            explicit=policy is not None and policy[1].startswith("with"),
        )

    @property
    def remedy(self) -> str:
        """Return who can change it and how, with places for {policy}, {action} and {caller}; empty for a lack of Allow.

        An Allow that is missing in a policy of the caller is everybody's first guess.
        """
        wants_allow = self.policy == "identity-based policy" and not self.explicit
        return "" if wants_allow else _WHO.get(self.policy, "")


Log = Callable[[str], None]
"""Hears one line, which is for those who ask for more (-v)."""


def unheard(_line: str) -> None:
    """Be a log that nobody reads."""


class Encoded:
    """Writes down what EC2 has encoded of a denial, ready to be decoded; messages are too short for it.

    Registered for botocore's event `after-call`, which errors that AWS answered have, too.
    """

    def __init__(self, log: Log) -> None:
        """Write to *log*, one line for each denial."""
        self._log = log

    def __call__(self, parsed: Mapping[str, Any], model: Any, **_: Any) -> None:  # noqa: ANN401 - botocore's own
        """Write down what the error in *parsed*, if it is one, has encoded."""
        encoded = Denial.read(str(parsed.get("Error", {}).get("Message", ""))).encoded
        if encoded:
            call = f"{model.service_model.service_name}:{model.name}"
            self._log(f"{call}: to read why AWS denied it: {_READABLY} {encoded}")
