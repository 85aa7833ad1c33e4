"""The forms in which a user states what a new repository is about."""

import pytest

from reconciler.errors import UsageError
from reconciler.settings import Seller
from reconciler.starter import Ci, Project, read_ci, read_project, read_sellers, seller_text, usable_branch


def test_a_seller_has_a_name_an_account_and_regions() -> None:
    """A region that is stated twice counts once, and the text can be read again."""
    (seller,) = read_sellers(["saas=222222222222:us-east-1,eu-west-1,us-east-1"])
    assert seller == Seller("saas", "222222222222", ("us-east-1", "eu-west-1"))
    assert seller_text(seller) == "saas=222222222222:us-east-1,eu-west-1"


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["saas"], "'saas' is not a seller"),
        (["222222222222:us-east-1"], "'222222222222:us-east-1' is not a seller"),
        (["Saas=222222222222:us-east-1"], "'Saas' cannot be the name of a seller"),
        (["saas=22222222222:us-east-1"], "'22222222222' is not possible"),
        (["saas=222222222222"], "'saas=222222222222' names no region"),
        (["saas=222222222222:"], "'saas=222222222222:' names no region"),
        (["saas=222222222222:us-east-1=b"], "there is no AWS region 'us-east-1=b'"),
        (["saas=222222222222:,"], "'saas=222222222222:,' names no region"),
        (["saas=222222222222:mars-1"], "there is no AWS region 'mars-1'"),
        (["a=222222222222:us-east-1", "a=333333333333:us-east-1"], "the seller 'a' is named twice"),
    ],
)
def test_a_wrong_seller_is_refused_with_the_form(texts: list[str], message: str) -> None:
    """The message names what is wrong, before anything is written."""
    with pytest.raises(UsageError, match=f"^{message}$"):
        read_sellers(texts)


def test_blanks_may_stand_between_regions() -> None:
    """People write lists with them."""
    assert read_sellers(["saas=222222222222:us-east-1, eu-west-1"]) == (
        Seller("saas", "222222222222", ("us-east-1", "eu-west-1")),
    )


def test_a_repository_may_have_its_immutable_ids() -> None:
    """GitHub's numbers of owner and repository stand behind the names."""
    assert read_project("acme@11/gov@22", Ci.GITHUB) == Project("acme/gov", "github.com", ("11", "22"))
    assert read_project("acme/gov", Ci.GITHUB) == Project("acme/gov", "github.com")


@pytest.mark.parametrize("text", ["acme", "acme/*", "*/gov", "acme/gov/x", "acme/..", "-x/gov", "acme/gov:main", ""])
def test_a_wrong_repository_is_refused(text: str) -> None:
    """A wildcard would let other repositories in."""
    with pytest.raises(UsageError, match="is not a repository"):
        read_project(text, Ci.GITHUB)


def test_pipelines_are_stated_with_their_repository() -> None:
    """A repository may be left out; `none` has none."""
    assert read_ci("github acme/gov") == (Ci.GITHUB, Project("acme/gov", "github.com"))
    assert read_ci("gitlab group/sub/x") == (Ci.GITLAB, Project("group/sub/x", "gitlab.com"))
    assert read_ci("github") == (Ci.GITHUB, None)
    with pytest.raises(UsageError, match="'jenkins' is not possible"):
        read_ci("jenkins")


@pytest.mark.parametrize(
    ("branch", "used"),
    [("main", "main"), ("release/1.x", "release/1.x"), ("", "main"), ("a]b", "main"), ("a..b", "main")],
)
def test_a_branch_with_other_characters_is_not_used(branch: str, used: str) -> None:
    """The name stands in workflows and in a subject."""
    assert usable_branch(branch) == used
