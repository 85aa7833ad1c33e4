"""GetAgreementEntitlements: what an agreement entitles to, with its registration token (subscribers 1.2)."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from reconciler import limits
from reconciler.twin.catalog.shapes import Structure, Text, Whole
from reconciler.twin.pages import page

from .codes import INVALID_TOKEN, RESOURCE_NOT_FOUND, VALIDATION
from .seed import SeededAgreement

REQUEST: Final = Structure(
    {"agreementId": Text((1, 64), r"[A-Za-z0-9_/-]+")},
    {"maxResults": Whole(1, limits.AGREEMENT_ENTITLEMENTS_PAGE), "nextToken": Text((0, 8192), r"[a-zA-Z0-9+/=_-]+")},
)
PROVISIONED, DEPROVISIONED = "PROVISIONED", "DEPROVISIONED"


def get_agreement_entitlements(
    agreements: Iterable[SeededAgreement], account: str, sent: Mapping[str, Any]
) -> dict[str, Any]:
    """Return one page of the entitlements of an agreement of which *account* is a party, one for each licence.

    Raises:
        Refusal: a parameter is not valid, or there is no such agreement.
    """
    if problems := sorted(REQUEST.problems("GetAgreementEntitlements", sent)):
        raise VALIDATION("; ".join(problems), "INVALID_AGREEMENT_ID")
    found = [one for one in agreements if one.id == sent["agreementId"] and account in {one.buyer, one.proposer}]
    if not found:
        raise RESOURCE_NOT_FOUND(sent["agreementId"])
    every = [_entitlement(found[0], licence) for licence in found[0].licences or (None,)]
    asked = {"agreementId": sent["agreementId"]}
    token = {"NextToken": sent["nextToken"]} if "nextToken" in sent else {}
    size = sent.get("maxResults", limits.AGREEMENT_ENTITLEMENTS_PAGE)
    items, following = page(every, {**asked, **token}, size, INVALID_TOKEN)
    more = {"nextToken": following["NextToken"]} if following else {}
    return {"agreementEntitlements": items, **more}


def _entitlement(one: SeededAgreement, licence: str | None) -> dict[str, Any]:
    return {
        "resource": {"id": one.product, "type": one.type},
        "type": "Entitlement",
        "status": PROVISIONED if one.status == "ACTIVE" else DEPROVISIONED,
        **({"licenseArn": licence} if licence else {}),
        **({"registrationToken": one.token} if one.token else {}),
    }
