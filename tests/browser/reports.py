"""The reports that are opened in Chromium, each made once: what the program says of the example, and samples."""

import json
import os
import shutil
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from reconciler.pipeline import effective
from reconciler.printed import EffectiveJson, PlanJson
from reconciler.render import Marker, drift_html, effective_html, plan_html
from reconciler.twin.seed import demo as demo_seed
from tests.render.markdown.samples import drifted_plan, unmade_plan
from tests.render.plans import everything
from tests.selling import Shop, shop_on_twin

ROOT: Final = Path(__file__).resolve().parents[2]
ACCEPTING: Final = "  max_connected_removed: 9\n  max_accounts_losing_everything: 9\n"
"""The last lines of reconciler.yaml with which the example's plan is not refused."""
ASKED: Final = "666666666666"
"""The account that the answer of `effective` is about."""


class Story(NamedTuple):
    """The plan of the example, which is refused; an answer of `effective` about it; and the plan after its apply."""

    refused: PlanJson
    answer: EffectiveJson
    done: PlanJson


@cache
def story() -> Story:
    """Plan, ask, apply and plan again on the twin."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(ROOT / "reconciler.yaml", folder)
        shutil.copytree(ROOT / "desired_state", folder / "desired_state")
        with shop_on_twin(folder) as shop:
            shop.twin.reset(demo_seed())
            return _told(shop, folder / "reconciler.yaml")


def _told(shop: Shop, settings: Path) -> Story:
    planning = shop.plan(whole_organization=True)
    answer = effective(planning, account=ASKED)
    settings.write_text(settings.read_text("utf-8") + ACCEPTING, "utf-8")
    _wait(shop)
    assert shop.apply().converged
    _wait(shop)
    done = shop.plan(whole_organization=True)
    made = json.dumps([planning.plan.as_json(), answer, done.plan.as_json()])
    for folder in (os.path.relpath(settings.parent), str(settings.parent)):
        made = made.replace(f"{folder}/", "")  # as a user has it who works in the repository
    return Story(*json.loads(made))


def _wait(shop: Shop) -> None:
    """Let the twin's buckets fill up again."""
    shop.clock.at += 1000


def of_plan(plan: PlanJson) -> str:
    """Return the report of *plan*."""
    return "".join(plan_html(plan, Marker("plan", "reconciler.yaml")))


def of_drift(plan: PlanJson) -> str:
    """Return the report of *plan* as drift."""
    return "".join(drift_html(plan, Marker("drift", "reconciler.yaml")))


def _of_answer() -> str:
    told = story()
    return "".join(effective_html(told.answer, Marker("effective", "reconciler.yaml"), plan=told.refused))


def _of_saved() -> str:
    now = datetime.fromisoformat(story().refused["created_at"])
    return "".join(plan_html(story().refused, Marker("show", "reconciler.yaml"), now=now))


_MADE: Final[Mapping[str, Callable[[], str]]] = {
    "refused": lambda: of_plan(story().refused),
    "saved": _of_saved,
    "nothing": lambda: of_plan(story().done),
    "everything": lambda: of_plan(everything()),
    "unmade": lambda: of_plan(unmade_plan()),
    "drift": lambda: of_drift(drifted_plan()),
    "drift of the example": lambda: of_drift(story().refused),
    "no drift": lambda: of_drift(story().done),
    "effective": _of_answer,
}
REPORTS: Final = tuple(_MADE)
"""The names of all reports."""


@cache
def report(name: str) -> str:
    """Return the HTML of the report *name*."""
    return _MADE[name]()
