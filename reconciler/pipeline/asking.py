"""What a question is about: the account and the product that somebody names, understood or refused. Pure."""

from reconciler.errors import UsageError
from reconciler.kind import References
from reconciler.product_forms import PAGE, PRODUCT_ID
from reconciler.references import GROUP
from reconciler.spelling import did_you_mean

from .planning import Planning

_AN_ACCOUNT = "an account id of 12 digits, or the name of a principal that is an account"
_A_PRODUCT = "the name of a product in the repository, or an id: prod-… or hexadecimal"


def account_asked(given: str, planning: Planning) -> str:
    """Understand an account: its id, or what the repository calls it.

    Raises UsageError for an account that the organisation has not.
    """
    accounts = planning.course.organization.accounts
    named = planning.repository.references.names.get("principal", {})
    found = named[given].id if given in named else given
    if found not in accounts:
        known = [*accounts, *(name for name, one in named.items() if one.id in accounts)]
        raise UsageError(f"the organisation has no account {given!r}", did_you_mean(given, known) or _AN_ACCOUNT)
    return found


def product_asked(given: str, planning: Planning) -> str:
    """Understand a product: what the repository calls it, its id, or another id that AWS may tell for it.

    An id that nothing names is one all the same, if it has the form of one or stands in a list. Raises UsageError for
    everything else: who may buy what is no product is no question.
    """
    references = planning.repository.references
    named = references.names.get("product", {})
    if given in named:
        return named[given].id
    found = references.ids().get(given, given)
    if not PRODUCT_ID.fullmatch(found) and not _is_listed(found, planning):
        raise _no_product(given, references)
    return found


def _is_listed(product: str, planning: Planning) -> bool:
    """Tell whether any list has *product*: one that is allowed, now or after the plan, or one that AWS denies."""
    ends = (planning.course.before, planning.course.after)
    allowed = any(product in (one.products or ()) for world in ends for one in world.values())
    return allowed or any(product in denied for denied in planning.plan.residue.values())


def _no_product(given: str, references: References) -> UsageError:
    """Say what *given* is instead, or what may have been meant."""
    members = references.groups.get("product", {}).get(given.removeprefix(GROUP), ())
    if given.startswith(PAGE):
        return UsageError(f"{given} is a page, not a product", "give the product id, or its name in the repository")
    if members or given.startswith(GROUP):
        such = f", such as {min(members)!r}" if members else ""
        return UsageError(f"{given!r} is a group, not a product", f"name one product{such}")
    named = references.names.get("product", {})
    known = [*named, *(one.id for one in named.values())]
    return UsageError(f"no product is called {given!r}", did_you_mean(given, known) or _A_PRODUCT)
