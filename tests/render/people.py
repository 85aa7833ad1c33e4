"""The impact of a plan in the form of `Plan.as_json`, on the accounts of the plans in this folder."""

from typing import Any

from reconciler.printed import ExposureJson, GroupJson

FELT_BY: list[GroupJson] = [
    {
        "before": "experience.default",
        "after": "experience.default",
        "accounts": ["333333333333", "444444444444", "555555555555"],
        "gains": 0,
        "loses": 1,
        "gained": [],
        "lost": ["prod-ledger0000001"],
    },
    {
        "before": "experience.default",
        "after": "experience.finance",
        "accounts": ["222222222222"],
        "gains": 1,
        "loses": 2,
        "gained": ["prod-datadog000001"],
        "lost": ["prod-ledger0000001", "prod-mail00000000001"],
    },
]
EXPOSURE: ExposureJson = {
    "principal": "222222222222",
    "accounts": ["222222222222"],
    "from": "op-1",
    "until": "op-2",
    "governed_by": None,
    "wider": True,
    "narrower": False,
    "seconds": 30,
}


def group(*accounts: str, before: str | None = "experience.a", after: str | None = "experience.a", **parts: Any) -> Any:  # noqa: ANN401 - JSON
    """Return a group of the impact; *parts* are lists of products, or null for every product."""
    lost, gained = parts.get("lost", []), parts.get("gained", [])
    numbers = {"gains": len(gained), "loses": len(lost)}
    listed = {"gained": gained, "lost": lost}
    return {"before": before, "after": after, "accounts": list(accounts), **numbers, **listed, **parts}
