"""The Details of the twelve change types of `Experience@1.0` (catalog 1.10), checked before a set starts."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import Any, Final

from reconciler import limits

from .codes import VALIDATION
from .shapes import Choice, ListOf, Shape, Structure, Text, check

NAME = Text(limits.NAME_LENGTH, limits.NAME_PATTERN)
DESCRIPTION = Text(limits.DESCRIPTION_LENGTH)
STATUS = Choice(limits.EXPERIENCE_STATUSES)
REQUESTS = Structure(required={"PolicyResourceRequests": Choice(limits.POLICY_RESOURCE_REQUESTS)})
PRINCIPALS = ListOf(Text((1, 255)), (1, limits.MEMBERS_PER_CHANGE))
PRODUCTS = ListOf(
    Structure(
        required={"Ids": ListOf(Text(limits.PRODUCT_ID_LENGTH), (1, limits.MEMBERS_PER_CHANGE))},
        optional={"Notes": Text(limits.PRODUCT_NOTES_LENGTH)},
    ),
    (1, limits.PRODUCT_BLOCKS_PER_CHANGE),
)
BRANDING = Structure(
    optional={
        "Title": Text(limits.BRANDING_TITLE_LENGTH),
        "Information": Text(limits.BRANDING_INFORMATION_LENGTH),
        "ThemeColor": Text((1, 7), limits.THEME_COLOR_PATTERN),
        "LogoUrl": Text(limits.LOGO_URL_LENGTH, limits.LOGO_URL_PATTERN),
    }
)
# The shapes package restricts this undocumented field to names of catalogues at AWS; only their alphabet is known.
INTERNAL_CATALOG = Text((1, 64), r"[a-zA-Z-]+")


def _described(required: Mapping[str, Shape], **optional: Shape) -> Structure:
    return Structure(required, {"Description": DESCRIPTION, **optional})


DETAILS: Final[Mapping[str, Structure]] = MappingProxyType(
    {
        "CreateExperience": _described({"Name": NAME}, Catalog=INTERNAL_CATALOG),
        "UpdateExperience": Structure(optional={"Name": NAME, "Description": DESCRIPTION, "Status": STATUS}, fewest=1),
        "RestrictExperience": Structure(),
        "ReviveExperience": Structure(),
        # The shapes package marks Configuration as required here; AWS's own sample leaves it out.
        "CreateProcurementPolicy": Structure(
            optional={
                "Name": NAME,
                "Description": Text(limits.CREATE_POLICY_DESCRIPTION_LENGTH),
                "Configuration": REQUESTS,
            }
        ),
        "UpdateProcurementPolicy": _described({"Configuration": REQUESTS}, Name=NAME),
        "AllowProductProcurement": Structure(required={"Products": PRODUCTS}),
        "DenyProductProcurement": Structure(required={"Products": PRODUCTS}),
        "CreateBrandingSettings": _described({"Name": NAME}, Configuration=BRANDING),
        "UpdateBrandingSettings": _described({}, Name=NAME, Configuration=BRANDING),
        "AssociateAudience": _described({"Principals": PRINCIPALS}, Name=NAME),
        "DisassociateAudience": Structure(required={"Principals": PRINCIPALS}),
    }
)

NOT_JSON: Final = "Document not valid JSON format"
IDS_NOT_UNIQUE: Final = "Values in Ids array must be unique"
TOO_MANY_IDS: Final = "Cumulative number of values in Ids array must be less than or equal to 50"


def check_details(change_type: str, details: Mapping[str, Any]) -> None:
    """Refuse Details that AWS would refuse at once; three of the messages are AWS's own (catalog 5.1).

    Raises:
        ValidationException: the change type is unknown or its Details do not fit.
    """
    if change_type not in DETAILS:
        raise VALIDATION(f"ChangeType {change_type} is not supported for entity type Experience@1.0")
    if change_type in {"AllowProductProcurement", "DenyProductProcurement"}:
        _check_ids(product_ids(details))
    check(DETAILS[change_type], f"{change_type}.Details", details)
    _check_principals(details.get("Principals", ()))


def product_ids(details: Mapping[str, Any]) -> list[str]:
    """Return all product ids of an allow or a deny; skip items of another shape, which the check of the shape finds."""
    blocks = details.get("Products")
    return list(chain.from_iterable(_ids(block) for block in blocks)) if isinstance(blocks, list) else []


def _ids(block: object) -> Iterator[str]:
    ids = block.get("Ids") if isinstance(block, dict) else None
    return (item for item in ids if isinstance(item, str)) if isinstance(ids, list) else iter(())


def _check_ids(ids: Sequence[str]) -> None:
    if len(set(ids)) < len(ids):
        raise VALIDATION(IDS_NOT_UNIQUE)
    if len(ids) > limits.MEMBERS_PER_CHANGE:
        raise VALIDATION(TOO_MANY_IDS)


def _check_principals(principals: Sequence[str]) -> None:
    # No message is documented; the Java shape of the field is a Set.
    if len(set(principals)) < len(principals):
        raise VALIDATION("Values in Principals array must be unique")
