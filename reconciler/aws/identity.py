"""STS and IAM as the port `Identity`."""

import re
from functools import cached_property
from typing import Final

from reconciler.limits import ACCOUNT_ID_PATTERN

from .service import Service

_NO_SUCH_ROLE: Final = frozenset({"NoSuchEntity"})


class IdentityApi:
    """Tells who we are, asked once."""

    def __init__(self, *, sts: Service, iam: Service) -> None:
        """Speak through one service each."""
        self._sts = sts
        self._iam = iam

    def account(self) -> str:
        """Give the 12 digits of the account that the credentials belong to."""
        return self._account

    def has_role(self, role_name: str) -> bool:
        """Tell whether our own account has a role of that name."""
        return self._iam.read_unless(_NO_SUCH_ROLE, "GetRole", RoleName=role_name) is not None

    @cached_property
    def _account(self) -> str:
        """Ask once; an error is not kept."""
        answer = self._sts.read("GetCallerIdentity")
        account = answer.id("Account")
        if not re.fullmatch(ACCOUNT_ID_PATTERN, account):
            raise answer.fail("Account", f"is {account}, not 12 digits")
        return account
