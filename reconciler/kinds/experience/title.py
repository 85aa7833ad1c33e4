"""Titles that AWS has but no longer accepts: such a title stays as it is and is not sent (shapes: `Name`). Pure."""

import re
from collections.abc import Iterable, Iterator

from reconciler.limits import NAME_LENGTH, NAME_PATTERN
from reconciler.model import Address, Mode, Problem, error
from reconciler.spelling import quoted

from .spec import ExperienceStatus, Paired

_LONGEST = NAME_LENGTH[1]


def is_sent(title: str) -> bool:
    """Tell whether AWS accepts *title* as a Name."""
    return len(title) <= _LONGEST and re.fullmatch(NAME_PATTERN, title) is not None


def name_beside(title: str | None, address: Address) -> str:
    """Return the Name of an object that is created with an experience: its title, else the name in the repository."""
    return title if title and is_sent(title) else address.name[:_LONGEST]


def refused_titles(pairs: Iterable[Paired]) -> Iterator[Problem]:
    """Find titles that would be sent and that AWS refuses; a title that AWS has already is not sent."""
    for pair in pairs:
        desired, title = pair.desired, pair.desired.spec.title
        live = pair.live.title if pair.live else None
        carried_out = desired.mode is not Mode.OBSERVE and desired.spec.status is not ExperienceStatus.ARCHIVED
        if title and title != live and carried_out and not is_sent(title):
            message = f"AWS does not accept the title {quoted(title)}; the title in AWS is {quoted(live or '')}"
            hint = f"a title has 1 to {_LONGEST} of letters, digits, space, _ and -; without title: AWS keeps its title"
            yield error("title-form", message, desired.document.at("title"), hint, desired.address)
