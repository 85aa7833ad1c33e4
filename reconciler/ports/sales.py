"""The port of a seller's sales on AWS Marketplace: who has agreed to buy a product, and who is entitled to it."""

from dataclasses import dataclass
from typing import Protocol

from reconciler.reading_progress import ReadingProgress


@dataclass(frozen=True, slots=True)
class Agreement:
    """A purchase agreement that the seller proposed; *account* is the buyer's (subscribers 1.2).

    *status* is in AWS's words. *end* is `YYYY-MM-DDTHH:MM:SSZ`, None where AWS states none.
    """

    id: str
    account: str
    status: str
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Entitlement:
    """An entitlement of *account* to a product; *end* is when it expires, as in `Agreement` (subscribers 2.1)."""

    account: str
    end: str | None = None


class Sales(Protocol):
    """What one seller has sold. Secrets of AWS's answers, such as registration tokens, are in no record."""

    def agreements(self, product_id: str, progress: ReadingProgress | None = None) -> tuple[Agreement, ...]:
        """Return all agreements about a product that the seller proposed, of every status; every page.

        *progress* counts them.
        """
        ...

    def entitlements(self, product_code: str, progress: ReadingProgress | None = None) -> tuple[Entitlement, ...]:
        """Return all entitlements to a product, also those that a channel partner has sold; every page.

        *progress* counts them.
        """
        ...


class NoSales:
    """The sales of clients that read none."""

    def agreements(
        self,
        product_id: str,
        progress: ReadingProgress | None = None,  # noqa: ARG002 - the port's name
    ) -> tuple[Agreement, ...]:
        """Raise LookupError."""
        raise LookupError(f"nothing reads the agreements about {product_id}")

    def entitlements(
        self,
        product_code: str,
        progress: ReadingProgress | None = None,  # noqa: ARG002 - the port's name
    ) -> tuple[Entitlement, ...]:
        """Raise LookupError."""
        raise LookupError(f"nothing reads the entitlements to {product_code}")
