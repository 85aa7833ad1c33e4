"""What only the user can do for a new repository: one line each."""

from collections.abc import Iterator, Mapping

from reconciler.starter import Ci, NewRepository, Survey, home


def to_do(about: NewRepository, survey: Survey, surroundings: Mapping[str, str]) -> Iterator[str]:
    """Yield what *about* leaves open; *surroundings* say which other settings and git repository the folder is in."""
    yield from _settings(about, survey)
    if about.ci is not Ci.NONE:
        yield from _trust(about)
        yield from _pipelines(about, surroundings["top"])
    if surroundings["settings"]:
        yield f"{surroundings['settings']} holds in the folders above; from this folder on, the new one does"


def _settings(about: NewRepository, survey: Survey) -> Iterator[str]:
    if not about.marketplace and not about.sellers:
        yield "reconciler.yaml: fill in marketplace or sellers; without them, any account is taken"
    if about.marketplace and not about.organization:
        yield "reconciler.yaml: fill in organization; without it, any organization is taken"
    if survey.management_account and not survey.marketplace and not about.marketplace:
        yield f"to manage Private Marketplace, too, use {survey.management_account} or a delegated administrator"


def _trust(about: NewRepository) -> Iterator[str]:
    """Yield what the roles of the CI need."""
    yield "cloudformation/roles.yaml: create its stack in the account of the CI's roles"
    if not about.project:
        yield "cloudformation/roles.yaml: state the subjects; no repository on GitHub or GitLab is known (git remote)"
    elif about.ci is Ci.GITHUB and not about.project.ids:
        yield (
            "cloudformation/roles.yaml: if the repository was made or renamed since 15 July 2026, add the subjects "
            "with its ids: repo:OWNER@ID/REPO@ID:…"
        )
    if any(seller.account != home(about) for seller in about.sellers):
        yield (
            "cloudformation/seller-role.yaml: then create its stack in each seller's account, with your own role in "
            "Planners, so that you can plan from here"
        )


def _pipelines(about: NewRepository, top: str) -> Iterator[str]:
    """Yield what the pipelines need."""
    yield (
        "variables of the pipelines: RECONCILER (git+https://ADDRESS@TAG of reconciler's repository), "
        "RECONCILER_PLAN_ROLE, RECONCILER_APPLY_ROLE"
    )
    if about.ci is Ci.GITLAB:
        yield "variable RECONCILER_TOKEN: an access token of the project (api, Reporter), for the comment and the issue"
        yield f"branch {about.branch}: protect it, since the apply role trusts it; add a pipeline schedule for drift"
    if about.ci is Ci.GITHUB:
        yield (
            f"environment production: make it, add the reviewers who approve each apply, and let {about.branch} alone "
            "deploy there"
        )
    yield f"{'.github/' if about.ci is Ci.GITHUB else ''}CODEOWNERS: name the team that reviews"
    if top:
        files = ".github/" if about.ci is Ci.GITHUB else ".gitlab-ci.yml, CODEOWNERS"
        yield (
            f"pipelines work only from the top of the git repository, {top}: move {files} and ci/ there, and name this "
            "folder in them: RECONCILER_CONFIG, and each path of reconciler.yaml and desired_state"
        )
