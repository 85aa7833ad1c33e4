"""The effect of each call of IAM and Organizations on Private Marketplace, and what they refuse.

Plans are proven with it. Facts: enablement 1.1, 1.2, 2. It shares no code with `requests.py`.

Example: RegisterDelegatedAdministrator is refused before EnableAWSServiceAccess, DeleteServiceLinkedRole before
DisableAWSServiceAccess.
"""

from collections.abc import Iterator, Mapping, Sequence

from reconciler.effects import Effects, Fact, HoldersByMember, Json, Sent
from reconciler.model import Fields

ROLE, ACCESS, ADMINISTRATORS = "service_linked_role", "trusted_access", "delegated_administrators.accounts"
CREATE_ROLE, DELETE_ROLE = "CreateServiceLinkedRole", "DeleteServiceLinkedRole"
ENABLE, DISABLE = "EnableAWSServiceAccess", "DisableAWSServiceAccess"
REGISTER, DEREGISTER = "RegisterDelegatedAdministrator", "DeregisterDelegatedAdministrator"


def _read(operation: Json, _ids: Mapping[str, str]) -> Iterator[Sent]:
    yield Sent(verb=operation["action"], about=operation["about"][0], details=operation["parameters"], tags={})


def _refusals(
    changes: Sequence[Sent], objects: Mapping[str, Fields], _holders: HoldersByMember, _touched: Mapping[str, str]
) -> Iterator[str]:
    """Yield why AWS would refuse a call; enabling what is enabled would be taken, but a plan must not have it."""
    (call,) = changes
    found = objects[call.about]
    access, role = bool(found.get(ACCESS)), bool(found.get(ROLE))
    registered = call.details.get("AccountId") in found.get(ADMINISTRATORS, ())
    refused = {
        CREATE_ROLE: role and "the role exists",
        ENABLE: access and "trusted access is enabled",
        REGISTER: (registered and "the account is registered") or (not (access and role) and "it is not enabled"),
        DEREGISTER: not registered and "the account is not registered",
        DISABLE: not access and "trusted access is not enabled",
        DELETE_ROLE: (not role and "there is no role") or (access and "the role is in use"),
    }
    why = refused.get(call.verb, "it is no call on Private Marketplace")
    if why:
        yield f"{call.verb} of {call.about}: {why}"


def _setting(path: str, *, value: bool) -> Iterator[Fact]:
    yield Fact(path, None, value)


def _member(details: Json, *, is_in: bool) -> Iterator[Fact]:
    yield Fact(ADMINISTRATORS, details["AccountId"], is_in)


EFFECTS = Effects(
    facts={
        CREATE_ROLE: lambda _details: _setting(ROLE, value=True),
        ENABLE: lambda _details: _setting(ACCESS, value=True),
        REGISTER: lambda details: _member(details, is_in=True),
        DEREGISTER: lambda details: _member(details, is_in=False),
        DISABLE: lambda _details: _setting(ACCESS, value=False),
        DELETE_ROLE: lambda _details: _setting(ROLE, value=False),
    },
    lists=frozenset({ADMINISTRATORS}),
    read=_read,
    refusals=_refusals,
    alive=lambda _fields: True,
    ungoverning=frozenset({DISABLE}),
)
