"""The customer that a question names: a principal, an `allowed_principals` document, or an account. Pure.

Example: `acme` is a document that names the principals `acme-prod` and `222222222222`. The customer has the accounts of
both, and the title of the document.
"""

from collections.abc import Iterator
from typing import NamedTuple

from reconciler.errors import UsageError
from reconciler.model import Feed
from reconciler.pipeline.loading import Repository
from reconciler.principal_forms import account_of
from reconciler.spelling import quoted
from reconciler.suggestions import did_you_mean

_A_CUSTOMER = "use the name or title of a principal or of an allowed_principals document, or an account id"


class Customer(NamedTuple):
    """A customer: its name in answers, and its accounts."""

    title: str
    accounts: frozenset[str]


def feeds_of(repository: Repository) -> Iterator[Feed]:
    """Return what `allowed_principals` documents add to services; a document with several services more than once."""
    for desired in repository.wish.values():
        yield from (*desired.fed, *desired.ended)


def customer_asked(given: str, repository: Repository) -> Customer:
    """Return the customer that *given* names. Raises UsageError for a name of nobody, or of several customers."""
    named: dict[str, set[Customer]] = {}
    for word, customer in _named(repository):
        named.setdefault(word, set()).add(customer)
    found = named.get(given, set())
    if not found and account_of(given) == given:
        return Customer(given, frozenset({given}))
    if not found:
        raise UsageError(f"no customer is called {given!r}", did_you_mean(given, list(named)) or _A_CUSTOMER)
    accounts = {one.accounts for one in found}
    if len(accounts) > 1:
        ids = ", ".join(sorted({account for some in accounts for account in some}))
        raise UsageError(f"{len(accounts)} customers are called {quoted(given)}", f"use an account id: {ids}")
    return min(found)


def _named(repository: Repository) -> Iterator[tuple[str, Customer]]:
    """Return each word that names a customer. A document comes before a principal of the same name."""
    documents = set()
    for feed in feeds_of(repository):
        accounts = frozenset(filter(None, map(account_of, feed.members)))
        title = feed.title or feed.source.name
        if accounts:
            documents.add(feed.source.name)
            yield from ((word, Customer(title, accounts)) for word in (feed.source.name, title))
    for label, name in repository.references.names.get("principal", {}).items():
        account, title = account_of(name.id), name.title or label
        if account and label not in documents:
            customer = Customer(title, frozenset({account}))
            yield from ((word, customer) for word in {label, title, account} - documents)
