from collections.abc import Mapping
from typing import Any

import pytest

from reconciler.errors import Refused, Unreadable
from reconciler.model import Account, AccountState, OrganizationalUnit
from reconciler.ports import OrganizationSummary
from tests.aws.answers import GOOD, ROOT, good
from tests.aws.conftest import Connect
from tests.aws.loopback import Asked, Reply, Script, failure

UNITS = {
    ROOT: [f"ou-abcd-{at:08}" for at in range(23)],
    "ou-abcd-00000000": ["ou-abcd-10000000"],
    "ou-abcd-10000000": ["ou-abcd-20000000"],
}
ACCOUNTS = {
    ROOT: [f"1111111111{at:02}" for at in range(23)],
    "ou-abcd-20000000": ["222222222222"],
}


def organization(units: Mapping[str, list[str]], accounts: Mapping[str, list[dict[str, Any]]]) -> Script:
    """Return a script that answers with a tree, twenty children a page."""

    def script(asked: Asked) -> Reply | dict[str, Any] | str:
        parent, start = asked.parameters.get("ParentId", ""), int(asked.parameters.get("NextToken", 0))
        found: dict[str, list[dict[str, Any]]] = {
            "ListOrganizationalUnitsForParent": [{"Id": unit, "Name": f"U {unit}"} for unit in units.get(parent, [])],
            "ListAccountsForParent": accounts.get(parent, []),
        }
        if asked.operation not in found:
            return GOOD[asked.operation]
        name = "Accounts" if "Accounts" in asked.operation else "OrganizationalUnits"
        children = found[asked.operation]
        more = {"NextToken": str(start + 20)} if start + 20 < len(children) else {}
        return {name: children[start : start + 20], **more}

    return script


def named(ids: Mapping[str, list[str]]) -> dict[str, list[dict[str, Any]]]:
    """Return open accounts."""
    return {at: [{"Id": found, "Name": f"A {found}", "Status": "ACTIVE"} for found in ids[at]] for at in ids}


def test_the_whole_tree_is_read_page_by_page_and_level_by_level(connect: Connect) -> None:
    """Twenty-five units in three levels and twenty-four accounts are each below their parent."""
    tree = connect(organization(UNITS, named(ACCOUNTS))).clients.organizations.tree()
    assert (tree.id, tree.root, tree.management_account) == ("o-abcdef1234", ROOT, "111111111111")
    assert (len(tree.units), len(tree.accounts)) == (25, 24)
    assert tree.units["ou-abcd-20000000"] == OrganizationalUnit(
        "ou-abcd-20000000", "U ou-abcd-20000000", "ou-abcd-10000000"
    )
    assert tree.accounts["222222222222"] == Account("222222222222", "A 222222222222", "ou-abcd-20000000")
    assert list(tree.path("222222222222")) == [
        "222222222222",
        "ou-abcd-20000000",
        "ou-abcd-10000000",
        "ou-abcd-00000000",
        "o-abcdef1234",
    ]


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({"Status": "ACTIVE"}, AccountState.ACTIVE),
        ({"State": "ACTIVE"}, AccountState.ACTIVE),
        ({"State": "ACTIVE", "Status": "ACTIVE"}, AccountState.ACTIVE),
        ({"State": "ACTIVE", "Status": "SUSPENDED"}, AccountState.SUSPENDED),
        ({"Status": "SUSPENDED"}, AccountState.SUSPENDED),
        ({"Status": "PENDING_CLOSURE"}, AccountState.PENDING_CLOSURE),
        ({"State": "PENDING_ACTIVATION"}, AccountState.PENDING_ACTIVATION),
        ({"State": "PENDING_ACTIVATION", "Status": "ACTIVE"}, AccountState.PENDING_ACTIVATION),
        ({"State": "CLOSED", "Status": "SUSPENDED"}, AccountState.CLOSED),
        ({"State": "CLOSED", "Status": "ACTIVE"}, AccountState.CLOSED),
        ({"State": "SOMETHING_NEW"}, AccountState.UNKNOWN),
    ],
)
def test_an_account_is_in_the_state_that_aws_says(connect: Connect, said: dict[str, str], state: AccountState) -> None:
    """`State` replaces `Status`; while both exist, the worse of them counts."""
    account = {"Id": "222222222222", "Name": "A", **said}
    tree = connect(organization({}, {ROOT: [account]})).clients.organizations.tree()
    assert tree.accounts["222222222222"].state is state


