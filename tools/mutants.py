"""Makes small changes of the core, one at a time, and checks whether the tests of the changed package fail.

It tries a sample, by seed, of all changes that `tools/mutations.py` knows. Each mutant has a forked process that has
loaded the libraries, on a copy of the tree. It runs the tests of its package that execute the changed line, the fastest
first, until one fails. Results are in build/mutants/found.jsonl, so that a run continues where the last one ended;
`make clean` removes them. `--again` tries the undetected mutants again, with the tests as they are now.

A mutant that fails to import or takes too long counts as detected. Data of modules and classes, and text, are not
changed.

mutmut 3 was tried and rejected: it leaves out decorated functions (every property), has no sample by seed, and needs
the whole suite to run in one process with its trampolines in place.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from itertools import accumulate
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any, Final, NamedTuple

import pytest
from coverage import Coverage

from tools.mutations import Mutation, mutated, mutations

ROOT: Final = Path(__file__).parents[1]
WORK: Final = ROOT / "build" / "mutants"
TREE: Final = WORK / "tree"
FOUND: Final = WORK / "found.jsonl"
KNOWN: Final = "ignore:Module already imported"
LIBRARIES: Final = (
    "boto3",
    "deepdiff",
    "flask",
    "hypothesis",
    "jsonschema",
    "jsonschema_rs",
    "moto.core",
    "rich",
    "yaml",
)
QUIET: Final = ("-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:cov", "-W", KNOWN)
SECONDS: Final = 60
"""The time that the tests of one mutant may take together, as measured on the unchanged code."""

UNNOTICED: Final = ("survived", "cut off", "not covered")


class Room(NamedTuple):
    """A package, and the tests that promise what it does; paths are relative to the root."""

    code: Sequence[str]
    tests: Sequence[str]


ROOMS: Final[Mapping[str, Room]] = {
    "batch": Room(["reconciler/batch/*.py"], ["tests/batch"]),
    "diff": Room(["reconciler/diff.py"], ["tests/test_diff.py"]),
    "governance": Room(["reconciler/governance.py"], ["tests/test_governance.py"]),
    "guard": Room(["reconciler/guard/*.py"], ["tests/guard", "tests/test_guard.py"]),
    "impact": Room(["reconciler/impact/*.py"], ["tests/impact"]),
    "ownership": Room(["reconciler/ownership.py"], ["tests/test_ownership.py"]),
    "replay": Room(
        [
            "reconciler/replay/*.py",
            "reconciler/effects.py",
            "reconciler/kinds/*/proof.py",
            "reconciler/kinds/*/proof/*.py",
        ],
        ["tests/replay", "tests/kinds/experience/test_proof.py"],
    ),
    "execute": Room(["reconciler/execute/*.py"], ["tests/execute"]),
    "requests": Room(
        ["reconciler/kinds/*/*requests.py", "reconciler/kinds/experience/moving/*.py"],
        [
            "tests/kinds/experience/moving",
            "tests/kinds/experience/test_cases.py",
            "tests/kinds/experience/test_requests.py",
            "tests/kinds/endpoint_service/test_handover.py",
            "tests/kinds/endpoint_service/test_refusals.py",
            "tests/kinds/endpoint_service/test_requests.py",
            "tests/kinds/endpoint_service/test_script.py",
            "tests/pipeline/test_covered.py",
        ],
    ),
}


class Mutant(NamedTuple):
    """A change of a file; *number* counts the changes of the file."""

    room: str
    file: str
    number: int
    told: Mutation

    @property
    def key(self) -> str:
        """Return the key of its result."""
        return f"{self.file}#{self.number}"


class Watching:
    """A plugin of pytest that records the duration of each test and the lines that it executes."""

    def __init__(self, code: Sequence[str]) -> None:
        self.coverage = Coverage(data_file=None, include=[str(TREE / one) for one in code])
        self.seconds: dict[str, float] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Set a coverage context for every test."""
        self.coverage.switch_context(item.nodeid)
        began = time.monotonic()
        outcome = yield
        self.seconds[item.nodeid] = time.monotonic() - began
        return outcome

    def lines(self) -> Mapping[str, Mapping[int, list[str]]]:
        """Return for each file and line the tests that execute it."""
        data = self.coverage.get_data()
        files = sorted(data.measured_files())
        return {str(Path(file).relative_to(TREE)): data.contexts_by_lineno(file) for file in files}


class Changing(MetaPathFinder):
    """An import hook that imports one module with its change."""

    def __init__(self, file: str, number: int) -> None:
        self.path, self.number = str(TREE / file), number
        self.name = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def find_spec(self, fullname: str, _path: Any, _target: ModuleType | None = None) -> ModuleSpec | None:  # noqa: ANN401
        """Return a spec for the changed module only."""
        if fullname != self.name:
            return None
        return spec_from_file_location(fullname, self.path, loader=_Changed(fullname, self.path, self.number))


class _Changed(SourceFileLoader):
    def __init__(self, fullname: str, path: str, number: int) -> None:
        super().__init__(fullname, path)
        self.number = number

    def get_code(self, _fullname: str) -> Any:  # noqa: ANN401 - a code object
        return mutated(Path(self.path).read_text(), self.number, self.path)


