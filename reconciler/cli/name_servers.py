"""Whether a command asks public name servers."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reconciler.ports import Resolver

SECONDS: Final = 8.0
"""How long the questions of one command may take together."""
ELSEWHERE: Final = "AWS_ENDPOINT_URL"


def resolver_in(environment: Mapping[str, str]) -> "Callable[[], Resolver]":
    """Return what makes the resolver of a command; it is made at first use, since dnspython takes 0.1 s to load.

    Where AWS_ENDPOINT_URL points at another AWS, such as the twin, the public DNS knows nothing of its records: no name
    server is asked.
    """
    return _nobody if environment.get(ELSEWHERE) else _public


def _nobody() -> "Resolver":
    from reconciler.ports import NoResolver

    return NoResolver(f"{ELSEWHERE} is set, and the public DNS knows nothing of another AWS")


def _public() -> "Resolver":
    from reconciler.dns import PublicDns

    return PublicDns(budget=SECONDS)
