"""`python -m benchmarks.names STAGE FOLDER`: what looking up names costs; prints the seconds of CPU as JSON.

- `misspelt`: load a repository whose lists have 1,000 misspelt names among 3,000 products; each is an error.
- `titles`: observe 5,000 live experiences, which their documents find by title.
"""

import gc
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir
from dataclasses import replace
from pathlib import Path
from time import process_time

from reconciler.kind import remotes
from reconciler.kinds import all_kinds
from reconciler.pipeline import load

from .fake import fake_clients
from .figures import Figure
from .fresh import typical, used
from .observed import write_equal
from .repository import SETTINGS, write_repository
from .stages import CONFIG, TODAY
from .world import World, make_world

PRODUCTS, MISSPELT = 3_000, 1_000
TITLES, LISTED = 5_000, 2
AIMS: Mapping[str, tuple[str, float | None]] = {
    "misspelt": (f"{MISSPELT:,} misspelt names among {PRODUCTS:,} products: CPU of validate", 0.7),
    "titles": (f"{TITLES:,} experiences found by title: CPU of observing", None),
}


def name_figures(folder: Path, repetitions: int) -> Iterator[Figure]:
    """Yield the seconds of both."""
    write_misspelt(folder / "misspelt")
    world = _many(make_world())
    write_repository(world, folder / "titles")
    write_equal(world, folder / "titles")
    for stage, (name, aim) in AIMS.items():
        command: list[str | Path] = [sys.executable, "-m", "benchmarks.names", stage, folder / stage]
        taken = typical([float(json.loads(used(command).output)) for _ in range(repetitions)], key=lambda one: one)
        yield Figure(name=name, value=round(taken, 3), unit="s", aim=aim)


def write_misspelt(folder: Path) -> None:
    """Write 3,000 products, and lists in which a letter of 1,000 of their names is another one."""
    wish = folder / "desired_state"
    wish.mkdir(parents=True)
    names = [f"product-{number:04d}-{'abcdefghij'[number % 10] * 5}" for number in range(PRODUCTS)]
    items = "".join(f"  {name}: {{id: prod-{number:013d}}}\n" for number, name in enumerate(names))
    listed = "".join(f"    - {name.replace('product', 'prodvct')}\n" for name in names[:MISSPELT])
    (wish / "products.yaml").write_text(f"kind: product\nitems:\n{items}", encoding="utf-8")
    experience = f"kind: experience\nname: one\ntitle: One\nproducts:\n  allow:\n{listed}"
    (wish / "one.yaml").write_text(experience, encoding="utf-8")
    (folder / CONFIG).write_text(SETTINGS, encoding="utf-8")


def _many(world: World) -> World:
    """Return *world* with 5,000 experiences, which have short lists and no principals."""
    first = world.experiences[1]
    plain = replace(first, principals=(), allow=first.allow[:LISTED], deny=(), group="", tagged=False, branded=False)
    return replace(world, experiences=tuple(replace(plain, number=number) for number in range(TITLES)))


def _misspelt() -> float:
    kinds = all_kinds()
    began = process_time()
    found = len(load(CONFIG, kinds, today=TODAY).errors)
    taken = process_time() - began
    if found != MISSPELT:
        raise AssertionError(f"{found} errors")
    return taken


def _titles() -> float:
    repository, clients = load(CONFIG, all_kinds(), today=TODAY), fake_clients(Path("aws.json"))
    observe = remotes(repository.kinds)["experience"].observe
    began = process_time()
    observe(repository.wish, clients)
    return process_time() - began


STAGES: Mapping[str, Callable[[], float]] = {"misspelt": _misspelt, "titles": _titles}

if __name__ == "__main__":
    gc.disable()  # as reconciler's own main does
    stage, place = sys.argv[1:]
    with chdir(place):
        print(json.dumps(STAGES[stage]()))
