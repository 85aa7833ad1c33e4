"""Organizations and experiences: those of AWS's walk-through, and random ones."""

from hypothesis import strategies as st

from reconciler.governance import Experience, Experiences
from reconciler.model import Account, AccountState, Organization, OrganizationalUnit

ROOT = "r-abcd"
ORGANIZATION = "o-abcdef1234"
FINANCE, MARKETING = "ou-abcd-finance1", "ou-abcd-marketing1"
PRODUCTS = [f"prod-{letter}" for letter in "abcdef"]

WALK_THROUGH = Organization(
    id=ORGANIZATION,
    management_account="111111111111",
    root=ROOT,
    units={
        FINANCE: OrganizationalUnit(FINANCE, "Finance", ROOT),
        MARKETING: OrganizationalUnit(MARKETING, "Marketing", ROOT),
    },
    accounts={
        "111111111111": Account("111111111111", "Management", ROOT),
        "222222222222": Account("222222222222", "Ledger", FINANCE),
        "333333333333": Account("333333333333", "Account 1", FINANCE),
        "444444444444": Account("444444444444", "Website", MARKETING),
    },
)
"""Figure 1 of "Automate Private Marketplace management for your organization" (AWS Marketplace blog)."""


def experience(
    name: str, *principals: str, products: str | None = None, status: str = "enabled", id_: str = ""
) -> Experience:
    """Return an experience; *products* are letters, each of them one product: None has no policy."""
    listed = None if products is None else frozenset(f"prod-{letter}" for letter in products)
    return Experience(id=id_ or f"experience.{name}", status=status, principals=frozenset(principals), products=listed)


def by_id(*experiences: Experience) -> Experiences:
    """Return experiences by id."""
    return {one.id: one for one in experiences}


STATES = [AccountState.ACTIVE] * 4 + [AccountState.PENDING_ACTIVATION, AccountState.CLOSED]


@st.composite
def organizations(draw: st.DrawFn) -> Organization:
    """Draw up to 6 units, deep or wide, with up to 8 accounts, some of them closed."""
    units: dict[str, OrganizationalUnit] = {}
    for number in range(draw(st.integers(0, 6))):
        parent = draw(st.sampled_from([ROOT, *units]))
        units[f"ou-{number}"] = OrganizationalUnit(f"ou-{number}", f"Unit {number}", parent)
    accounts: dict[str, Account] = {}
    for number in range(draw(st.integers(1, 8))):
        id_, parent = str(number + 1) * 12, draw(st.sampled_from([ROOT, *units]))
        accounts[id_] = Account(id_, f"Account {number + 1}", parent, draw(st.sampled_from(STATES)))
    shuffled = {id_: units[id_] for id_ in draw(st.permutations(sorted(units)))}
    return Organization(
        id=ORGANIZATION, management_account="111111111111", root=ROOT, units=shuffled, accounts=accounts
    )


@st.composite
def catalogues(draw: st.DrawFn, organization: Organization, number: int | None = None) -> Experiences:
    """Draw *number* experiences, or up to 4, with principals of *organization*; no principal has two holders."""
    number = draw(st.integers(0, 4)) if number is None else number
    seats: list[set[str]] = [set() for _ in range(number)]
    for principal in [organization.id, *organization.units, *organization.accounts]:
        holder = draw(st.integers(0, number))
        if holder < number:
            seats[holder].add(principal)
    products = st.none() | st.frozensets(st.sampled_from(PRODUCTS))
    status = st.sampled_from(["enabled", "enabled", "disabled", "archived"])
    return by_id(
        *(
            Experience(id=f"experience.e{n}", status=draw(status), principals=frozenset(held), products=draw(products))
            for n, held in enumerate(seats)
        )
    )
