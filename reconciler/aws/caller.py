"""The call that was made and the credentials that made it, as messages name them."""

from dataclasses import dataclass
from typing import Final

from .calls import CREDENTIALS

PLANNING: Final = "reconciler"
"""The name of the sessions of assumed roles, with clients that cannot write."""
APPLYING: Final = "reconciler-apply"
"""The same with clients that can: a role may allow only sessions of this name to write (condition key `aws:userid`)."""


@dataclass(frozen=True, slots=True)
class Caller:
    """The credentials that make the calls, as the configuration names them. It holds no secret.

    *profile* is None when none was chosen. *role* is the ARN of the role that the settings say to assume. *ca_bundle*
    is the file of trusted certificates, None for the file that comes with botocore. *session_name* is the name of the
    sessions of roles that reconciler assumes.
    """

    profile: str | None = None
    role: str | None = None
    ca_bundle: str | None = None
    session_name: str = PLANNING

    def __str__(self) -> str:
        """Return the name of the caller for messages."""
        profile = f"profile {self.profile}" if self.profile else "the default credentials"
        return f"role {self.role}, assumed by {profile}" if self.role else profile

    @property
    def login(self) -> str:
        """Return the command by which a user renews the credentials."""
        return f"aws sso login{self.chosen}"

    @property
    def chosen(self) -> str:
        """Return the profile as an option of the AWS CLI; empty for the default profile."""
        return f" --profile {self.profile}" if self.profile else ""

    @property
    def configured(self) -> str:
        """Return the name of the profile for messages."""
        return f"profile {self.profile}" if self.profile else "the default profile"


@dataclass(frozen=True, slots=True)
class ApiCall:
    """One API call, `service:Operation`; *where* is the account and region that messages add when there are several.

    *request_id* is AWS's id of the request, once it has answered.
    """

    service: str
    operation: str
    caller: Caller = Caller()
    where: str = ""
    request_id: str | None = None

    def __str__(self) -> str:
        """Return `service:Operation`, the key of `CallList`."""
        return f"{self.service}:{self.operation}"

    @property
    def told(self) -> str:
        """Return the call for messages, with its account and region where there are several."""
        return f"{self} {self.where}".rstrip()

    def blamed(self, error: Exception) -> "ApiCall":
        """Return the call that failed with *error*: this one, or a call of botocore to obtain credentials for it."""
        operation = getattr(error, "operation_name", self.operation)
        found = next((call for call in CREDENTIALS if call.endswith(f":{operation}")), None)
        return ApiCall(found.partition(":")[0], operation, self.caller) if found else self
