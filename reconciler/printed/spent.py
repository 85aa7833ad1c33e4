"""What reconciler spent on AWS, in plans (contract 4) and run reports (contract 5)."""

from typing import TypedDict


class SpentJson(TypedDict):
    """API calls that were made, by API operation, how many of them AWS throttled, and the measured seconds."""

    calls: dict[str, int]
    throttled: int
    seconds: float