def test_an_account_of_unknown_state_is_unreadable(connect: Connect) -> None:
    """The account may be closed, so no state is assumed."""
    script = organization({}, {ROOT: [{"Id": "222222222222", "Name": "A"}]})
    with pytest.raises(Unreadable, match=r"Accounts\[0\]\.State in the answer is missing, and so is Status"):
        connect(script).clients.organizations.tree()


@pytest.mark.parametrize("roots", [[], [{"Id": "r-aaaa"}, {"Id": "r-bbbb"}]])
def test_an_organization_has_one_root(connect: Connect, roots: list[dict[str, str]]) -> None:
    """An answer with none or several is malformed."""
    with pytest.raises(Unreadable, match=f"Roots in the answer names {len(roots)} roots"):
        connect(good(ListRoots={"Roots": roots})).clients.organizations.tree()


@pytest.mark.parametrize("below", [ROOT, "ou-abcd-00000001", "ou-abcd-00000002"])
def test_a_unit_below_itself_is_unreadable(connect: Connect, below: str) -> None:
    """Reading such a tree would never end."""
    units = {ROOT: ["ou-abcd-00000001"], "ou-abcd-00000001": ["ou-abcd-00000002"], "ou-abcd-00000002": [below]}
    with pytest.raises(Unreadable, match=f"{below} in the answer is its own ancestor"):
        connect(organization(units, {})).clients.organizations.tree()


def test_one_parent_that_cannot_be_read_makes_the_tree_unreadable(connect: Connect) -> None:
    """With half a tree, principals would seem to be gone."""
    whole = organization(UNITS, named(ACCOUNTS))

    def script(asked: Asked) -> Reply | dict[str, Any] | str:
        denied = asked.operation == "ListAccountsForParent" and asked.parameters["ParentId"] == "ou-abcd-00000007"
        return failure(400, "AccessDeniedException") if denied else whole(asked)

    with pytest.raises(Unreadable, match="organizations:ListAccountsForParent: AccessDeniedException"):
        connect(script).clients.organizations.tree()


def test_the_organization_itself_is_read_once(connect: Connect) -> None:
    """The answer has its id, its management account, and whether all features are enabled."""
    connected = connect(good())
    found = [connected.clients.organizations.describe() for _ in range(2)]
    assert found == [OrganizationSummary(id="o-abcdef1234", management_account="111111111111", all_features=True)] * 2
    assert connected.server.operations == ["DescribeOrganization"]


def test_consolidated_billing_is_not_all_features(connect: Connect) -> None:
    """Private Marketplace needs all features."""
    only = {"Organization": {"Id": "o-1", "MasterAccountId": "1", "FeatureSet": "CONSOLIDATED_BILLING"}}
    assert not connect(good(DescribeOrganization=only)).clients.organizations.describe().all_features


def test_an_account_in_no_organization_is_refused(connect: Connect) -> None:
    """An account without an organization is the wrong account: exit code 4."""
    reply = failure(400, "AWSOrganizationsNotInUseException", "Your account is not a member of an organization.")
    with pytest.raises(Refused, match="Your account is not a member") as caught:
        connect(good(DescribeOrganization=reply)).clients.organizations.describe()
    assert caught.value.exit_code == 4


def test_trusted_services_and_delegated_administrators_are_read_by_pages(connect: Connect) -> None:
    """The results are sets; AWS may return an empty page before a full one."""
    pages = {
        "ListAWSServiceAccessForOrganization": ("EnabledServicePrincipals", "ServicePrincipal"),
        "ListDelegatedAdministrators": ("DelegatedAdministrators", "Id"),
    }

    def script(asked: Asked) -> dict[str, Any]:
        name, key = pages[asked.operation]
        return {name: [{key: "found"}]} if "NextToken" in asked.parameters else {name: [], "NextToken": "2"}

    connected = connect(script)
    assert connected.clients.organizations.trusted_services() == {"found"}
    assert connected.clients.organizations.delegated_administrators("example.amazonaws.com") == {"found"}
    assert connected.server.asked[-1].parameters["ServicePrincipal"] == "example.amazonaws.com"
