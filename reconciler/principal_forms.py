"""The forms of principals on an endpoint service, and the normal form in which they are compared. Pure.

AWS takes ARNs without path, service principals and `*`, and writes an account as its root (facts: privatelink 1.7).

Example: in partition `aws`, `111111111111` becomes `arn:aws:iam::111111111111:root`, and
`arn:aws:iam::111111111111:role/team/reader` becomes `arn:aws:iam::111111111111:role/reader`.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache

ALLOWED = re.compile(
    r"[0-9]{12}"
    r"|arn:aws(?:-[a-z]+)*:iam::[0-9]{12}:(?:root|(?:role|user)/(?:[\x21-\x7e]*/)?[\w+=,.@-]{1,64})"
    r"|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?"
    r"|\*",
    re.ASCII,
)
"""Forms that an `allowed_principals` document may use: an account, a root, user or role ARN, a service principal, `*`.

The region of the service decides which partition an ARN must have.
"""

EVERYONE = "*"

_ACCOUNT = re.compile(r"(?:arn:[a-z-]+:iam::)?([0-9]{12})(?::|$)")
_PATH = re.compile(r"(arn:[a-z-]+:iam::[0-9]{12}:(?:role|user)/).*/")
_TWO_SLASHES = re.compile(r"/[^/\n]*/")
_REMEMBERED = 65_536
"""Principals whose normal form is kept: the customers of any seller, and a few megabytes."""
_CHINA = ".amazonaws.com.cn"


def normal_form(principal: str, partition: str) -> str:
    """Return the form that AWS stores: an account as its root, a role or user without its path, others unchanged."""
    if principal.isdigit():
        return f"arn:{partition}:iam::{principal}:root"
    return without_path(principal)


def normal_forms(principals: Iterable[str], partition: str) -> frozenset[str]:
    """Return the normal forms of a list.

    The same principals are in the lists of many services: the form of each is made once, and all lists have that text.
    """
    return _forms(partition).of(principals)


class NormalForms(dict[str, str]):
    """The normal form of each principal in *partition* that was asked for, of about `_REMEMBERED` principals."""

    def __init__(self, partition: str) -> None:
        """Begin without any."""
        super().__init__()
        self._partition = partition

    def __missing__(self, principal: str) -> str:
        """Make the normal form of a principal that is asked for the first time."""
        self[principal] = form = normal_form(principal, self._partition)
        return form

    def of(self, principals: Iterable[str]) -> frozenset[str]:
        """Return the normal forms of *principals*, and keep new ones while there is room."""
        if len(self) < _REMEMBERED:
            return frozenset(map(self.__getitem__, principals))
        return frozenset([self.get(one) or normal_form(one, self._partition) for one in principals])


_forms = cache(NormalForms)


def other_forms(principals: Collection[str], partition: str) -> Mapping[str, str]:
    """Return the normal form of each of *principals* that is in another form; AWS rarely returns any."""
    return {one: normal_form(one, partition) for one in principals if one.isdigit() or one.count("/") > 1}


def any_path(principals: Iterable[str]) -> bool:
    """Tell whether a role or user ARN among *principals* has a path. It looks at all of them at once, which is fast."""
    return bool(_TWO_SLASHES.search("\n".join(principals)))


def without_path(principal: str) -> str:
    """Return a role or user ARN without path: "Principal ARNs with path components aren't supported" (EC2 model)."""
    return _PATH.sub(r"\1", principal) if principal.count("/") > 1 else principal


def account_of(principal: str) -> str | None:
    """Return the account of a principal in any form; None for a service principal and for `*`."""
    found = _ACCOUNT.match(principal)
    return found.group(1) if found else None


def names_whole_account(principal: str) -> bool:
    """Tell whether *principal* admits all of an account, not only one of its roles or users."""
    return principal.isdigit() or principal.endswith(":root")


def admits_anyone(principal: str) -> bool:
    """Tell whether *principal* may admit accounts that it does not name: `*`, and forms that AWS does not document."""
    return principal == EVERYONE or not ALLOWED.fullmatch(principal)


def all_arns_of(partition: str, principals: Collection[str]) -> bool:
    """Tell whether all *principals* are ARNs in *partition*, looked at all at once; most lists are such lists."""
    return "\n".join(("", *principals)).count(f"\narn:{partition}:") == len(principals)


def wrong_partition(principal: str, partition: str) -> bool:
    """Tell whether an ARN, or a service principal of China, is in another partition than the endpoint service."""
    if principal.startswith("arn:"):
        return not principal.startswith(f"arn:{partition}:")
    return principal.endswith(_CHINA) and partition != "aws-cn"
