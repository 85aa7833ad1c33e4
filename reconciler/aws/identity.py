"""STS and IAM as the port `Identity`."""

import re
from typing import Final

from reconciler.limits import ACCOUNT_ID_PATTERN

from .lazily import remembered
from .service import Service

_NO_SUCH_ROLE: Final = frozenset({"NoSuchEntity"})


class IdentityApi:
    """Tells which account the credentials belong to; STS is asked once."""

    def __init__(self, *, sts: Service, iam: Service) -> None:
        """Make the calls through the services *sts* and *iam*."""
        self._sts = sts
        self._iam = iam
        self._account = remembered(self._ask)

    def account(self) -> str:
        """Return the 12 digits of the account that the credentials belong to."""
        return self._account()

    def has_role(self, role_name: str) -> bool:
        """Tell whether the account of the credentials has a role of that name."""
        return self._iam.read_unless(_NO_SUCH_ROLE, "GetRole", RoleName=role_name) is not None

    def _ask(self) -> str:
        answer = self._sts.read("GetCallerIdentity")
        account = answer.id("Account")
        if not re.fullmatch(ACCOUNT_ID_PATTERN, account):
            raise answer.fail("Account", f"is {account}, not 12 digits")
        return account
