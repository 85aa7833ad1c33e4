"""The names of customers: of `principal` documents, else the titles of the documents that feed services. Pure.

Example: a document with `title: Acme Corp` names the role `reader` of account 1. The role and account 1 are called
`Acme Corp`, unless a `principal` document has another name for them.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from reconciler.model import Desired, Wish
from reconciler.names import References
from reconciler.principal_forms import ALLOWED, account_of, normal_form, normal_forms
from reconciler.regions import partition_of


def titles_of(wish: Wish, references: References, partitions: Collection[str]) -> Mapping[str, str]:
    """Return the title of each principal that has one, or else its name, by its normal form in each of *partitions*."""
    return {**_of_feeds(wish.values()), **_of_names(references, partitions)}


def _of_feeds(wish: Iterable[Desired[Any]]) -> Mapping[str, str]:
    """Return the titles of documents that feed services, by the normal form of each principal and by its account."""
    titles: dict[str, str] = {}
    for desired in wish:
        for feed in (one for one in (*desired.fed, *desired.ended) if one.title):
            partition = partition_of(desired.spec.region or "")
            for principal in normal_forms(feed.members, partition):
                account = account_of(principal) or principal
                titles |= {one: feed.title for one in (principal, account) if one not in titles}
    return titles


def _of_names(references: References, partitions: Collection[str]) -> Mapping[str, str]:
    """Return the titles of principals, or else their names, by the normal form of the principal."""
    names = references.names.get("principal", {})
    return {
        normal_form(name.id, partition): name.title or label
        for label, name in names.items()
        if ALLOWED.fullmatch(name.id)
        for partition in partitions
    }
