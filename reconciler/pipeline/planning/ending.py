"""Written endings that a rule refuses: they stay as they are, and the rest of the plan goes on. Pure.

Example: the grants of acme expire today, which would empty the list of service api, and a document adds a grant to
service web. `max_removals` refuses the plan 1a2b3c4d of both. So the plan adds the grant to web alone, and warns that
the grants of acme stay until `--accept max_removals@1a2b3c4d`, which is the plan of both.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from reconciler.model import Address, Lapse, Plan, Problem, Severity, warning
from reconciler.spelling import hints

_GRANTS: Final = "allowed_principals"


def refused_endings(plan: Plan) -> Mapping[Address, Sequence[Problem]]:
    """Return the refusals of lists that lose grants which expire, by the object of the list."""
    ending = {one.address for one in plan.changes if one.members(_GRANTS).removed & one.stakes.expired}
    found: dict[Address, list[Problem]] = {}
    for one in plan.problems:
        if one.severity is Severity.REFUSED and one.address in ending and one.path == _GRANTS:
            found.setdefault(one.address, []).append(one)
    return found


def endings_told(refused: Mapping[Address, Sequence[Problem]]) -> Iterator[Problem]:
    """Return a warning for each refusal: the ending stays as it is, and the option that accepts it ends it."""
    for problems in refused.values():
        for one in problems:
            message = f"grants that have expired stay, since {one.code} refuses the removal: {one.message}"
            accept = one.hint.startswith("--accept")
            hint = hints(f"reconciler apply {one.hint} removes them", "after that, plan again") if accept else one.hint
            yield replace(warning(Lapse.ENDING, message, one.source, hint, one.address), path=one.path)
