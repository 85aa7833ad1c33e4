"""From a valid document to a desired spec, with the checks that no schema can make. Offline."""

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any, Final

from reconciler.kind import Parsed
from reconciler.limits import ACCOUNT_ID_PATTERN
from reconciler.model import Desired, Document, Mode, Problem, Wish, error
from reconciler.names import References
from reconciler.references import Resolved, Vocabulary, resolve

from .spec import PrivateMarketplaceSpec, Wanted

SCHEMA: Final[dict[str, Any]] = json.loads(files(__package__).joinpath("schema.json").read_text("utf-8"))
"""The JSON Schema of a document of this kind, and the messages about likely mistakes."""
ACCOUNT_ID = re.compile(ACCOUNT_ID_PATTERN)
LIST = ("delegated_administrators", "accounts")
NO_ACCOUNT = "000000000000"
"""The word of AWS's sample for "no administrator" (facts: enablement 1.2)."""


def parse(document: Document, references: References) -> Parsed:
    """Turn a valid document into a desired spec in which every name is resolved to its id."""
    slips = SCHEMA["properties"][LIST[0]]["properties"][LIST[1]]["items"]["x-slips"]
    accounts = resolve(document, LIST, Vocabulary.of("principal", ACCOUNT_ID, references, slips))
    problems = (*accounts.problems, *_no_accounts(document, accounts), *_contradictions(document, accounts))
    used = {"principal": accounts.used}
    desired = None if problems else _desired(document, accounts)
    return Parsed(desired, problems, used, groups={"principal": accounts.groups})


def _desired(document: Document, accounts: Resolved) -> Wanted:
    body = document.body
    spec = PrivateMarketplaceSpec(
        service_linked_role=body.get("service_linked_role"),
        trusted_access=body.get("trusted_access"),
        administrators=accounts.members(),
    )
    mode = Mode(body.get(LIST[0], {}).get("mode", Mode.ADDITIVE))
    return Desired(address=document.address, spec=spec, document=document, mode=mode, places=accounts.ids or {})


def _no_accounts(document: Document, accounts: Resolved) -> Iterator[Problem]:
    """Find what is no account: names can stand for organizations and OUs, too."""
    for member, position in (accounts.ids or {}).items():
        hint = "leave it out: an empty list, or no list, is no administrator" if member == NO_ACCOUNT else ""
        if hint or not ACCOUNT_ID.fullmatch(member):
            message = f"{member} is not an account, so it cannot administer Private Marketplace"
            hint = hint or "a delegated administrator is a member account: 12 digits, or the name of one"
            yield error("not-an-account", message, document.at(*LIST, position), hint)


def _contradictions(document: Document, accounts: Resolved) -> Iterator[Problem]:
    """Find fields that AWS never has together (facts: enablement 1.2, 2)."""
    body = document.body
    if not body:
        hint = "state trusted_access, service_linked_role or delegated_administrators"
        yield error("nothing-stated", "the document states nothing", document.source, hint, document.address)
    if body.get("service_linked_role") is False and body.get("trusted_access"):
        yield role_in_use(document)
    for field in ("trusted_access", "service_linked_role"):
        if body.get(field) is False and accounts.ids:
            yield without(field, document)
            return


def role_in_use(document: Document) -> Problem:
    """Return the error that the role cannot end while the organization trusts Private Marketplace."""
    message = "IAM deletes the service-linked role only once trusted access is disabled"
    hint = "write trusted_access: false, too, or service_linked_role: true"
    return error("role-in-use", message, document.at("service_linked_role"), hint, document.address)


def without(field: str, document: Document) -> Problem:
    """Return the error that an account cannot administer Private Marketplace without what *field* states."""
    message = f"AWS registers delegated administrators only where {field} is true"
    hint = f"write {field}: true, or accounts: []"
    return error("administrator-too-early", message, document.at(*LIST), hint, document.address)


def check(wish: Wish) -> tuple[Problem, ...]:
    """Find a second document: an organization has one Private Marketplace."""
    wanted = [one for one in wish.values() if isinstance(one.spec, PrivateMarketplaceSpec)]
    ordered = sorted(wanted, key=lambda one: one.address)
    return tuple(_second(one, ordered[0]) for one in ordered[1:])


def _second(desired: Wanted, first: Wanted) -> Problem:
    message = f"an organization has one Private Marketplace, which {first.address} states at {first.document.source}"
    hint = "state everything in one document"
    return error("second-private-marketplace", message, desired.document.source, hint, desired.address)
