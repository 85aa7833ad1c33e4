from typing import Any

import pytest

from reconciler.diff import diff
from reconciler.kinds.endpoint_service import KIND
from reconciler.kinds.endpoint_service.settle import intent, settle
from reconciler.kinds.endpoint_service.spec import EndpointServiceSpec, State
from reconciler.model import Action, Observed, Pair
from tests.kinds.endpoint_service.planning import ACME, desired, nlb, root

LIVE = EndpointServiceSpec(
    seller="saas",
    region="us-east-1",
    state=State.PRESENT,
    load_balancers=frozenset({nlb()}),
    acceptance_required=True,
    private_dns_name="api.example.com",
    ip_address_types=frozenset({"ipv4"}),
    supported_regions=frozenset({"eu-west-1"}),
    payer="endpoint_owner",
    tags={"team": "platform"},
    allowed_principals=frozenset({root(ACME)}),
)
THERE = Observed(spec=LIVE, remote_id="vpce-svc-0123456789abcdef0")


def wish(fields: str) -> Any:  # noqa: ANN401 - a wish
    """Return the desired state of an existing service."""
    return desired(
        f"{{kind: endpoint_service, name: api, region: us-east-1, id: vpce-svc-0123456789abcdef0, {fields}}}"
    )


def changed(fields: str) -> list[str]:
    """Return the fields that a document changes."""
    return [change.path for change in diff(LIVE, settle(wish(fields), THERE))]


@pytest.mark.parametrize(
    ("fields", "paths"),
    [
        ("seller: saas", []),
        ("acceptance_required: true", []),
        ("acceptance_required: false", ["acceptance_required"]),
        ("private_dns_name: api.example.com", []),
        ("private_dns_name: none", ["private_dns_name"]),
        ("supported_regions: [us-east-1, eu-west-1]", []),
        ("supported_regions: []", ["supported_regions"]),
        ("tags: {team: platform}", []),
        ("tags: {cost: '42'}", ["tags.cost"]),
        ("payer: endpoint_owner", []),
        ("principals: additive", []),
        ("principals: exclusive", ["allowed_principals"]),
        ("state: absent", ["state"]),
        ("state: absent, acceptance_required: false, principals: exclusive", ["state"]),
    ],
)
def test_a_document_changes_what_it_states_and_nothing_else(fields: str, paths: list[str]) -> None:
    """A service that is to end changes in nothing else."""
    assert changed(fields) == paths


def test_a_new_service_gets_the_tag_by_which_it_is_found() -> None:
    """A service that is adopted by its id does not need it."""
    new = desired(f"{{kind: endpoint_service, name: api, region: us-east-1, load_balancers: ['{nlb()}']}}")
    assert settle(new, None).tags == {"reconciler:name": "api"}
    assert settle(wish("tags: {a: b}"), THERE).tags == {"team": "platform", "a": "b"}


def test_a_service_is_created_updated_or_deleted_with_a_reason() -> None:
    """The action and its reason are those of the service as a whole."""
    new = desired(f"{{kind: endpoint_service, name: api, region: us-east-1, load_balancers: ['{nlb()}']}}")
    assert intent(Pair(new, None), settle(new, None)) == (Action.CREATE, "not in AWS")
    gone = wish("state: absent")
    assert intent(Pair(gone, THERE), settle(gone, THERE)) == (Action.DELETE, "state: absent")
    other = wish("acceptance_required: false")
    assert intent(Pair(other, THERE), settle(other, THERE)) == (Action.UPDATE, "differs from AWS")


def test_edits_of_ec2_lock_on_no_revision() -> None:
    """EC2 has no revisions: the last look tells what remains."""
    assert KIND.remote
    assert KIND.remote.reread is None
