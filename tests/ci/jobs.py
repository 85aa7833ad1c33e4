"""Jobs of GitHub's runner: its variables, its files for outputs and summaries, and the steps of a workflow."""

from tests.ci.github_server import REPOSITORY, TOKEN, GitHub

SHA = "a" * 40


def variables(github: GitHub, *, ref: str, sha: str = SHA) -> dict[str, str]:
    """Return what the runner sets for each step, and what the workflows set."""
    return {
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_API_URL": github.address,
        "GITHUB_REF": ref,
        "GITHUB_REF_NAME": ref.removeprefix("refs/heads/").removeprefix("refs/pull/"),
        "GITHUB_REPOSITORY": REPOSITORY,
        "GITHUB_SHA": sha,
        "GITHUB_TOKEN": TOKEN,
        "RECONCILER_PAUSE": "0",
    }
