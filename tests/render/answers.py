"""Answers of `reconciler effective`, as the pipeline makes them, small enough to read."""

from typing import Any

from reconciler.render import effective_lines
from tests.printed.strict import check
from tests.render.plans import DIGEST, NAMES, WIDE

DATADOG, LEDGER = "prod-datadog000001", "prod-ledger0000001"
DEFAULT, FINANCE, OPEN = "exp-default1", "experience.finance", "experience.open"


def group(now: str | None, after: str | None, *accounts: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return a group of accounts with the same experiences."""
    return {"now": now, "after": after, "accounts": list(accounts), **more}


def listed(*products: str) -> dict[str, Any]:
    """Return a catalogue that allows only the listed products."""
    return {"everything": False, "products": list(products)}


CATALOGUES = {
    DEFAULT: {"now": {"everything": True, "products": []}, "after": listed(DATADOG)},
    FINANCE: {"now": listed(DATADOG), "after": listed(DATADOG, LEDGER)},
}


def text(*groups: dict[str, Any], full: bool = False, **parts: Any) -> str:  # noqa: ANN401 - JSON
    """Render an answer about *groups*."""
    answer = {
        "format_version": "1.0",
        "plan_digest": DIGEST,
        "names": NAMES,
        "account": None,
        "product": None,
        "groups": list(groups),
        "catalogues": CATALOGUES,
        "problems": [],
        **parts,
    }
    return "\n".join(effective_lines(check("effective", answer), WIDE, full=full)) + "\n"


def why(experience: str | None, *path: str, **skipped: str) -> dict[str, Any]:
    """Return a decision; *skipped* are names of experiences with their status."""
    passed = [{"experience": f"experience.{name}", "status": status} for name, status in skipped.items()]
    return {"experience": experience, "path": list(path), "skipped": passed}
