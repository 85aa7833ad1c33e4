"""The Agreement Service: SearchAgreements with its filters and pages, DescribeAgreement (subscribers 1.1 to 1.3)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from reconciler import limits
from reconciler.twin.catalog.shapes import Choice, ListOf, Shape, Structure, Text, Whole
from reconciler.twin.moments import read_timestamp
from reconciler.twin.pages import page

from .codes import INVALID_TOKEN, RESOURCE_NOT_FOUND, VALIDATION
from .seed import SeededAgreement

Answer = dict[str, Any]
Parameters = Mapping[str, Any]

PROPOSER, ACCEPTOR = "Proposer", "Acceptor"
TIMES: Final = ("EndTime", "StartTime", "LastUpdateTime")
KEPT: Final = frozenset({"AgreementType", "PartyType"})
END: Final = frozenset({"BeforeEndTime", "AfterEndTime"})
OF_AN_ACCEPTOR: Final = tuple(
    map(
        frozenset,
        (
            (),
            ("Status",),
            ("ResourceIdentifier",),
            ("ResourceIdentifier", "Status"),
            ("ResourceType",),
            ("OfferId",),
            ("OfferId", "Status"),
            ("OfferSetId",),
            ("OfferSetId", "Status"),
        ),
    )
)
"""The combinations that an acceptor may use, besides AgreementType and the filters on the end (model)."""
SHAPES: Final = (
    ("catalog", Choice((limits.CATALOG,)), "INVALID_CATALOG"),
    (
        "filters",
        ListOf(
            Structure(
                {
                    "name": Text((1, 32), r"[A-Za-z_]+"),
                    "values": ListOf(Text((1, 256), r"[A-Za-z0-9.,+:/_-]+"), (1, limits.AGREEMENT_FILTER_VALUES)),
                }
            ),
            (1, limits.AGREEMENT_FILTERS),
        ),
        "INVALID_FILTERS",
    ),
    ("sort", Structure(optional={"sortBy": Text(), "sortOrder": Text()}), "INVALID_SORT_BY"),
    ("maxResults", Whole(1, limits.SEARCH_AGREEMENTS_PAGE), "INVALID_MAX_RESULTS"),
    ("nextToken", Text((0, 8192), r"[a-zA-Z0-9+/=_-]+"), "INVALID_NEXT_TOKEN"),
)
MATCHES: Final[Mapping[str, Callable[[SeededAgreement, str], bool]]] = MappingProxyType(
    {
        "AgreementType": lambda _, value: value == limits.PURCHASE_AGREEMENT,
        "PartyType": lambda *_: True,
        "ResourceIdentifier": lambda one, value: one.product == value,
        "ResourceType": lambda one, value: one.type == value,
        "AcceptorAccountId": lambda one, value: one.buyer == value,
        "OfferId": lambda one, value: one.offer == value,
        "Status": lambda one, value: one.status == value,
        "InitialAgreementId": lambda one, value: (one.initial or one.id) == value,
        "LicenseArn": lambda one, value: value in one.licences,
        "BeforeEndTime": lambda one, value: bool(one.end) and str(one.end) < value,
        "AfterEndTime": lambda one, value: bool(one.end) and str(one.end) > value,
        "BeforeStartTime": lambda one, value: one.start < value,
        "AfterStartTime": lambda one, value: one.start > value,
        "BeforeLastUpdateTime": lambda one, value: (one.updated or one.start) < value,
        "AfterLastUpdateTime": lambda one, value: (one.updated or one.start) > value,
        # The twin has no offer sets, contacts or reasons why an agreement ends.
        "OfferSetId": lambda *_: False,
        "EndTimeBehaviorType": lambda *_: False,
        "EndTimeBehaviorReasonCode": lambda *_: False,
        "IncludesContactOfType": lambda *_: False,
    }
)
"""Whether an agreement fits the value of each filter."""


def search_agreements(agreements: Iterable[SeededAgreement], account: str, sent: Parameters) -> Answer:
    """Return one page of the agreements that *account* proposed or accepted and that fit all filters.

    Raises:
        Refusal: a parameter or a combination of filters is not supported.
    """
    _check(sent)
    filters = {item["name"]: item["values"][0] for item in sent.get("filters", ())}
    _check_filters(filters, len(sent.get("filters", ())))
    found = [one for one in agreements if _party(one, filters["PartyType"]) == account and _fits(one, filters)]
    ordered = _sorted(found, sent.get("sort", {}), filters["PartyType"])
    asked = {name: value for name, value in sent.items() if name not in {"nextToken", "maxResults"}}
    token = {"NextToken": sent["nextToken"]} if "nextToken" in sent else {}
    size = sent.get("maxResults", limits.SEARCH_AGREEMENTS_PAGE)
    items, following = page(ordered, {**asked, **token}, size, INVALID_TOKEN)
    more = {"nextToken": following["NextToken"]} if following else {}
    return {"agreementViewSummaries": [_summary(one) for one in items], **more}


def describe_agreement(agreements: Iterable[SeededAgreement], account: str, sent: Parameters) -> Answer:
    """Return one agreement of which *account* is a party.

    Raises:
        Refusal: there is none with this id.
    """
    for one in agreements:
        if one.id == sent.get("agreementId") and account in {one.buyer, one.proposer}:
            summary = _summary(one)
            return {name: value for name, value in summary.items() if name not in {"entitlements", "lastUpdateTime"}}
    raise RESOURCE_NOT_FOUND(sent.get("agreementId"))


def _check(sent: Parameters) -> None:
    for name, shape, reason in SHAPES:
        problems = _problems(shape, name, sent)
        if problems:
            raise VALIDATION("; ".join(problems), reason)


def _problems(shape: Shape, name: str, sent: Parameters) -> list[str]:
    return sorted(shape.problems(name, sent[name])) if name in sent else []


def _check_filters(filters: Mapping[str, str], count: int) -> None:
    """Refuse unknown filters, those that are missing, and combinations that a party may not use."""
    for wrong, reason in _wrong(filters, count):
        raise VALIDATION(wrong, reason)


def _wrong(filters: Mapping[str, str], count: int) -> Iterator[tuple[str, str]]:
    for name in filters.keys() - MATCHES.keys():
        yield f"{name} is not a filter", "INVALID_FILTER_NAME"
    if len(filters) < count:
        yield "A filter is used more than once", "INVALID_FILTERS"
    if filters.get("AgreementType") != limits.PURCHASE_AGREEMENT:
        yield f"The filter AgreementType is required: {limits.PURCHASE_AGREEMENT}", "UNSUPPORTED_FILTERS"
    if "PartyType" not in filters:
        yield "The filter PartyType is required", "MISSING_PARTY_TYPE"
    elif filters["PartyType"] not in {PROPOSER, ACCEPTOR}:
        yield f"PartyType must be {PROPOSER} or {ACCEPTOR}", "INVALID_PARTY_TYPE"
    if filters.get("PartyType") == ACCEPTOR and filters.keys() - KEPT - END not in OF_AN_ACCEPTOR:
        yield "An acceptor cannot combine these filters", "UNSUPPORTED_FILTERS"


def _sorted(found: Sequence[SeededAgreement], sort: Mapping[str, str], party: str) -> Sequence[SeededAgreement]:
    by, order = sort.get("sortBy", TIMES[0]), sort.get("sortOrder", "ASCENDING")
    if by not in TIMES or (by != TIMES[0] and party != PROPOSER):
        raise VALIDATION(f"A {party} cannot sort by {by}", "INVALID_SORT_BY")
    if order not in {"ASCENDING", "DESCENDING"}:
        raise VALIDATION("sortOrder must be ASCENDING or DESCENDING", "INVALID_SORT_ORDER")
    keys: Mapping[str, Callable[[SeededAgreement], str]] = {
        "EndTime": lambda one: one.end or "9999",
        "StartTime": lambda one: one.start,
        "LastUpdateTime": lambda one: one.updated or one.start,
    }
    return sorted(found, key=lambda one: (keys[by](one), one.id), reverse=order == "DESCENDING")


def _party(one: SeededAgreement, party: str) -> str:
    return one.proposer if party == PROPOSER else one.buyer


def _fits(one: SeededAgreement, filters: Mapping[str, str]) -> bool:
    return all(MATCHES[name](one, value) for name, value in filters.items())


def _summary(one: SeededAgreement) -> Answer:
    """Write one agreement; times are seconds since 1970, and an agreement without end has no `endTime`."""
    end = {"endTime": read_timestamp(one.end)} if one.end else {}
    return {
        "agreementId": one.id,
        "acceptanceTime": read_timestamp(one.start),
        "startTime": read_timestamp(one.start),
        **end,
        "lastUpdateTime": read_timestamp(one.updated or one.start),
        "agreementType": limits.PURCHASE_AGREEMENT,
        "acceptor": {"accountId": one.buyer},
        "proposer": {"accountId": one.proposer},
        "proposalSummary": {"resources": [{"id": one.product, "type": one.type}], "offerId": one.offer},
        "status": one.status,
        "entitlements": [{"licenseArn": arn} for arn in one.licences],
        "initialAgreementId": one.initial or one.id,
    }
