"""The answer of `effective` (contract 5): who can buy what, now and after the plan."""

from typing import Literal, NotRequired, TypedDict

from .problem import ProblemJson

End = Literal["now", "after"]
"""The two keys of everything that is compared: as AWS is, and as it is once the plan is carried out."""


class SkippedJson(TypedDict):
    """An experience on the path that does not govern."""

    experience: str
    status: str


class DecisionJson(TypedDict):
    """The experience that governs an account, and the path up to the principal that decides."""

    experience: str | None
    path: list[str]
    skipped: list[SkippedJson]


class EffectiveAccountJson(TypedDict):
    """One account, and why it is governed as it is."""

    id: str
    open: bool
    state: str
    now: DecisionJson
    after: DecisionJson


class MayBuyJson(TypedDict):
    """Whether accounts may buy the product."""

    now: bool
    after: bool


class EffectiveGroupJson(TypedDict):
    """Open accounts that are governed alike. Only an answer about a product has *may_buy*."""

    now: str | None
    after: str | None
    accounts: list[str]
    may_buy: NotRequired[MayBuyJson]


class ProductsJson(TypedDict):
    """The products that an experience allows; *everything* without a procurement policy."""

    everything: bool
    products: list[str]


class CatalogueJson(TypedDict):
    """The products that an experience allows; null where it is not there or archived."""

    now: ProductsJson | None
    after: ProductsJson | None


class EffectiveJson(TypedDict):
    """The answer of `effective`; *account* and *product* are null unless they were asked for."""

    format_version: str
    plan_digest: str
    names: dict[str, str]
    account: EffectiveAccountJson | None
    product: str | None
    groups: list[EffectiveGroupJson]
    catalogues: dict[str, CatalogueJson]
    problems: list[ProblemJson]
