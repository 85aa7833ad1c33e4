"""Random organizations with experiences, and random desired states for them, as seeds of the twin and as YAML."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from hypothesis import strategies as st

ORGANIZATION, MANAGEMENT = "o-abcdef1234", "111111111111"
ACCOUNTS = [str(digit) * 12 for digit in range(2, 8)]
UNITS = [f"ou-abcd-unit000{number}" for number in range(3)]
TITLES = ["Alpha", "Beta", "Gamma", "Delta", "beta"]
WORDS = ["one", "two words", "Drei: # vier"]
PRODUCTS = [f"prod-{number:03}" for number in range(120)]
NAMED = {product: product.replace("prod-", "p") for product in PRODUCTS[:40]}
"""Products that have a name in the repository; the first three are the group `first`."""
GROUP = frozenset(PRODUCTS[:3])

Body = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """A seed of the twin, experience documents by name (literal ids only), and what the command line says."""

    seed: Body
    documents: Mapping[str, Body]
    options: Mapping[str, Any] = field(default_factory=dict)


def some(value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw a value, or None for "not there"."""
    return st.none() | value


def stated(fields: Mapping[str, Any]) -> Body:
    """Return the fields without those that are None."""
    return {key: value for key, value in fields.items() if value is not None}


@st.composite
def product_lists(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """Draw allowed and denied products: mostly a few, sometimes more than two change sets take."""
    few = st.sets(st.sampled_from(PRODUCTS[:12]), max_size=5)
    many = st.integers(49, 120).map(lambda size: set(PRODUCTS[:size]))
    allow = draw(few | few | many)
    return sorted(allow), sorted(draw(few | few | many) - allow)


STATES = st.sampled_from(["ACTIVE", "ACTIVE", "CLOSED", "PENDING_ACTIVATION"])


@st.composite
def organizations(draw: st.DrawFn) -> Body:
    """Draw a tree of OUs with accounts, of which some are closed and some are not activated yet."""
    holders: list[Body] = [{"id": ORGANIZATION, "management_account": {"id": MANAGEMENT, "name": "Management"}}]
    for unit in UNITS:
        parent = draw(st.sampled_from(holders))
        holders.append({"id": unit, "name": unit})
        parent.setdefault("units", []).append(holders[-1])
    for account in ACCOUNTS:
        parent = draw(st.sampled_from(holders))
        parent.setdefault("accounts", []).append({"id": account, "name": account, "state": draw(STATES)})
    return holders[0]


def shares(draw: st.DrawFn, holders: int) -> list[list[str]]:
    """Draw a holder, of so many, or none for each principal."""
    found: list[list[str]] = [[] for _ in range(holders)]
    for principal in (ORGANIZATION, *UNITS, *ACCOUNTS):
        holder = draw(st.integers(-1, holders - 1))
        if holder >= 0:
            found[holder].append(principal)
    return found


BRANDING = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(WORDS),
        "information": st.sampled_from(WORDS),
        "theme_color": st.sampled_from(["#0e7f74", "#232F3E"]),
        "logo_url": st.just("https://example.com/logo.png"),
    },
)
IN_AWS = {"title": "Title", "information": "Information", "theme_color": "ThemeColor", "logo_url": "LogoUrl"}
OLD = {"logo_url": "https://logos.example.com/old.png"}
TAGS = st.fixed_dictionaries({}, optional={"team": st.sampled_from(["a", "b"]), "cost center": st.just("")})


@st.composite
def observed(draw: st.DrawFn, number: int, principals: Sequence[str]) -> Body:
    """Draw one experience as AWS has it."""
    allow, deny = draw(product_lists())
    archived = draw(st.booleans()) and draw(st.booleans())
    requests = st.sampled_from(["Allow", "Deny"])
    branding = draw(some(BRANDING))
    return stated(
        {
            "id": f"exp-{number}",
            "name": draw(st.sampled_from(TITLES)),
            "description": draw(some(st.sampled_from(WORDS))),
            "status": "Disabled" if archived else draw(st.sampled_from(["Enabled", "Disabled"])),
            "admin_status": "Restricted" if archived else "Editable",
            "revision": draw(st.integers(1, 9)),
            "policy": draw(some(requests.map(lambda word: {"requests": word, "allow": allow, "deny": deny}))),
            "branding": None
            if branding is None
            else {IN_AWS[key]: OLD.get(key, value) for key, value in branding.items()},
            "principals": list(principals) if draw(st.booleans()) or principals else None,
            "tags": draw(TAGS),
        }
    )


