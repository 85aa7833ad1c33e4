"""For any list and any refusals, the possible edits are made, and no account is cut off by an edit that was refused."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reconciler.errors import Rejected
from reconciler.model import Verb
from reconciler.ports import Edited
from reconciler.principal_forms import account_of
from reconciler.settings import Guards, MaxRemovals, Settings
from tests.fakes.endpoint_services import SELLER, FakeEndpointServices
from tests.kinds.endpoint_service.planning import carried_out, planned

ID, PERMIT = "vpce-svc-0123456789abcdef0", "ModifyVpcEndpointServicePermissions"
ACCOUNTS = [f"{number}" * 12 for number in range(1, 6)]
PRINCIPALS = ["*", *(f"arn:aws:iam::{one}:{form}" for one in ACCOUNTS for form in ("root", "role/r"))]
LISTS = st.lists(st.sampled_from(PRINCIPALS), unique=True)


@dataclass
class Picky(FakeEndpointServices):
    """Services that refuse some principals (*names*: and name them) and edits beyond a number (0: any number)."""

    refused: list[str] = field(default_factory=list)
    names: bool = True
    per_call: int = 0
    in_all: int = 0

    def edit(self, verb: Verb, parameters: Mapping[str, Any]) -> Edited:
        """Refuse the whole call or carry it out."""
        added, removed = (parameters.get(f"{one}AllowedPrincipals", []) for one in ("Add", "Remove"))
        if 0 < self.per_call < len(added) + len(removed):
            raise Rejected("too many", code="ResourceCountExceeded", operation=verb.name)
        for one in added:
            if one in self.refused:
                message = f"Invalid Principal: '{one}'" if self.names else "Invalid Principal"
                raise Rejected(message, code="InvalidPrincipal", operation=verb.name)
        if added and 0 < self.in_all < len((self.principals[ID] | set(added)) - set(removed)):
            raise Rejected("too many", code="ResourceLimitExceeded", operation=verb.name)
        return super().edit(verb, parameters)


SERVICES = st.builds(
    Picky, refused=LISTS, names=st.booleans(), per_call=st.integers(0, 3), in_all=st.sampled_from([0, 0, 4])
)


def admits(principals: Collection[str], account: str) -> bool:
    """Return whether a list admits an account."""
    return "*" in principals or account in map(account_of, principals)


@given(services=SERVICES, before=LISTS, wanted=LISTS, size=st.integers(1, 12))
def test_every_possible_edit_is_made_and_no_account_is_cut_off(
    services: Picky, before: list[str], wanted: list[str], size: int
) -> None:
    """No refused principal is granted, no desired one is removed; a removal waits only for its own account or `*`.

    An account that is admitted before and in the desired list is admitted all along.
    """
    services.add(ID, before)
    guards = Guards(max_removals=MaxRemovals(count=99, share=1, floor=0))
    settings = Settings(file="reconciler.yaml", sellers=(SELLER,), guards=guards, permission_edits_per_call=size)
    listed = ", ".join(f'"{one}"' for one in wanted)
    text = (
        f"{{kind: endpoint_service, name: api, region: us-east-1, id: {ID}, principals: exclusive}}\n---\n"
        f"{{kind: allowed_principals, name: a, service: api, principals: [{listed}]}}"
    )
    run = carried_out(planned(text, services, settings), services)
    now = services.principals[ID]
    missing = set(wanted) - now
    waiting = (now - set(wanted)) & set(before)
    assert now <= set(before) | set(wanted)
    assert set(before) & set(wanted) <= now
    assert (missing <= set(services.refused) | set(before)) or services.in_all
    assert missing or not waiting
    assert "*" in missing or {account_of(one) for one in waiting} - {None} <= {account_of(one) for one in missing}
    assert all(admits(now, one) for one in ACCOUNTS if admits(before, one) and admits(wanted, one))
    assert run.converged == (now == set(wanted))
    assert run.converged == all(one.status == "succeeded" for one in run.outcomes)