def forked(work: Callable[[], int], seconds: float) -> int | None:
    """Run *work* in a process of its own; return its result, or None when it takes longer than *seconds*."""
    child = os.fork()
    if not child:
        os.setsid()
        silence = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(silence, stream)
        os.chdir(TREE)
        sys.path[:] = [str(TREE), *(one for one in sys.path if one not in {"", str(ROOT)})]
        os._exit(work())
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def copy_tree(folder: str) -> None:
    """Copy what git tracks below *folder*, so that the code does not change while it is tested."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", f"./{folder}"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        (TREE / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, TREE / name)


def passed(room: str) -> Mapping[str, Any]:
    """Return `lines` and `seconds` of the tests of *room*, measured once."""
    kept = WORK / f"{room}.json"
    if not kept.exists():
        code, tests = ROOMS[room]

        def measure() -> int:
            watching = Watching(code)
            watching.coverage.start()
            failed = pytest.main([*tests, *QUIET], plugins=[watching])
            watching.coverage.stop()
            kept.write_text(json.dumps({"lines": watching.lines(), "seconds": watching.seconds}))
            return int(failed)

        if forked(measure, 3600) != 0:
            kept.unlink(missing_ok=True)
            sys.exit(f"mutants: the tests of {room} fail on the code unchanged")
    found: Mapping[str, Any] = json.loads(kept.read_text())
    return found


def every() -> Iterator[Mutant]:
    """Return all mutants of all rooms."""
    for room, (code, _) in ROOMS.items():
        for path in sorted(path for pattern in code for path in TREE.glob(pattern)):
            file = str(path.relative_to(TREE))
            yield from (Mutant(room, file, *one) for one in enumerate(mutations(path.read_text())))


def tried(mutant: Mutant) -> tuple[str, str]:
    """Return the result of *mutant*, and how many of the tests that execute it were run."""
    known = passed(mutant.room)
    seconds = known["seconds"]
    near = sorted(_passing(known["lines"].get(mutant.file, {}), mutant.told.line), key=seconds.__getitem__)
    chosen = [
        one for one, spent in zip(near, accumulate(map(seconds.__getitem__, near)), strict=True) if spent < SECONDS
    ]
    if not near:
        return "not covered", "0"
    status = given(mutant, chosen or near[:1], 20 + 3 * SECONDS)
    cut = status == "survived" and len(near) > max(1, len(chosen))
    return "cut off" if cut else status, f"{len(chosen)} of {len(near)}"


def given(mutant: Mutant, tests: Sequence[str], seconds: float) -> str:
    """Run *tests* on *mutant* and return what became of it."""

    def test() -> int:
        sys.meta_path.insert(0, Changing(mutant.file, mutant.number))
        return int(pytest.main([*tests, *QUIET]))

    code = forked(test, seconds)
    return "timeout" if code is None else "killed" if code else "survived"


def _passing(lines: Mapping[str, Sequence[str]], line: int) -> Sequence[str]:
    """Return the tests that execute a line, or the first line of its statement."""
    near = (lines[str(one)] for one in range(line, line - 10, -1) if any(lines.get(str(one), ())))
    return [test for test in next(near, []) if test]


def run(sample: Sequence[Mutant], *, again: bool) -> None:
    """Try all mutants that have no result, or *again* the undetected ones, and record each result."""
    known = found()
    for mutant in sample:
        status, tests = known.get(mutant.key, {}).get("status"), "all of the package"
        if again and status in UNNOTICED:
            status = given(mutant, ROOMS[mutant.room].tests, 600)
        elif not again and not status:
            status, tests = tried(mutant)
        else:
            continue
        place, change = f"{mutant.file}:{mutant.told.line}", f"{mutant.told.before} -> {mutant.told.after}"
        note = {"key": mutant.key, "status": status, "tests": tests, "place": place, "change": change}
        with FOUND.open("a") as file:
            file.write(json.dumps(note) + "\n")


def found() -> Mapping[str, Mapping[str, Any]]:
    """Return the last result of each mutant."""
    notes = [json.loads(line) for line in FOUND.read_text().splitlines()] if FOUND.exists() else []
    return {one["key"]: one for one in notes}


def summary(sample: Sequence[Mutant], seed: int) -> Iterator[str]:
    """Return how many mutants were detected, by package, and the undetected ones."""
    known = found()
    for name in [*ROOMS, "all rooms"]:
        keys = [one.key for one in sample if name in {one.room, "all rooms"}]
        counts = Counter(known[key]["status"] for key in keys if key in known)
        noticed = counts["killed"] + counts["timeout"]
        yield f"{name}: {noticed} detected of {counts.total()} tried of {len(keys)} {dict(counts)}"
    yield f"seed {seed}; undetected:"
    notes = [known[one.key] for one in sample if one.key in known]
    yield from (f"{one['place']}: {one['status']}: {one['change']}" for one in notes if one["status"] in UNNOTICED)


def main(arguments: Sequence[str] | None = None) -> None:
    """Choose a sample, try it and print the summary."""
    parser = argparse.ArgumentParser(description="change the core in small ways and check whether the tests fail")
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument("--number", type=int, default=300, help="how many mutants (default: 300)")
    parser.add_argument("--room", choices=ROOMS, help="only mutants of this package")
    parser.add_argument("--tell", action="store_true", help="try nothing, print the recorded results")
    parser.add_argument(
        "--again", action="store_true", help="try the undetected mutants again, with the tests as they are now"
    )
    asked = parser.parse_args(arguments)
    if asked.again or not TREE.exists():
        copy_tree("tests" if TREE.exists() else "")
    sample = Random(asked.seed).sample([*every()], asked.number)  # noqa: S311 - repeatable, nothing secret
    if not asked.tell:
        for library in LIBRARIES:
            __import__(library)
        run([one for one in sample if asked.room in {None, one.room}], again=asked.again)
    print("\n".join(summary(sample, asked.seed)))


if __name__ == "__main__":
    main()
