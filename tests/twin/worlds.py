"""Seeds for tests: a small organization, and clocks that tests move."""

from typing import Any

from reconciler.twin.seed import Seed, parse

LIVE = "exp-1234live"
OTHER = "exp-1234other"
BARE = "exp-1234bare"
ARCHIVED = "exp-1234archived"

ORGANIZATION: dict[str, Any] = {
    "id": "o-abcdef1234",
    "root": "r-abcd",
    "management_account": {"id": "111111111111", "name": "Management"},
    "accounts": [{"id": "222222222222", "name": "Procurement"}],
    "units": [
        {
            "id": "ou-abcd-finance1",
            "name": "Finance",
            "accounts": [
                {"id": "333333333333", "name": "Reporting"},
                {"id": "444444444444", "name": "Gone", "closed": True},
            ],
            "units": [
                {"id": "ou-abcd-payroll1", "name": "Payroll", "accounts": [{"id": "555555555555", "name": "Pay"}]}
            ],
        }
    ],
}

EXPERIENCES: list[dict[str, Any]] = [
    {
        "id": LIVE,
        "name": "Live",
        "status": "Enabled",
        "revision": 6,
        "policy": {"requests": "Deny", "allow": ["prod-a", "prod-b"], "deny": ["prod-c"]},
        "principals": ["o-abcdef1234"],
        "branding": {"Title": "Live", "ThemeColor": "#232f3e"},
        "tags": {"team": "procurement"},
    },
    {"id": OTHER, "name": "Other", "policy": {}, "principals": ["ou-abcd-finance1"]},
    {"id": BARE, "name": "Bare"},
    {"id": ARCHIVED, "name": "Archived", "admin_status": "Restricted", "policy": {}},
]


def small(**stated: Any) -> Seed:  # noqa: ANN401 - JSON
    """Return a seed with the small organization; *stated* replaces parts of it."""
    return parse(
        {
            "version": 1,
            "organization": ORGANIZATION,
            "private_marketplace": {"delegated_administrators": ["222222222222"]},
            "experiences": EXPERIENCES,
            **stated,
        }
    )


class Hand:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.seconds = 1_800_000_000.0

    def __call__(self) -> float:
        """Return seconds since 1970."""
        return self.seconds

    def move(self, seconds: float) -> None:
        """Move the clock forward."""
        self.seconds += seconds
