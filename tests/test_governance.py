"""Which experience governs whom, and why."""

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from reconciler.governance import Experience, Experiences, Governance, govern
from reconciler.model import Account, Organization, OrganizationalUnit
from tests.naive_governance import naive_governing
from tests.organizations import (
    FINANCE,
    MARKETING,
    ORGANIZATION,
    ROOT,
    WALK_THROUGH,
    by_id,
    catalogues,
    experience,
    organizations,
)

DEFAULT = experience("default", ORGANIZATION)
FINANCE_UNIT = experience("finance", FINANCE)
ACCOUNT_1 = experience("account-1", "333333333333")
MARKETING_UNIT = experience("marketing", MARKETING, status="disabled")
SITUATIONS = organizations().flatmap(lambda one: st.tuples(st.just(one), catalogues(one)))


def governing(governance: Governance) -> dict[str, str | None]:
    """Give the governing experience of every account."""
    return {account: governance.governing(account) for account in governance.seats}


def test_the_walk_through_of_aws_governs_as_its_figure_says() -> None:
    """Figure 1: the experience that is enabled and closest to a node takes effect; Marketing's is not enabled."""
    found = govern(WALK_THROUGH, by_id(DEFAULT, FINANCE_UNIT, ACCOUNT_1, MARKETING_UNIT))
    assert governing(found) == {
        "111111111111": "experience.default",
        "222222222222": "experience.finance",
        "333333333333": "experience.account-1",
        "444444444444": "experience.default",
    }


def test_enabling_marketing_changes_its_accounts_and_no_other() -> None:
    """AWS: "An experience has to be enabled for it to take effect"; then it is the closest."""
    enabled = replace(MARKETING_UNIT, status="enabled")
    found = govern(WALK_THROUGH, by_id(DEFAULT, FINANCE_UNIT, ACCOUNT_1, enabled))
    assert governing(found) == {
        "111111111111": "experience.default",
        "222222222222": "experience.finance",
        "333333333333": "experience.account-1",
        "444444444444": "experience.marketing",
    }


def test_every_decision_says_its_path() -> None:
    """From the account to the principal that decided, and what was passed over on the way."""
    found = govern(WALK_THROUGH, by_id(DEFAULT, FINANCE_UNIT, ACCOUNT_1, MARKETING_UNIT))
    assert {account: str(decision) for account, decision in found.decisions().items()} == {
        "111111111111": "account 111111111111 ← o-abcdef1234 ← experience.default",
        "222222222222": "account 222222222222 ← ou-abcd-finance1 ← experience.finance",
        "333333333333": "account 333333333333 ← experience.account-1",
        "444444444444": (
            "account 444444444444 ← ou-abcd-marketing1 ← o-abcdef1234 ← experience.default; "
            "experience.marketing skipped: disabled"
        ),
    }


def test_without_an_enabled_experience_above_an_account_is_ungoverned() -> None:
    """Facts, catalog 4.2: none live, no restrictions; archived ones fall through as disabled ones do."""
    gone = experience("old", ORGANIZATION, status="archived")
    found = govern(WALK_THROUGH, by_id(gone, MARKETING_UNIT))
    assert governing(found) == dict.fromkeys(WALK_THROUGH.accounts)
    assert str(found.decision("444444444444")) == (
        "account 444444444444 ← ou-abcd-marketing1 ← o-abcdef1234: ungoverned; "
        "experience.marketing skipped: disabled; experience.old skipped: archived"
    )


def test_an_archived_experience_leaves_its_principal_to_the_live_one() -> None:
    """Facts, catalog 4.1: the audience of an archived experience may be associated with another."""
    gone = experience("finance-old", FINANCE, status="archived")
    decision = govern(WALK_THROUGH, by_id(gone, FINANCE_UNIT)).decision("222222222222")
    assert str(decision) == (
        "account 222222222222 ← ou-abcd-finance1 ← experience.finance; experience.finance-old skipped: archived"
    )


def test_a_principal_that_no_account_is_below_governs_nobody() -> None:
    """An OU that is gone, an account of another organisation: they are in nobody's path."""
    found = govern(WALK_THROUGH, by_id(experience("lost", "ou-abcd-gone0000", "999999999999")))
    assert governing(found) == dict.fromkeys(WALK_THROUGH.accounts)


@given(situation=SITUATIONS)
def test_any_organisation_is_governed_as_the_rule_says(situation: tuple[Organization, Experiences]) -> None:
    """Compared, account by account, with a second implementation that only asks its way up."""
    organization, experiences = situation
    assert governing(govern(organization, experiences)) == {
        account: naive_governing(organization, experiences, account) for account in organization.accounts
    }


@given(situation=SITUATIONS)
def test_decisions_agree_with_what_governs(situation: tuple[Organization, Experiences]) -> None:
    """The path ends at the principal of the experience that governs; whatever was met before it is not enabled."""
    organization, experiences = situation
    found = govern(organization, experiences)
    for account, decision in found.decisions().items():
        assert (decision.path[0], decision.experience) == (account, found.governing(account))
        assert all(one.status != "enabled" for one in decision.skipped)
        if decision.experience:
            assert decision.path[-1] in experiences[decision.experience].principals
        else:
            assert decision.path[-1] == organization.id


def large(random: Random) -> tuple[Organization, Experiences]:
    """Make 50,000 accounts in 3,000 units of up to five levels, and 1,000 experiences with five principals each."""
    parents = [ROOT]
    units: dict[str, OrganizationalUnit] = {}
    for number in range(3000):
        id_ = f"ou-{number}"
        units[id_] = OrganizationalUnit(id_, id_, parents[random.randrange(min(len(parents), 600))])
        parents.append(id_)
    accounts = {f"{n:012d}": Account(f"{n:012d}", "", random.choice(parents)) for n in range(50_000)}
    seats = random.sample([*units, *accounts], 5000)
    experiences = [
        Experience(id=f"experience.e{n}", principals=frozenset(seats[n * 5 : n * 5 + 5])) for n in range(1000)
    ]
    organization = Organization(
        id=ORGANIZATION, management_account="111111111111", root=ROOT, units=units, accounts=accounts
    )
    return organization, by_id(*experiences)


def test_every_one_of_fifty_thousand_accounts_has_an_answer() -> None:
    """An organisation as large as AWS knows them, with a thousand experiences; how fast is in benchmarks/."""
    organization, experiences = large(Random(4))  # noqa: S311 - repeatable, nothing secret
    assert govern(organization, experiences).seats.keys() == organization.accounts.keys()
