"""Which call was made, and with whose credentials: how messages name both."""

from dataclasses import dataclass

from .calls import CREDENTIALS


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose credentials make the calls, as the configuration names them; nothing secret.

    *profile* is None when none was chosen, *role* the ARN of the role that the settings tell to assume. *ca_bundle* is
    the file of certificates that AWS's is checked against, None for those that botocore brings.
    """

    profile: str | None = None
    role: str | None = None
    ca_bundle: str | None = None

    def __str__(self) -> str:
        """Name the caller in a message."""
        profile = f"profile {self.profile}" if self.profile else "the default credentials"
        return f"role {self.role}, assumed by {profile}" if self.role else profile

    @property
    def login(self) -> str:
        """Give the command that renews the credentials of a person."""
        return f"aws sso login{self.chosen}"

    @property
    def chosen(self) -> str:
        """Return what a command of the AWS CLI says of the profile; empty for the default one."""
        return f" --profile {self.profile}" if self.profile else ""

    @property
    def configured(self) -> str:
        """Name the profile in a message."""
        return f"profile {self.profile}" if self.profile else "the default profile"


@dataclass(frozen=True, slots=True)
class ApiCall:
    """One API call: `service:Operation`, and what messages add to it where several accounts or regions are asked."""

    service: str
    operation: str
    caller: Caller = Caller()
    where: str = ""

    def __str__(self) -> str:
        """Name the call as the lists of calls do."""
        return f"{self.service}:{self.operation}"

    @property
    def told(self) -> str:
        """Name the call in a message."""
        return f"{self} {self.where}".rstrip()

    def blamed(self, error: Exception) -> "ApiCall":
        """Name the call that failed: before this one, botocore may have made another to obtain credentials."""
        operation = getattr(error, "operation_name", self.operation)
        found = next((call for call in CREDENTIALS if call.endswith(f":{operation}")), None)
        return ApiCall(found.partition(":")[0], operation, self.caller) if found else self
