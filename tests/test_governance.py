"""The experience that governs each account, and the reason."""

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.governing import large
from reconciler.governance import Decision, Experience, Experiences, Governance, govern
from reconciler.model import Organization
from tests.naive_governance import naive_governing
from tests.organizations import (
    FINANCE,
    MARKETING,
    ORGANIZATION,
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
    """Return the governing experience of every account."""
    return {account: governance.governing(account) for account in governance.seats}


def decided(governing: str | None, *path: str, skipped: tuple[Experience, ...] = ()) -> Decision:
    """Return the decision for *governing* at the end of *path*."""
    return Decision(path=path, experience=governing, skipped=skipped)


def test_the_walk_through_of_aws_governs_as_its_figure_says() -> None:
    """In figure 1, the closest enabled experience governs each node; Marketing's is not enabled."""
    found = govern(WALK_THROUGH, by_id(DEFAULT, FINANCE_UNIT, ACCOUNT_1, MARKETING_UNIT))
    assert governing(found) == {
        "111111111111": "experience.default",
        "222222222222": "experience.finance",
        "333333333333": "experience.account-1",
        "444444444444": "experience.default",
    }


def test_enabling_marketing_changes_its_accounts_and_no_other() -> None:
    """AWS says "An experience has to be enabled for it to take effect"; then it is the closest."""
    enabled = replace(MARKETING_UNIT, status="enabled")
    found = govern(WALK_THROUGH, by_id(DEFAULT, FINANCE_UNIT, ACCOUNT_1, enabled))
    assert governing(found) == {
        "111111111111": "experience.default",
        "222222222222": "experience.finance",
        "333333333333": "experience.account-1",
        "444444444444": "experience.marketing",
    }


def test_every_decision_says_its_path() -> None:
    """The path leads from the account to the principal that decided, with the experiences that were skipped."""
    found = govern(WALK_THROUGH, by_id(DEFAULT, FINANCE_UNIT, ACCOUNT_1, MARKETING_UNIT))
    assert found.decisions(WALK_THROUGH.accounts) == {
        "111111111111": decided("experience.default", "111111111111", "o-abcdef1234"),
        "222222222222": decided("experience.finance", "222222222222", "ou-abcd-finance1"),
        "333333333333": decided("experience.account-1", "333333333333"),
        "444444444444": decided(
            "experience.default", "444444444444", "ou-abcd-marketing1", "o-abcdef1234", skipped=(MARKETING_UNIT,)
        ),
    }


def test_without_an_enabled_experience_above_an_account_is_ungoverned() -> None:
    """Nothing is restricted then (catalog 4.2); archived experiences are skipped as disabled ones are."""
    gone = experience("old", ORGANIZATION, status="archived")
    found = govern(WALK_THROUGH, by_id(gone, MARKETING_UNIT))
    assert governing(found) == dict.fromkeys(WALK_THROUGH.accounts)
    path = ("444444444444", "ou-abcd-marketing1", "o-abcdef1234")
    assert found.decisions(["444444444444"]) == {
        "444444444444": decided(None, *path, skipped=(MARKETING_UNIT, gone)),
    }


def test_only_an_enabled_experience_may_govern_below_its_principals() -> None:
    """Disabled and archived experiences hold or list principals and govern no account."""
    held = frozenset({"222222222222"})
    states = ("enabled", "disabled", "archived")
    seated = {status: Experience(id="experience.a", status=status, principals=held).seated for status in states}
    assert seated == {"enabled": held, "disabled": frozenset(), "archived": frozenset()}


def test_an_archived_experience_leaves_its_principal_to_the_live_one() -> None:
    """The audience of an archived experience may be associated with another one (catalog 4.1)."""
    gone = experience("finance-old", FINANCE, status="archived")
    assert govern(WALK_THROUGH, by_id(gone, FINANCE_UNIT)).decisions(["222222222222"]) == {
        "222222222222": decided("experience.finance", "222222222222", "ou-abcd-finance1", skipped=(gone,)),
    }


def test_of_two_enabled_holders_of_a_principal_the_first_by_id_governs() -> None:
    """AWS allows one holder; if it returns two, their order makes no difference."""
    other = experience("finance-2", FINANCE)
    for told in ((FINANCE_UNIT, other), (other, FINANCE_UNIT)):
        assert govern(WALK_THROUGH, by_id(*told)).decisions(["222222222222"]) == {
            "222222222222": decided("experience.finance", "222222222222", "ou-abcd-finance1", skipped=(other,)),
        }


def test_skipped_experiences_of_a_principal_are_sorted_by_id() -> None:
    """Two archived experiences list the same principal, in any order of AWS's answer."""
    old, older = (experience(name, FINANCE, status="archived") for name in ("old", "older"))
    for told in ((old, older), (older, old)):
        assert govern(WALK_THROUGH, by_id(*told)).decisions(["222222222222"]) == {
            "222222222222": decided(None, "222222222222", "ou-abcd-finance1", "o-abcdef1234", skipped=(old, older)),
        }


def test_a_principal_without_accounts_below_it_governs_none() -> None:
    """An OU that is gone and an account of another organization are on no path."""
    found = govern(WALK_THROUGH, by_id(experience("lost", "ou-abcd-gone0000", "999999999999")))
    assert governing(found) == dict.fromkeys(WALK_THROUGH.accounts)


@given(situation=SITUATIONS)
def test_any_organization_is_governed_as_the_rule_says(situation: tuple[Organization, Experiences]) -> None:
    """Each account is compared with a second implementation that only walks up the tree."""
    organization, experiences = situation
    assert governing(govern(organization, experiences)) == {
        account: naive_governing(organization, experiences, account) for account in organization.accounts
    }


@given(situation=SITUATIONS)
def test_decisions_agree_with_the_governing_experience(situation: tuple[Organization, Experiences]) -> None:
    """The path ends at a principal of the governing experience; the experiences before it are not enabled."""
    organization, experiences = situation
    found = govern(organization, experiences)
    for account, decision in found.decisions(organization.accounts).items():
        assert (decision.path[0], decision.experience) == (account, found.governing(account))
        assert all(one.status != "enabled" for one in decision.skipped)
        if decision.experience:
            assert decision.path[-1] in experiences[decision.experience].principals
        else:
            assert decision.path[-1] == organization.id


def test_every_one_of_fifty_thousand_accounts_has_an_answer() -> None:
    """The organization has AWS's largest size and a thousand experiences; benchmarks/ measures the time."""
    organization, experiences = large(Random(4))  # noqa: S311 - repeatable, nothing secret
    found = govern(organization, experiences)
    assert (len(found.seats), len(experiences)) == (50_000, 1_000)
    assert found.decisions(organization.accounts).keys() == organization.accounts.keys()
