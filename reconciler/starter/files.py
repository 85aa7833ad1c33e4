"""The texts of the files of a new repository, by their paths.

Example: with a marketplace and a seller in another account, the roles of the CI may take the seller's role, which
`cloudformation/seller-role.yaml` creates and reconciler.yaml names.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from reconciler.regions import partition_of
from reconciler.settings import Role, Seller

from .new_repository import Ci, NewRepository, Project
from .templates import filled, scripts

SETTINGS_FILE: Final = "reconciler.yaml"
_KINDS: Final = ("allowed_principals", "endpoint_service", "experience", "principal", "private_marketplace", "product")
_ROLE: Final = "reconciler-seller"
_ACTION: Final = "run.sh"
"""The script that GitHub's action alone calls."""

_ISSUER: Final = "token.actions.githubusercontent.com"
_GITHUB_FORMS: Final = (
    "Repositories made or renamed since 15 July 2026 have repo:OWNER@ID/REPO@ID:…, older ones repo:OWNER/REPO:…;\n"
    "      both may be stated. The ids: gh api repos/OWNER/REPO --jq '.id, .owner.id'"
)

Actions = Mapping[tuple[str, str], tuple[str, ...]]
"""The IAM actions of each role, by its command (plan, apply) and its side (marketplace, a seller)."""


def starter_files(about: NewRepository, actions: Actions, schemas: Mapping[str, str]) -> Mapping[str, str]:
    """Return the text of each file by its path; reconciler.yaml is the last one.

    *actions* are those that the roles may call. *schemas* are the texts of the schemas `document` and `settings`.
    """
    about = replace(about, sellers=tuple(map(partial(_reached, about), about.sellers)))
    return {
        "desired_state/README.md": filled("desired_state.md", {}),
        "examples/reconciler.yaml": filled("example-settings.yaml", {}),
        **{f"examples/desired_state/{kind}.yaml": filled(f"{kind}.yaml", {}) for kind in _KINDS},
        **{f"schemas/{name}.json": text for name, text in schemas.items()},
        ".gitignore": filled("gitignore", {}),
        ".pre-commit-config.yaml": filled("pre-commit.yaml", {}),
        **_pipelines(about),
        **_roles(about, actions),
        SETTINGS_FILE: _settings(about),
    }


def home(about: NewRepository) -> str | None:
    """Return the account in which the roles of the CI are: the marketplace's, or else the first seller's."""
    return about.marketplace or next((seller.account for seller in about.sellers), None)


def _reached(about: NewRepository, seller: Seller) -> Seller:
    """Return *seller* with the role that reaches it from another account, which a template creates for the CI."""
    if seller.account == home(about) or about.ci is Ci.NONE:
        return seller
    arn = f"arn:{partition_of(seller.regions[0])}:iam::{seller.account}:role/{_ROLE}"
    return replace(seller, role=Role(arn, f"reconciler-{about.organization or home(about)}"))


def _settings(about: NewRepository) -> str:
    """Return the text of reconciler.yaml."""
    sellers = "".join(map(_seller, about.sellers)).rstrip("\n")
    values = {"organization": about.organization or "", "marketplace": about.marketplace or "", "sellers": sellers}
    return filled("settings.yaml", values)


def _seller(seller: Seller) -> str:
    role = seller.role or Role("")
    values = {"name": seller.name, "account": seller.account, "regions": ", ".join(seller.regions)}
    return filled("seller.yaml", {**values, "role": role.arn, "external_id": role.external_id or ""})


def _pipelines(about: NewRepository) -> Mapping[str, str]:
    """Return the files of the CI: workflows, the scripts that they call, and code owners."""
    if about.ci is Ci.NONE:
        return {}
    owner = about.project.owner if about.project else "OWNER"
    values = {"branch": about.branch, "team": f"@{owner}/TEAM"}
    called = {f"ci/{name}": text for name, text in scripts().items() if _is_called(name, about.ci)}
    if about.ci is Ci.GITLAB:
        owners = filled("codeowners", {**values, "workflows": ".gitlab-ci.yml"})
        return {**called, ".gitlab-ci.yml": filled("gitlab-ci.yml", values), "CODEOWNERS": owners}
    return {
        **called,
        ".github/CODEOWNERS": filled("codeowners", {**values, "workflows": ".github/"}),
        **{
            f".github/workflows/reconciler-{name}.yml": filled(f"github-{name}.yml", values)
            for name in ("plan", "apply", "drift")
        },
    }


def _is_called(script: str, ci: Ci) -> bool:
    """Return whether the pipelines of *ci* call a script: not those of another server, and not the action's."""
    return script != _ACTION and script.partition(".")[0] not in set(Ci) - {ci}


