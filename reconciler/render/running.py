"""The calls of a run while it goes on: what each is about, how much it carries, and who is exposed until it ends.

Example: `permissions of api-eu` with `1 added, 1 removed`; `change set 1wj6936l06yqdp…` with `12 changes`; and, below
the call that ends the exposure, `Account 1 is under Default until this is done`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from reconciler.printed import ExposureJson, OperationJson
from reconciler.spelling import numbered

from .naming import by_name, some
from .page import Page
from .words import clean, count

_CHANGE_SET: Final = "StartChangeSet"
_SUBJECTS: Final[Mapping[str, str]] = {
    _CHANGE_SET: "change set of",
    "ModifyVpcEndpointServicePermissions": "permissions of",
    "CreateVpcEndpointServiceConfiguration": "new service",
    "ModifyVpcEndpointServiceConfiguration": "settings of",
    "ModifyVpcEndpointServicePayerResponsibility": "payer of",
    "StartVpcEndpointServicePrivateDnsVerification": "verification of",
    "RejectVpcEndpointConnections": "connections of",
    "AcceptVpcEndpointConnections": "acceptances of",
    "DeleteVpcEndpointServiceConfigurations": "deletion of",
    "CreateTags": "tags of",
    "TagResource": "tags of",
}
_MEMBERS: Final = {"Add": "added", "Remove": "removed"}
_ID: Final = 15
"""Characters of the id of a change set that are shown: enough to tell those of one run apart."""
_NAMES: Final = 3
_EXPERIENCES: Final = 3


def call_about(operation: OperationJson, change_set: str | None) -> str:
    """Return what a call is about; *change_set* is the id of the one that it has started."""
    if change_set is not None and operation["action"] == _CHANGE_SET:
        return f"change set {clean(change_set[:_ID])}" + ("…" if change_set[_ID:] else "")
    names = clean(", ".join(numbered(address.partition(".")[2] for address in operation["addresses"])))
    return f"{call_subject(operation)} {names}"


def call_subject(operation: OperationJson) -> str:
    """Return what stands before the objects of a call: `change set of`, `permissions of`; else its API operation."""
    return _SUBJECTS.get(operation["action"]) or clean(operation["action"])


def call_size(operation: OperationJson) -> str:
    """Return how much a call carries: `12 changes`, `1 added, 1 removed`; empty for any other call."""
    parameters = operation["parameters"]
    if operation["action"] == _CHANGE_SET:
        return count(len(parameters["ChangeSet"]), "change")
    return ", ".join(f"{number} {word}" for key, word in _MEMBERS.items() if (number := _members(parameters, key)))


def _members(parameters: Mapping[str, Any], prefix: str) -> int:
    return sum(len(given) for key, given in parameters.items() if key.startswith(prefix) and isinstance(given, list))


def exposed_lines(page: Page, exposures: Sequence[ExposureJson], until: str) -> Iterator[str]:
    """Say who is under which experience *until* a call is done: who is ungoverned first, then the most principals.

    The first experiences have a line each, all others one line.
    """
    under: dict[str | None, set[str]] = {}
    for one in exposures:
        under.setdefault(one["governed_by"], set()).add(one["principal"])
    ranked = sorted(under, key=lambda governed: (governed is not None, -len(under[governed]), governed or ""))
    for governed in ranked[:_EXPERIENCES]:
        where = "ungoverned" if governed is None else f"under {page.told(governed)}"
        names = some(page, by_name(page, under[governed]), _NAMES)
        yield f"{names} {_are(len(under[governed]))} {where} until {until} is done"
    if left := sum(len(under[governed]) for governed in ranked[_EXPERIENCES:]):
        yield f"{left:,} more {_are(left)} under other experiences until {until} is done"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def open_exposures(
    exposures: Collection[ExposureJson], done: Collection[str], ended: Collection[str], running: Collection[str]
) -> Mapping[str, Sequence[ExposureJson]]:
    """Return the exposures that have begun and not ended, by the call that ends them.

    *done* are the calls that did all that was planned, *ended* those that have ended in any way, *running* the others
    that were sent. After a call that failed, the call that puts its principals back ends their exposure. An exposure is
    left out where the call that begins it did only a part: who is exposed is then unknown until the last look.
    """
    found: dict[str, list[ExposureJson]] = {}
    for one in exposures:
        until: str | None = one["until"]
        if until in ended:
            until = None if until in done else next((id_ for id_ in running if id_.startswith(f"{until}.")), None)
        if until and one["from"] in done:
            found.setdefault(until, []).append(one)
    return found
