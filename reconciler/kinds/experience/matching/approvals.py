"""Warnings about products and principals that a plan affects although no document states it. Pure.

Approving a user's request allows the product for the whole experience (facts: catalog 4.3).

Example: users of exp-a may request products, and AWS allows prod-x, which no document names. The plan denies prod-x and
warns with `approved-request`. The warning asks whether a request was approved if AWS lists change sets of ours on exp-a
and none of them has left prod-x allowed.
"""

from collections.abc import Iterator, Mapping

from reconciler.kinds.experience.spec import NONE, ExperienceStatus, Paired, Pairs
from reconciler.model import Mode, Problem, warning
from reconciler.product_forms import PRODUCT_ID

from .aliases import Aliases, replaces_products


def approved_requests(pairs: Pairs, aliases: Aliases, by_us: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    """Find allowed products that no document names, where users may request products.

    *by_us* has, by experience, the products that our change sets have left allowed. Without an entry nothing is known,
    and the message does not ask about a request.
    """
    for pair in pairs:
        remote_id = pair.remote_id
        asked = askable(pair) - by_us[remote_id] if remote_id in by_us else NONE
        for product in sorted(_unlisted(pair) - aliases.known):
            yield _unlisted_problem(pair, product, " (perhaps an approved request)" if product in asked else "")


def _unlisted_problem(pair: Paired, product: str, what: str) -> Problem:
    address = pair.desired.address
    message = f"{product} is allowed in AWS{what} and named in no document: an apply would deny it"
    hint = f"to keep it, {_adding(product)} to products.allow of {address}; otherwise users lose it"
    return warning("approved-request", message, pair.desired.document.at("products", "allow"), hint, address)


def _adding(product: str) -> str:
    """Return how to add *product* to a list: a product with an unusual id needs a name."""
    return "add it" if PRODUCT_ID.fullmatch(product) else "name it in a document of kind product and add the name"


def askable(pair: Paired) -> frozenset[str]:
    """Return the products that would be denied and that users may have requested."""
    live = pair.live
    return _unlisted(pair) if live and live.user_requests == "allow" else NONE


def _unlisted(pair: Paired) -> frozenset[str]:
    """Return the products that AWS allows, users may have requested, and the document does not list."""
    wish, live = pair.desired.spec, pair.live
    open_to_requests = live is not None and "allow" in {wish.user_requests, live.user_requests}
    if live is None or wish.allow is None or not replaces_products(pair.desired) or not open_to_requests:
        return NONE
    return (live.allow or NONE) - wish.allow - (wish.deny or NONE)


def doubly_listed(pairs: Pairs) -> Iterator[Problem]:
    """Find products that AWS lists as allowed and as denied: accounts cannot rely on buying them.

    Whether Allow takes an id out of Deny is not documented (facts: catalog 1.10).
    """
    for pair in pairs:
        desired = pair.desired
        if pair.observed and desired.spec.status is not ExperienceStatus.ARCHIVED:
            for product in sorted(pair.observed.facts.get("in_both", NONE)):
                message = f"{product} is both allowed and denied in {pair.observed.remote_id}; it counts as denied"
                source = desired.document.at("products", "allow")
                yield warning("product-in-both", message, source, _settling(product, pair), desired.address)


def _settling(product: str, pair: Paired) -> str:
    if pair.desired.mode is not Mode.OBSERVE and product in (pair.desired.spec.allow or NONE):
        return "this plan allows it"
    return f"allow it in {pair.desired.address} and apply; to deny it, do so in a second apply"


def first_policies(pairs: Pairs) -> Iterator[Problem]:
    """Warn of live experiences that get their first policy: until then they allow everything (facts: catalog 4.1)."""
    for pair in pairs:
        wish, live = pair.desired.spec, pair.live
        stated = any(value is not None for value in (wish.allow, wish.deny, wish.user_requests))
        carried_out = pair.desired.mode is not Mode.OBSERVE and wish.status is not ExperienceStatus.ARCHIVED
        if live and stated and carried_out and live.policy is None and live.status is ExperienceStatus.ENABLED:
            policy = f"{pair.desired.address} gets its first procurement policy"
            message = f"{policy}: accounts lose every product that it does not list"
            yield warning("first-policy", message, pair.desired.document.source, "", pair.desired.address)


def trapped_principals(pairs: Pairs) -> Iterator[Problem]:
    """Warn of principals that an archived experience would keep: it may release none (facts: catalog 4.1)."""
    for pair in pairs:
        wish, live = pair.desired.spec, pair.live
        ends = wish.status is ExperienceStatus.ARCHIVED and live and live.status is not ExperienceStatus.ARCHIVED
        left = ((live.principals if live else None) or NONE) - pair.desired.taken
        if ends and left and wish.principals is None and pair.desired.mode is not Mode.OBSERVE:
            message = f"{pair.desired.address} would be archived with {len(left)} principals in it"
            hint = (
                "write principals: [] first to remove them: AWS may refuse to remove them from an archived experience"
            )
            yield warning("archived-with-principals", message, pair.desired.document.source, hint, pair.desired.address)
