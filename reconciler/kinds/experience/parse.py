"""From a valid document to a desired spec, with the checks that no schema can make. Offline."""

import json
import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any, Final

from reconciler.kind import Parsed
from reconciler.model import Address, Desired, Document, Mode, Problem, Wish, error
from reconciler.names import References
from reconciler.product_forms import PRODUCT_ID
from reconciler.references import Resolved, Vocabulary, resolve

from .spec import ExperienceSpec, ExperienceStatus

SCHEMA: Final[dict[str, Any]] = json.loads(files(__package__).joinpath("schema.json").read_text("utf-8"))
"""The JSON Schema of a document of this kind, and the messages about likely mistakes."""
PRINCIPAL_ID = re.compile(r"o-[a-z0-9]{10,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|[0-9]{12}")
"""The forms of a principal of an audience (facts: catalog 1.10; patterns of AWS Organizations)."""


def parse(document: Document, references: References) -> Parsed:
    """Turn a valid document into a desired spec in which every name is resolved to its id."""
    slips = {kind: SCHEMA["$defs"][kind]["x-slips"] for kind in ("product", "principal")}
    products = Vocabulary.of("product", PRODUCT_ID, references, slips["product"])
    principals = Vocabulary.of("principal", PRINCIPAL_ID, references, slips["principal"])
    audience = resolve(document, ("principals",), principals)
    allow = resolve(document, ("products", "allow"), products)
    deny = resolve(document, ("products", "deny"), products)
    problems = (
        *audience.problems,
        *allow.problems,
        *deny.problems,
        *_wrong_principals(document, audience),
        *_allowed_and_denied(document, allow, deny),
        *_archived_with_principals(document, audience),
    )
    used = {"principal": audience.used, "product": allow.used | deny.used}
    desired = _desired(document, audience, allow, deny)
    groups = {"principal": audience.groups, "product": allow.groups | deny.groups}
    return Parsed(None if problems else desired, tuple(problems), used, groups=groups)


def _desired(document: Document, audience: Resolved, allow: Resolved, deny: Resolved) -> Desired[ExperienceSpec]:
    body = document.body
    spec = ExperienceSpec(
        title=body.get("title"),
        description=body.get("description"),
        status=ExperienceStatus(body["status"]) if "status" in body else None,
        user_requests=body.get("user_requests"),
        principals=audience.members(),
        allow=allow.members(),
        deny=deny.members(),
        branding=_branding(body.get("branding")),
        tags=body.get("tags"),
    )
    return Desired(
        address=document.address,
        spec=spec,
        document=document,
        mode=Mode(body.get("mode", Mode.EXCLUSIVE)),
        pin=body.get("id"),
        places={**(audience.ids or {}), **(allow.ids or {}), **(deny.ids or {})},
    )


def cite(desired: Desired[ExperienceSpec]) -> Mapping[str, str]:
    """Return where the document names each principal and product, and its logo."""
    spec, document = desired.spec, desired.document
    lists = ((spec.allow, ("products", "allow")), (spec.deny, ("products", "deny")), (spec.principals, ("principals",)))
    paths = {member: path for members, path in lists for member in members or ()}
    found = {one: document.at(*paths[one], at) for one, at in desired.places.items() if one in paths}
    logo = (spec.branding or {}).get("logo_url")
    return {**found, logo: document.at("branding", "logo_url")} if logo else found


def _branding(stated: Mapping[str, str] | None) -> Mapping[str, str] | None:
    """Return the branding with its colour in lower case, since colours are compared without case."""
    if stated is None or "theme_color" not in stated:
        return stated
    return {**stated, "theme_color": stated["theme_color"].lower()}


def _wrong_principals(document: Document, audience: Resolved) -> Iterator[Problem]:
    """Find principals that no experience can have: IAM ARNs, for example, are for endpoint services only."""
    for member, position in (audience.ids or {}).items():
        if not PRINCIPAL_ID.fullmatch(member):
            hint = "an experience governs the organization (o-…), OUs (ou-…) and accounts (12 digits)"
            source = document.at("principals", position)
            yield error("principal-form", f"an experience cannot govern {member}", source, hint)


def _allowed_and_denied(document: Document, allow: Resolved, deny: Resolved) -> Iterator[Problem]:
    for member in sorted((allow.ids or {}).keys() & (deny.ids or {}).keys()):
        first = document.at("products", "allow", (allow.ids or {})[member])
        source = document.at("products", "deny", (deny.ids or {})[member])
        yield error("allowed-and-denied", f"{member} is denied here and allowed at {first}", source, "keep one of them")


def _archived_with_principals(document: Document, audience: Resolved) -> Iterator[Problem]:
    if document.body.get("status") == ExperienceStatus.ARCHIVED and audience.ids:
        hint = "write principals: [] (or name them in another experience): an archived experience governs no account"
        yield error(
            "archived-with-principals", "an archived experience holds principals", document.at("principals"), hint
        )


def check(wish: Wish) -> tuple[Problem, ...]:
    """Find principals, titles and ids that two documents share."""
    experiences = [desired for desired in wish.values() if isinstance(desired.spec, ExperienceSpec)]
    return (
        *_shared_principals(experiences),
        *_shared(experiences, "title", {d.address: d.spec.title for d in experiences}),
        *_shared(experiences, "id", {d.address: d.pin for d in experiences}),
    )


def _shared_principals(experiences: list[Desired[ExperienceSpec]]) -> Iterator[Problem]:
    holders: dict[str, Desired[ExperienceSpec]] = {}
    for desired in experiences:
        for member in sorted(desired.spec.principals or ()):
            holder = holders.setdefault(member, desired)
            if holder is not desired:
                first = holder.document.at("principals", holder.places[member])
                message = f"{member} belongs to {holder.address} already, at {first}"
                source = desired.document.at("principals", desired.places[member])
                hint = "a principal can be in one experience only"
                yield error("principal-in-two-experiences", message, source, hint, desired.address)


def _shared(
    experiences: list[Desired[ExperienceSpec]], field: str, values: Mapping[Address, str | None]
) -> Iterator[Problem]:
    seen: dict[str, Desired[ExperienceSpec]] = {}
    for desired in experiences:
        value = values[desired.address]
        first = seen.setdefault(value, desired) if value else desired
        if first is not desired and not (field == "title" and _told_apart(first, desired)):
            message = f"{field} {value!r} is already the {field} of {first.address}, at {first.document.at(field)}"
            hint = "if AWS has two such experiences, state the id: of both" if field == "title" else ""
            yield error(f"shared-{field}", message, desired.document.at(field), hint, desired.address)


def _told_apart(one: Desired[ExperienceSpec], other: Desired[ExperienceSpec]) -> bool:
    """Tell whether two documents of one title state different ids: AWS may have a title twice."""
    return None not in {one.pin, other.pin} and one.pin != other.pin