@st.composite
def wanted(draw: st.DrawFn, title: str, pin: str | None, principals: Sequence[str]) -> Body:
    """Draw one document with literal ids; None means "not stated"."""
    allow, deny = draw(product_lists())
    status = draw(some(st.sampled_from(["enabled", "disabled", "archived"])))
    listed = [] if status == "archived" else list(principals)
    products = stated({"allow": draw(some(st.just(allow))), "deny": draw(some(st.just(deny)))})
    return stated(
        {
            "id": pin,
            "title": title if pin is None else draw(some(st.just(title))),
            "description": draw(some(st.sampled_from(WORDS))),
            "status": status,
            "user_requests": draw(some(st.sampled_from(["allow", "deny"]))),
            "principals": draw(some(st.just(listed))),
            "products": draw(some(st.just(products))),
            "branding": draw(some(BRANDING)),
            "tags": draw(some(TAGS)),
            "mode": draw(some(st.sampled_from(["exclusive", "additive", "observe"]))),
        }
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw an organization, the live state and the desired state."""
    there, documents = draw(st.integers(0, 4)), draw(st.integers(1, 4))
    held, claimed = shares(draw, there), shares(draw, documents)
    titles = draw(st.permutations(TITLES))
    pins = [*draw(st.permutations([None, None, *(f"exp-{number}" for number in range(there))])), None, None]
    seed = {
        "version": 1,
        "organization": draw(organizations()),
        "experiences": [draw(observed(number, held[number])) for number in range(there)],
    }
    wishes = {name: draw(wanted(titles[at], pins[at], claimed[at])) for at, name in enumerate("abcd"[:documents])}
    everything: st.SearchStrategy[dict[str, Any]] = st.just({})
    partly = st.fixed_dictionaries({}, optional={"no_removals": st.just(value=True), "select": selections(wishes)})
    return Case(seed, wishes, draw(everything | everything | partly))


def selections(wishes: Iterable[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Draw selectors that match some of the documents."""
    some_of = st.sets(st.sampled_from(sorted(wishes)), min_size=1)
    return some_of.map(lambda names: tuple(f"experience.{name}" for name in sorted(names)))


def plainly(value: Any) -> str:  # noqa: ANN401 - JSON
    """Return a value as YAML on one line; words and ids have no quotes."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{plainly(key)}: {plainly(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(plainly, value)) + "]"
    return value if re.fullmatch(r"[\w-]+", value) else json.dumps(value, ensure_ascii=False)


def names() -> str:
    """Return the documents of the names that lists may use instead of ids."""
    products: dict[str, Any] = {name: {"id": id_} for id_, name in NAMED.items()}
    for id_ in GROUP:
        products[NAMED[id_]]["groups"] = ["first"]
    principals = {f"n{id_[-6:]}": {"id": id_} for id_ in (ORGANIZATION, *UNITS)}
    return (
        f"{plainly({'kind': 'product', 'items': products})}\n---\n{plainly({'kind': 'principal', 'items': principals})}"
    )


def files(documents: Mapping[str, Body], chance: Random) -> dict[str, str]:
    """Draw files with the documents.

    Their order, their files, the order of keys and lists, and names for ids are random.
    """
    written: dict[str, list[str]] = {f"{chance.randrange(100)}/names.yaml": [names()]}
    addresses = chance.sample(sorted(documents), len(documents))
    while addresses:
        taken = [addresses.pop() for _ in range(chance.randint(1, len(addresses)))]
        bodies = {name: shuffled(documents[name], chance) for name in taken}
        as_items = len(taken) > 1 or chance.random() < 0.5
        texts = (
            [plainly({"kind": "experience", "items": bodies})]
            if as_items
            else [plainly({"kind": "experience", "name": name, **body}) for name, body in bodies.items()]
        )
        written.setdefault(f"{chance.randrange(3)}.yaml", []).extend(texts)
    return {file: "\n---\n".join(texts) for file, texts in written.items()}


def shuffled(body: Body, chance: Random) -> Body:
    """Draw the same desired state in another order and with other names."""
    keys = chance.sample(sorted(body), len(body))
    return {key: _reworded(key, body[key], chance) for key in keys}


def _reworded(key: str, value: Any, chance: Random) -> Any:  # noqa: ANN401 - JSON
    if key == "products":
        return {name: _listed(value[name], chance) for name in chance.sample(sorted(value), len(value))}
    if key == "principals":
        words = [f"n{one[-6:]}" if not one.isdigit() and chance.random() < 0.5 else one for one in value]
        return chance.sample(words, len(words))
    return value


def _listed(ids: Sequence[str], chance: Random) -> list[str]:
    group = ["group:first"] if set(ids) >= GROUP and chance.random() < 0.5 else []
    rest = [one for one in ids if not group or one not in GROUP]
    words = group + [NAMED[one] if one in NAMED and chance.random() < 0.5 else one for one in rest]
    return chance.sample(words, len(words))
