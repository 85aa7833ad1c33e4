"""The settings of each organization, and the fleet that names all. Pure."""

from collections.abc import Iterator, Sequence

from reconciler.rewriting import scalar
from reconciler.settings import Settings


def settings_text(settings: Settings, included: str | None) -> str:
    """Return the text of a reconciler.yaml with the account, role and organization of *settings*.

    *included* is a file that the documents refer to, as the settings name it; None if there is none.
    """
    return "".join(f"{line}\n" for line in _lines(settings, included))


def _lines(settings: Settings, included: str | None) -> Iterator[str]:
    yield "version: 1"
    yield f"organization: {scalar(settings.organization or '')}"
    if settings.marketplace:
        role = settings.marketplace.role
        yield "marketplace:"
        yield f'  account: "{settings.marketplace.account}"'
        yield from [f"  role: {scalar(role.arn)}"] if role else []
    yield from [f"include: [{scalar(included, flow=True)}]"] if included else []


def fleet_text(folders: Sequence[str]) -> str:
    """Return the text of a fleet.yaml with a member for each of *folders*."""
    return "".join(f"{line}\n" for line in ("version: 1", "members:", *(f"  - path: {scalar(one)}" for one in folders)))
