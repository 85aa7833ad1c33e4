"""The account and the product that a question names, found by id or name. Pure.

Every text by which an answer names an id is accepted: the id, its names, and the id followed by its name.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from reconciler.errors import UsageError
from reconciler.names import GROUP, References
from reconciler.pipeline.planning import Planning
from reconciler.principal_forms import account_of
from reconciler.product_forms import PAGE, PRODUCT_ID
from reconciler.render import clean
from reconciler.spelling import named, quoted
from reconciler.suggestions import did_you_mean

_AN_ACCOUNT = "use an account id of 12 digits, its name in AWS, or the name or title of a principal that is an account"
_A_PRODUCT = "use the name or title of a product in the repository, or an id: prod-… or hexadecimal"


class Called(NamedTuple):
    """An id and one of its names."""

    name: str
    id: str


def names_told(planning: Planning) -> dict[str, str]:
    """Return how an answer names each id: by the repository's title, else AWS's name, else the repository's name."""
    references, organization = planning.repository.references, planning.course.organization
    known = (references.labels(), organization.names(), planning.plan.names, references.titles())
    return {id_: name for names in known for id_, name in names.items() if name.strip()}


def customers_told(planning: Planning) -> dict[str, str]:
    """Return `names_told`, and for an account without a name the title of its roles and users, if all have the same."""
    told, titles = names_told(planning), dict[str, set[str]]()
    for id_, title in planning.repository.references.titles().items():
        if (account := account_of(id_)) and title.strip():
            titles.setdefault(account, set()).add(title)
    return {account: next(iter(many)) for account, many in titles.items() if len(many) == 1} | told


def account_asked(given: str, planning: Planning) -> str:
    """Return the id of an account that is given by its id, its name in AWS, or its name in the repository.

    Raises UsageError for an account that is not in the organization, and for a name of several accounts.
    """
    planning.course.organization.require(whole=True)
    accounts = planning.course.organization.accounts
    if given in accounts:
        return given
    in_aws = [Called(account.name, account.id) for account in accounts.values() if account.name.strip()]
    called = [*in_aws, *_called("principal", accounts, planning)]
    found = _one_of("accounts", given, called)
    if found is None:
        known = [*accounts, *(one.name for one in called)]
        raise UsageError(f"the organization has no account {given!r}", did_you_mean(given, known) or _AN_ACCOUNT)
    return found


def product_asked(given: str, planning: Planning) -> str:
    """Return the id of a product that is given by its name in the repository, its id, or another id of it.

    An id without a name is accepted if it has the form of a product id or stands in a list. Raises UsageError for any
    other text, and for a name of several products.
    """
    references = planning.repository.references
    named, aliases = references.names.get("product", {}), references.ids()
    ids = _listed(planning) | {one.id for one in named.values()}
    if given in ids - aliases.keys():
        return given
    called = [*_called("product", ids, planning), *(Called(alias, id_) for alias, id_ in aliases.items())]
    found = _one_of("products", given, called)
    if found is None and not PRODUCT_ID.fullmatch(given):
        raise _no_product(given, references, called)
    return found or given


def _called(kind: str, ids: Collection[str], planning: Planning) -> Iterator[Called]:
    """Return the names of each of *ids*, in the repository and in answers."""
    told = names_told(planning)
    for id_ in ids:
        if name := told.get(id_):
            yield from (Called(name, id_), Called(clean(name), id_), Called(f"{id_} ({clean(name)})", id_))
    for label, one in planning.repository.references.names.get(kind, {}).items():
        if one.id in ids:
            yield from (Called(label, one.id), Called(one.title or label, one.id))


def _one_of(what: str, given: str, called: Iterable[Called]) -> str | None:
    """Return the only id that is called *given*, or None. Raises UsageError if there are several."""
    found = sorted({one.id for one in called if one.name == given})
    if len(found) > 1:
        raise UsageError(f"{len(found)} {what} are called {quoted(given)}", f"use an id: {named(found, {})}")
    return found[0] if found else None


def _listed(planning: Planning) -> set[str]:
    """Return the products of all lists: those that are allowed now or after the plan, and those that AWS denies."""
    ends = (planning.course.before, planning.course.after)
    allowed = {product for state in ends for one in state.values() for product in one.products or ()}
    return allowed | {product for denied in planning.plan.irremovable.values() for product in denied}


def _no_product(given: str, references: References, called: Iterable[Called]) -> UsageError:
    """Return an error that says what *given* is instead, or what may have been meant."""
    members = references.groups.get("product", {}).get(given.removeprefix(GROUP), ())
    if given.startswith(PAGE):
        return UsageError(f"{given} is a page, not a product", "use the product's id, or its name in the repository")
    if members or given.startswith(GROUP):
        such = f", such as {min(members)!r}" if members else ""
        return UsageError(f"{given!r} is a group, not a product", f"name one product{such}")
    known = [word for one in called for word in one]
    return UsageError(f"no product is called {given!r}", did_you_mean(given, known) or _A_PRODUCT)