def _roles(about: NewRepository, actions: Actions) -> Mapping[str, str]:
    """Return the CloudFormation templates: of the CI's roles, and of the role of sellers in other accounts."""
    remote = tuple(seller for seller in about.sellers if seller.role)
    files = {} if about.ci is Ci.NONE else {"cloudformation/roles.yaml": _ci_roles(about, actions, remote)}
    if remote:
        files["cloudformation/seller-role.yaml"] = _seller_role(about, actions, remote)
    return files


def _ci_roles(about: NewRepository, actions: Actions, remote: Iterable[Seller]) -> str:
    """Return the template of the plan role and the apply role."""
    here = any(seller.account == home(about) for seller in about.sellers)
    sides = [side for side, used in (("marketplace", about.marketplace or not here), ("a seller", here)) if used]
    allowed = {
        f"{command}_actions": _items(sorted({one for side in sides for one in actions[command, side]}))
        for command in ("plan", "apply")
    }
    trust = _gitlab_trust(about) if about.ci is Ci.GITLAB else _github_trust(about)
    assumed = _items(dict.fromkeys(seller.role.arn for seller in remote if seller.role))
    where = f" in account {home(about)}" if home(about) else ""
    return filled("roles.yaml", {"assumed": assumed, "where": where, **allowed, **trust})


def _items(words: Iterable[str]) -> str:
    """Return *words* as the items of a list, as deep as the templates have them."""
    return "\n".join(f"                  - {word}" for word in words)


def _github_trust(about: NewRepository) -> Mapping[str, str]:
    """Return whom the roles trust: pull requests and the branch to plan, the environment `production` to apply."""
    forms = _github_subjects(about.project) if about.project else []
    ends = ("pull_request", f"ref:refs/heads/{about.branch}")
    return {
        "issuer": _ISSUER,
        "bound": "the environment production of one repository of GitHub",
        "plan_subjects": _text(",".join(f"{form}:{end}" for form in forms for end in ends)),
        "apply_subjects": _text(",".join(f"{form}:environment:production" for form in forms)),
        "plan_pattern": _text("^repo:[^*?/:]+/[^*?/:]+:.+$"),
        "apply_pattern": _text("^repo:[^*?/:]+/[^*?/:]+:environment:[^*?]+$"),
        "forms": _GITHUB_FORMS,
    }


def _github_subjects(project: Project) -> list[str]:
    """Return how GitHub's tokens name *project*: in the old form, and first in the immutable form if its ids are known.

    Source: GitHub Docs, "OpenID Connect reference": the claim `sub`, whose immutable form is of July 2026.
    """
    owner, _, name = project.path.partition("/")
    immutable = [f"repo:{owner}@{project.ids[0]}/{name}@{project.ids[1]}"] if project.ids else []
    return [*immutable, f"repo:{project.path}"]


def _gitlab_trust(about: NewRepository) -> Mapping[str, str]:
    """Return whom the roles trust: any branch of the project to plan, the branch that is applied to apply."""
    project = about.project
    begin = f"project_path:{project.path}:ref_type:branch:ref:" if project else ""
    return {
        "issuer": project.host if project else "gitlab.com",
        "bound": "one branch of one project of GitLab, which must be protected: GitLab's tokens name no environment",
        "plan_subjects": _text(f"{begin}*" if begin else ""),
        "apply_subjects": _text(f"{begin}{about.branch}" if begin else ""),
        "plan_pattern": _text("^project_path:[^*?:]+:.+$"),
        "apply_pattern": _text("^project_path:[^*?:]+:ref_type:(branch|tag):ref:[^*?]+$"),
        "forms": "GitLab's form is project_path:GROUP/PROJECT:ref_type:branch:ref:BRANCH",
    }


def _text(value: str) -> str:
    """Return *value* as a quoted scalar; empty if it is empty. No value of a template holds a quote or a backslash."""
    return f'"{value}"' if value else ""


def _seller_role(about: NewRepository, actions: Actions, remote: tuple[Seller, ...]) -> str:
    """Return the template of the role of sellers in other accounts than the CI's roles."""
    reads = actions["plan", "a seller"]
    writes = [action for action in actions["apply", "a seller"] if action not in reads]
    values = {
        "accounts": ", ".join(dict.fromkeys(seller.account for seller in remote)),
        "plan_role": f"arn:aws:iam::{home(about)}:role/reconciler-plan",
        "apply_role": f"arn:aws:iam::{home(about)}:role/reconciler-apply",
        "external_id": next(seller.role.external_id or "" for seller in remote if seller.role),
    }
    return filled("seller-role.yaml", {**values, "seller_reads": _items(reads), "seller_writes": _items(writes)})
