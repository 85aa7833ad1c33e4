"""AWS's message when it denies a call: the kind of policy that denied it, who can change it, and EC2's encoded part.

The words are those of IAM's guide (Troubleshoot access denied error messages): "with an explicit deny in a TYPE policy"
and "because no TYPE policy allows the ACTION action". A service may say less. EC2 adds an "Encoded authorization
failure message": several hundred characters that only `aws sts decode-authorization-message` can decode.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from .log import Log

DECODE: Final = "aws sts decode-authorization-message"
_READABLY: Final = f"{DECODE} --query DecodedMessage --output text --encoded-message"
_ENCODED: Final = re.compile(r"\s*Encoded authorization failure message:\s*([\w+/=-]+)\.?")
_POLICY: Final = re.compile(
    r"(with an explicit deny in|because no) (?:an? |the )?"
    r"((?:service control|resource control|session|VPC endpoint|resource-based|role trust|identity-based) policy"
    r"|permissions boundary)"
)
_ORGANIZATION: Final = (
    "a {policy} of the organization denies {action} to this account: ask the administrators of AWS Organizations to "
    "change it; no policy of {caller} can allow it"
)
_WHO: Final[Mapping[str, str]] = {
    "service control policy": _ORGANIZATION,
    "resource control policy": _ORGANIZATION,
    "permissions boundary": (
        "the permissions boundary of {caller} does not allow {action}: ask the IAM administrators of that account to "
        "widen it; no other policy can allow it"
    ),
    "session policy": (
        "the session policy of {caller} does not allow {action}: widen it where the session is created (for example in "
        "the inline session policy of a CI action); no other policy can allow it"
    ),
    "VPC endpoint policy": (
        "the call went through a VPC endpoint whose policy does not allow {action}: ask the owner of that endpoint to "
        "change it"
    ),
    "resource-based policy": "the policy of the resource does not allow {action}: ask the owner of the resource",
    "identity-based policy": "a policy of {caller} denies {action}: remove that Deny; no other policy can allow it",
}


@dataclass(frozen=True, slots=True)
class Denial:
    """AWS's *message* without its *encoded* part; *policy* is the kind of policy that denied, empty when not stated.

    *explicit* is true for a Deny and false for a missing Allow.
    """

    message: str
    encoded: str = ""
    policy: str = ""
    explicit: bool = False

    @classmethod
    def read(cls, message: str) -> "Denial":
        """Parse AWS's *message*."""
        encoded, policy = _ENCODED.search(message), _POLICY.search(message)
        return cls(
            message=_ENCODED.sub("", message),
            encoded=encoded[1] if encoded else "",
            policy=policy[2] if policy else "",
            explicit=policy is not None and policy[1].startswith("with"),
        )

    @property
    def remedy(self) -> str:
        """Return who can lift the denial and how, as a format string with {policy}, {action} and {caller}.

        It is empty when an identity-based policy lacks an Allow: the general hint covers that.
        """
        wants_allow = self.policy == "identity-based policy" and not self.explicit
        return "" if wants_allow else _WHO.get(self.policy, "")


class Encoded:
    """Logs EC2's encoded part of a denial with the command that decodes it: it is too long for an error message.

    It is registered for botocore's event `after-call`, which is also emitted when AWS answers with an error.
    """

    def __init__(self, log: Log) -> None:
        """Write to *log*, one line for each denial."""
        self._log = log

    def __call__(self, parsed: Mapping[str, Any], model: Any, **_: Any) -> None:  # noqa: ANN401 - botocore's own
        """Log the encoded part of the error in *parsed*, if there is one."""
        encoded = Denial.read(str(parsed.get("Error", {}).get("Message", ""))).encoded
        if encoded:
            call = f"{model.service_model.service_name}:{model.name}"
            self._log.call(f"{call}: to decode the reason of AWS: {_READABLY} {encoded}")
