"""What a new repository is about, and the forms in which a user states it on a command line or at a question.

Example: `saas=222222222222:us-east-1,eu-west-1` is a seller with its account and its regions; `acme/governance` is a
repository of GitHub, and `acme@11/governance@22` is the same one with its immutable ids.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from reconciler.errors import UsageError
from reconciler.limits import ACCOUNT_ID_PATTERN, ORGANIZATION_ID_PATTERN
from reconciler.model import Severity
from reconciler.regions import region_problem
from reconciler.settings import Seller
from reconciler.spelling import quoted

_SELLER_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
_SELLER_FORM = "write NAME=ACCOUNT:REGION,…, such as saas=222222222222:us-east-1,eu-west-1"
_ID = r"(?:@(?P<{}>[0-9]{{1,20}}))?"
_GITHUB = re.compile(
    rf"(?P<owner>[A-Za-z0-9][A-Za-z0-9-]{{0,38}}){_ID.format('owner_id')}"
    rf"/(?P<name>[A-Za-z0-9._-]{{1,100}}){_ID.format('repo_id')}"
)
_GITLAB = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*){1,20}")
_BRANCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,99}")
MAIN = "main"
_DOTS = frozenset({".", ".."})


class Ci(StrEnum):
    """Where the pipelines run."""

    GITHUB = "github"
    GITLAB = "gitlab"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Project:
    """A repository on GitHub (`owner/name`) or a project on GitLab (`group/…/name`), on the server *host*.

    *ids* are GitHub's numbers of the owner and of the repository, where they are known.
    """

    path: str
    host: str
    ids: tuple[str, str] | None = None

    @property
    def owner(self) -> str:
        """Return the owner, or the outermost group."""
        return self.path.partition("/")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRepository:
    """What a new repository is about; None and empty mean "not known". *branch* is the branch that is applied."""

    marketplace: str | None = None
    organization: str | None = None
    sellers: tuple[Seller, ...] = ()
    ci: Ci = Ci.GITHUB
    project: Project | None = None
    branch: str = MAIN


def read_account(text: str) -> str:
    """Return *text*, an account id. Raises UsageError."""
    return _whole(ACCOUNT_ID_PATTERN, text, "an account id has 12 digits, such as 111111111111")


def read_organization(text: str) -> str:
    """Return *text*, the id of an organization. Raises UsageError."""
    return _whole(ORGANIZATION_ID_PATTERN, text, "the id of an organization is like o-abcdef1234")


def _whole(pattern: str, text: str, form: str) -> str:
    if not re.fullmatch(pattern, text, re.ASCII):
        raise UsageError(f"{quoted(text)} is not possible", form)
    return text


def read_sellers(texts: Iterable[str]) -> tuple[Seller, ...]:
    """Return the sellers that *texts* state, `NAME=ACCOUNT:REGION,…` each. Raises UsageError, also for a name twice."""
    sellers = tuple(map(_seller, texts))
    names = [seller.name for seller in sellers]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise UsageError(f"the seller {quoted(twice)} is named twice", "give each seller a name of its own")
    return sellers


def _seller(text: str) -> Seller:
    name, _, rest = text.partition("=")
    account, _, listed = rest.partition(":")
    if not account:
        raise UsageError(f"{quoted(text)} is not a seller", _SELLER_FORM)
    if not _SELLER_NAME.fullmatch(name):
        hint = "a name has lower-case letters, digits, - and _, and begins with a letter or a digit"
        raise UsageError(f"{quoted(name)} cannot be the name of a seller", f"{hint}; {_SELLER_FORM}")
    account = read_account(account)
    regions = tuple(dict.fromkeys(filter(None, map(str.strip, listed.split(",")))))
    for region in regions:
        problem = region_problem(region, "")
        if problem and problem.severity is Severity.ERROR:
            raise UsageError(problem.message, problem.hint)
    if not regions:
        raise UsageError(f"{quoted(text)} names no region", _SELLER_FORM)
    return Seller(name, account, regions)


def seller_text(seller: Seller) -> str:
    """Return *seller* in the form that `read_sellers` reads."""
    return f"{seller.name}={seller.account}:{','.join(seller.regions)}"


def read_project(text: str, ci: Ci, host: str = "") -> Project:
    """Return the repository or project that *text* names on *host*. Raises UsageError."""
    if ci is Ci.GITHUB:
        found = _GITHUB.fullmatch(text)
        if found and found["name"] not in _DOTS:
            ids = (found["owner_id"], found["repo_id"])
            return Project(f"{found['owner']}/{found['name']}", host or "github.com", ids if all(ids) else None)
    elif _GITLAB.fullmatch(text) and not _DOTS & set(text.split("/")):
        return Project(text, host or "gitlab.com")
    form = "OWNER/REPO, or OWNER@ID/REPO@ID with GitHub's ids" if ci is Ci.GITHUB else "GROUP/PROJECT"
    raise UsageError(f"{quoted(text)} is not a repository", f"write {form}")


def read_ci(text: str) -> tuple[Ci, Project | None]:
    """Return where the pipelines run: `github OWNER/REPO`, `gitlab GROUP/PROJECT` or `none`. Raises UsageError."""
    word, _, path = text.partition(" ")
    if word not in set(Ci):
        raise UsageError(f"{quoted(text)} is not possible", "write github OWNER/REPO, gitlab GROUP/PROJECT or none")
    ci = Ci(word)
    return ci, read_project(path.strip(), ci) if path.strip() and ci is not Ci.NONE else None


def usable_branch(text: str) -> str:
    """Return *text* if it is the name of a branch that can stand in a workflow, else `main`."""
    return text if _BRANCH.fullmatch(text) and ".." not in text else MAIN
