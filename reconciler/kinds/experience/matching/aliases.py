"""Product ids that AWS reports in another form than they were sent (facts: catalog 4.6, unknown which). Pure.

A product document may name further ids (`aliases`). A desired list then states the id that AWS uses. If an allowed id
vanishes while an unknown one appears, nothing is denied: a user has to say whether both are one product.

Example: the product `datadog` has the id prod-a and the alias prod-b, and a document allows `datadog`. If AWS lists
prod-b as allowed, the desired list has prod-b, and there is nothing to change.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from reconciler.kinds.experience.spec import NONE, ExperienceStatus, Paired, Pairs, Wanted
from reconciler.model import Mode, Pair, Problem, error
from reconciler.names import References


@dataclass(frozen=True, slots=True)
class Aliases:
    """The product ids of a repository.

    *other* has the further ids of each id. *known* are all ids. *titles* are by id.
    """

    other: Mapping[str, frozenset[str]]
    known: frozenset[str]
    titles: Mapping[str, str]

    @classmethod
    def of(cls, references: References) -> "Aliases":
        """Collect the aliases of all product documents."""
        products = references.names.get("product", {}).values()
        other = {product.id: product.aliases for product in products if product.aliases}
        known = frozenset(id_ for product in products for id_ in (product.id, *product.aliases))
        titles = {id_: p.title for p in products if p.title for id_ in (p.id, *p.aliases)}
        return cls(other, known, titles)

    def spoken_by_aws(self, pair: Paired) -> Paired:
        """Return *pair* with the desired ids replaced by those aliases that the live experience lists instead."""
        if pair.observed is None or not self.other:
            return pair
        live, spec = pair.observed.spec, pair.desired.spec
        allow = self._spoken(spec.allow, live.allow or NONE, live.deny or NONE)
        deny = self._spoken(spec.deny, live.deny or NONE, live.allow or NONE)
        return Pair(replace(pair.desired, spec=replace(spec, allow=allow, deny=deny)), pair.observed)

    def _spoken(
        self, wanted: frozenset[str] | None, here: frozenset[str], there: frozenset[str]
    ) -> frozenset[str] | None:
        if wanted is None:
            return None
        return frozenset(form for id_ in wanted for form in self._forms(id_, here, there))

    def _forms(self, id_: str, here: frozenset[str], there: frozenset[str]) -> frozenset[str]:
        """Return the forms of *id_* in the same live list, else those in the other live list, else *id_* itself."""
        if id_ not in self.other:
            return frozenset({id_})
        forms = self.other[id_] | {id_}
        return forms & here or forms & there or frozenset({id_})


def replaces_products(wish: Wanted) -> bool:
    """Tell whether carrying out *wish* denies what it does not allow; an archived experience is left as it is."""
    return wish.mode is Mode.EXCLUSIVE and wish.spec.status is not ExperienceStatus.ARCHIVED


def suspects(pair: Paired, known: frozenset[str] = NONE) -> tuple[frozenset[str], frozenset[str]]:
    """Return the ids that should be allowed and are in no list, and the allowed ids that nothing names.

    Returns two empty sets unless there are ids of both kinds.
    """
    wish, live = pair.desired.spec, pair.live
    if live is None or wish.allow is None or not replaces_products(pair.desired):
        return NONE, NONE
    missing = wish.allow - (live.allow or NONE) - (live.deny or NONE)
    unknown = (live.allow or NONE) - wish.allow - (wish.deny or NONE) - known
    return (missing, unknown) if missing and unknown else (NONE, NONE)


def vanished_products(
    pairs: Pairs, allowed_before: Mapping[str, frozenset[str]], aliases: Aliases
) -> Iterator[Problem]:
    """Find experiences that no longer list an id which a change set allowed, and list an unknown id instead."""
    for pair in pairs:
        missing, unknown = suspects(pair, aliases.known)
        vanished = missing & allowed_before.get(pair.remote_id, NONE)
        if vanished and unknown:
            desired, gone, come = pair.desired, ", ".join(sorted(vanished)), ", ".join(sorted(unknown))
            message = (
                f"AWS no longer lists {gone} and lists the unknown {come} as allowed: they may be ids of one product"
            )
            hint = (
                "if so, add the new id to the product's aliases; else name it in allow or deny; until then "
                "nothing is denied"
            )
            source = desired.document.at("products", "allow")
            yield error("product-alias", message, source, hint, desired.address)
