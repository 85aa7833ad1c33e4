"""The length of a comment about a plan of 1 to 1,000 new experiences, each with 160 products, for 2,000 accounts."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import process_time
from typing import Any

import yaml

from reconciler.render import Marker, plan_lines, plan_markdown
from reconciler.render.markdown import MOST

from .figures import Figure
from .fresh import BIN, used

EXPERIENCES = (1, 20, 200, 1_000)
PRODUCTS, LISTED = 400, 160
ACCOUNTS = 2_000
_MANAGEMENT = "111111111111"
_ORGANIZATION = "o-bench0000001"


def comment_figures(folder: Path) -> Iterator[Figure]:
    """Plan each size on the twin; yield the length of the comment, beside that of the text, and the time it takes."""
    for number in EXPERIENCES:
        plan = _planned(folder / str(number), number)
        began = process_time()
        comment = plan_markdown(plan, Marker("plan", "reconciler.yaml"))
        took = process_time() - began
        text = sum(len(line) + 1 for line in plan_lines(plan))
        note = f"{text:,} as text, {took:.2f} s of CPU"
        name = f"comment about {number:,} new experience{'s' if number > 1 else ''}"
        yield Figure(name=name, value=len(comment), unit="characters", aim=MOST, note=note)


def _planned(folder: Path, number: int) -> Any:  # noqa: ANN401 - the JSON of a plan
    """Return the plan of *number* experiences for an organization that has none."""
    wish = folder / "desired_state"
    wish.mkdir(parents=True)
    (folder / "seed.json").write_text(json.dumps(_seed(number)), encoding="utf-8")
    _write(folder / "reconciler.yaml", [_settings()])
    _write(
        wish / "products.yaml", [{"kind": "product", "items": {f"product-{n}": _product(n) for n in range(PRODUCTS)}}]
    )
    _write(wish / "experiences.yaml", [_experience(n) for n in range(number)])
    plan = folder / "plan.json"
    program = str(BIN / "reconciler")
    command: list[str | Path] = [
        program,
        "twin",
        "run",
        "--seed",
        folder / "seed.json",
        "--",
        program,
        "plan",
        "-q",
        "--out",
        plan,
    ]
    used(command, cwd=folder, environment=dict(os.environ))
    return json.loads(plan.read_text(encoding="utf-8"))


def _write(file: Path, documents: list[Mapping[str, Any]]) -> None:
    file.write_text(yaml.safe_dump_all(documents), encoding="utf-8")


def _settings() -> Mapping[str, Any]:
    return {
        "version": 1,
        "organization": _ORGANIZATION,
        "marketplace": {"account": _MANAGEMENT},
        "guards": {"max_accounts_losing_access": ACCOUNTS},
    }


def _product(number: int) -> Mapping[str, Any]:
    return {"id": f"prod-{number:013d}", "title": f"Product Number {number}"}


def _experience(number: int) -> Mapping[str, Any]:
    listed = [f"product-{(number * 7 + n) % PRODUCTS}" for n in range(LISTED)]
    unit = f"ou-bnch-{number:08d}"
    wish = {"title": f"Unit {number} Experience", "status": "enabled", "principals": [unit]}
    return {"kind": "experience", "name": f"unit-{number}", **wish, "products": {"allow": listed, "deny": []}}


def _seed(number: int) -> Mapping[str, Any]:
    """Return an organization with a unit for each experience, among which all accounts are shared out."""
    share = ACCOUNTS // number
    units = [
        {
            "id": f"ou-bnch-{n:08d}",
            "name": f"Unit {n}",
            "accounts": [{"id": f"2{n:05d}{m:06d}", "name": f"Account {n}-{m}"} for m in range(share)],
        }
        for n in range(number)
    ]
    organization = {
        "id": _ORGANIZATION,
        "management_account": {"id": _MANAGEMENT, "name": "Management"},
        "root": "r-bnch",
        "units": units,
    }
    return {"version": 1, "caller": _MANAGEMENT, "organization": organization}
