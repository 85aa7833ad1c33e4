"""Plans to draw reports from: the program plans a made-up enterprise of any size on the twin."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from benchmarks.enterprise import Enterprise, Size, enterprise
from reconciler.pipeline import Planning
from reconciler.printed import PlanJson
from reconciler.twin.seed import parse
from tests.selling import Shop, shop_on_twin


def plan_of(folder: Path, size: Size, **options: Any) -> PlanJson:  # noqa: ANN401 - the fields of PlanOptions
    """Return the plan of the enterprise of *size*, as JSON; *folder* gets its repository.

    The plan reads some subtrees of the organization. With `whole_organization=True` it reads all of it.
    """
    with enterprise_on_twin(folder, enterprise(size)) as shop:
        return as_printed(shop.plan(**options))


@contextmanager
def enterprise_on_twin(folder: Path, made: Enterprise) -> Iterator[Shop]:
    """Yield the repository of *made* below *folder*, on a twin that has its live state."""
    for name, documents in made.documents.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(yaml.dump_all(documents, Dumper=yaml.CSafeDumper), encoding="utf-8")
    with shop_on_twin(folder) as shop:
        shop.twin.reset(parse(made.seed))
        yield shop


def as_printed(planning: Planning) -> PlanJson:
    """Return the JSON of a plan as it is read from a file."""
    printed: PlanJson = json.loads(json.dumps(planning.plan.as_json()))
    return printed
