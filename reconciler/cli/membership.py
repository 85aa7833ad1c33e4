"""What a member of a fleet has besides its own settings."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reconciler.aws.buckets import SharedBuckets
    from reconciler.settings import Role


class Membership(NamedTuple):
    """A role that is assumed before any other, and the request rates that the member shares."""

    role: "Role | None"
    buckets: "SharedBuckets"


def memberships(roles: "Sequence[Role | None]", shared: "SharedBuckets") -> list[Membership]:
    """Return what members with *roles* have that all use the *shared* request rates."""
    return [Membership(role, shared) for role in roles]
