"""How many examples Hypothesis tries of each property: a quarter of them locally, all of them in CI.

All profiles but `explore` are repeatable: they try the same examples on each machine. `.ci/run` and each CI that sets
the variable CI, as GitHub and GitLab do, take the profile `ci`; HYPOTHESIS_PROFILE names another one.
"""

from collections.abc import Mapping

from hypothesis import HealthCheck, settings

QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large]
IN_CI = 40
LOCALLY = 10


def profile(environ: Mapping[str, str]) -> str:
    """Return the name of the profile that the environment asks for."""
    return environ.get("HYPOTHESIS_PROFILE") or ("ci" if environ.get("CI") else "local")


def choose(environ: Mapping[str, str]) -> None:
    """Register all profiles, and load the one that the environment asks for."""
    repeatable = settings(derandomize=True, deadline=None, database=None, suppress_health_check=QUIET)
    settings.register_profile("local", repeatable, max_examples=LOCALLY)
    settings.register_profile("ci", repeatable, max_examples=IN_CI)
    settings.register_profile("explore", deadline=None, max_examples=2000, suppress_health_check=QUIET)
    settings.load_profile(profile(environ))
