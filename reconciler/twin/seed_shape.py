"""The shape of a seed file."""

from collections.abc import Iterator
from typing import Final

from reconciler import limits

from .catalog.details import BRANDING, DESCRIPTION, NAME, STATUS
from .catalog.entities import EDITABLE, RESTRICTED
from .catalog.shapes import Choice, Flag, ListOf, MapOf, Null, Number, Structure, Text, Whole
from .certificates.seed_shape import CERTIFICATES
from .ec2.seed_shape import EndpointServicesShape
from .route53.seed_shape import HOSTED_ZONES
from .sales.seed_shape import AGREEMENTS, ENTITLEMENTS
from .topics.seed_shape import TOPICS

MANY = (0, 1_000_000)
ACCOUNT_ID = Text((12, 12), limits.ACCOUNT_ID_PATTERN)
ENTITY_ID = Text(pattern=limits.RESOURCE_ID_PATTERN)
LABEL = Text((1, 128), flags=0)
PRODUCT_ID = Text(limits.PRODUCT_ID_LENGTH)
PRODUCT_IDS = ListOf(PRODUCT_ID, MANY)
STATE = Choice(("PENDING_ACTIVATION", "ACTIVE", "SUSPENDED", "PENDING_CLOSURE", "CLOSED"))
ACCOUNT = Structure({"id": ACCOUNT_ID, "name": LABEL}, {"closed": Flag(), "state": STATE})
ACCOUNTS = ListOf(ACCOUNT, MANY)
TAG = Text(limits.TAG_VALUE_LENGTH, limits.TAG_PATTERN, flags=0)


class Unit:
    """An OU with accounts and further OUs."""

    def problems(self, path: str, value: object) -> Iterator[str]:
        """Check the OU and everything in it."""
        shape = Structure(
            {"id": Text(pattern=limits.ORGANIZATIONAL_UNIT_ID_PATTERN), "name": LABEL},
            {"accounts": ACCOUNTS, "units": ListOf(self, MANY)},
        )
        return shape.problems(path, value)


EXPERIENCE = Structure(
    {"id": ENTITY_ID, "name": NAME},
    {
        "description": DESCRIPTION,
        "status": STATUS,
        "admin_status": Null(Choice((EDITABLE, RESTRICTED))),
        "revision": Whole(1, 1_000_000),
        "policy": Structure(
            optional={"requests": Choice(limits.POLICY_RESOURCE_REQUESTS), "allow": PRODUCT_IDS, "deny": PRODUCT_IDS}
        ),
        "branding": BRANDING,
        "principals": ListOf(Text(), MANY),
        "tags": MapOf(TAG, TAG),
    },
)

ORGANIZATION = Structure(
    {"id": Text(pattern=limits.ORGANIZATION_ID_PATTERN), "management_account": ACCOUNT},
    {
        "root": Text(pattern=r"r-[0-9a-z]{4,32}"),
        "accounts": ACCOUNTS,
        "units": ListOf(Unit(), MANY),
        "paths": Flag(),
        "status": Flag(),
    },
)
PRIVATE_MARKETPLACE = Structure(
    optional={
        "trusted_access": Flag(),
        "service_linked_role": Flag(),
        "delegated_administrators": ListOf(ACCOUNT_ID, MANY),
    }
)
NEIGHBOUR = Structure(
    {"organization": ORGANIZATION},
    {"private_marketplace": PRIVATE_MARKETPLACE, "experiences": ListOf(EXPERIENCE, MANY)},
)

SEED: Final = Structure(
    {"version": Choice((1,))},
    {
        "about": Text((1, 10_000), flags=0),
        "caller": ACCOUNT_ID,
        "organization": ORGANIZATION,
        "private_marketplace": PRIVATE_MARKETPLACE,
        "other_organizations": ListOf(NEIGHBOUR, MANY),
        "roles": ListOf(Structure({"account": ACCOUNT_ID, "name": LABEL, "trusted": ListOf(ACCOUNT_ID, MANY)}), MANY),
        "experiences": ListOf(EXPERIENCE, MANY),
        "durations": Structure(
            optional=dict.fromkeys(("preparing", "applying", "publishing", "enabling", "deleting"), Number())
        ),
        "quotas": Structure(optional={"request_rates": Flag(), "open_change_sets": Whole(0, 1_000_000)}),
        "product_aliases": MapOf(PRODUCT_ID, PRODUCT_ID),
        "endpoint_services": EndpointServicesShape(),
        "agreements": AGREEMENTS,
        "entitlements": ENTITLEMENTS,
        "certificates": CERTIFICATES,
        "hosted_zones": HOSTED_ZONES,
        "topics": TOPICS,
    },
)
