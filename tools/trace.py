"""Follows values through a run: which functions of the package they pass, in how many files.

A function passes a value when one of its arguments, or its result, is the value or contains it at most DEPTH containers
or dataclasses deep. Functions of the twin do not count, nor do comprehensions and lambdas. One product id and one
allowed principal are followed from YAML to the call that sends them, through `reconciler apply`. For a change set that
fails, every call is counted from the answer that says so to the end of the run.
"""

import json
import os
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import fields, is_dataclass
from io import StringIO
from pathlib import Path
from types import FrameType
from typing import Any, Final

from reconciler.__main__ import main as reconciler
from reconciler.twin.seed import parse
from reconciler.twin.server import running
from reconciler.twin.twin import Twin

DEPTH: Final = 2
PACKAGE: Final = str(Path(__file__).parents[1] / "reconciler") + os.sep
TWIN: Final = PACKAGE + "twin" + os.sep
PRODUCT, PRINCIPAL = "prod-traced0000001", "arn:aws:iam::333333333333:role/traced"
BALANCER = "arn:aws:elasticloadbalancing:us-east-1:888888888888:loadbalancer/net/api/0123456789abcdef"
SERVICE = "vpce-svc-0123456789abcdef0"
BUYER = """version: 1
marketplace: {account: '111111111111'}
"""
SELLER = """version: 1
sellers: {saas: {account: '888888888888', regions: [us-east-1]}}
"""
EXPERIENCE = f"{{kind: experience, name: a, title: A, products: {{allow: [prod-there00000001, {PRODUCT}]}}}}"
GRANT = f"""
kind: endpoint_service
name: api
region: us-east-1
id: {SERVICE}
---
{{kind: allowed_principals, name: acme, service: api, principals: ['{PRINCIPAL}']}}
"""
WORLD: Mapping[str, Any] = {
    "version": 1,
    "organization": {
        "id": "o-abcdef1234",
        "root": "r-abcd",
        "management_account": {"id": "111111111111", "name": "Management"},
        "accounts": [{"id": "333333333333", "name": "Acme"}],
        "units": [],
    },
    "private_marketplace": {},
    "experiences": [
        {
            "id": "exp-a",
            "name": "A",
            "status": "Enabled",
            "policy": {"requests": "Deny", "allow": ["prod-there00000001"]},
            "principals": ["o-abcdef1234"],
        }
    ],
    "endpoint_services": {
        "load_balancers": [{"arn": BALANCER, "zones": ["us-east-1a"], "ip_address_type": "dualstack"}],
        "services": [{"id": SERVICE, "load_balancers": [BALANCER]}],
    },
}


def holds(value: Any, wanted: str, depth: int = DEPTH) -> bool:  # noqa: ANN401 - anything
    """Return whether *value* is the *wanted* text or contains it."""
    if isinstance(value, str):
        return wanted in value
    if depth == 0:
        return False
    if isinstance(value, Mapping):
        return any(holds(one, wanted, depth - 1) for pair in value.items() for one in pair)
    if isinstance(value, (list, tuple, set, frozenset)):
        return any(holds(one, wanted, depth - 1) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return any(holds(getattr(value, one.name, None), wanted, depth - 1) for one in fields(value))
    return False


class Follower:
    """Records the functions that a value passes."""

    def __init__(self, wanted: str) -> None:
        self.wanted = wanted
        self.passed: set[tuple[str, str]] = set()

    def __call__(self, frame: FrameType, event: str, given: Any) -> None:  # noqa: ANN401 - what a function returns
        """Check the arguments and the result of a function."""
        place = place_of(frame)
        if place is None or event not in {"call", "return"} or place in self.passed:
            return
        code = frame.f_code
        names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        values = [frame.f_locals[name] for name in names if name in frame.f_locals] if event == "call" else [given]
        if any(holds(value, self.wanted) for value in values):
            self.passed.add(place)


class Counter:
    """Counts the calls from the answer FAILED until nothing of the plan is left to do."""

    def __init__(self) -> None:
        self.calls = 0
        self.files: set[str] = set()
        self.failed = False

    def __call__(self, frame: FrameType, event: str, given: Any) -> None:  # noqa: ANN401 - what a function returns
        """Count a call once the set has failed."""
        place = place_of(frame)
        if place is None:
            return
        if event == "return" and getattr(given, "status", None) == "FAILED":
            self.failed = True
        if event == "return" and place[1] == "Execution.run":
            self.failed = False
        if event == "call" and self.failed:
            self.calls += 1
            self.files.add(place[0])


def place_of(frame: FrameType) -> tuple[str, str] | None:
    """Return the file and the function of a frame of the package; None for all others."""
    file, name = frame.f_code.co_filename, frame.f_code.co_qualname
    ours = file.startswith(PACKAGE) and not file.startswith(TWIN) and not frame.f_code.co_name.startswith("<")
    return (file.removeprefix(PACKAGE), name) if ours else None


@contextmanager
def watching(watch: Any) -> Iterator[None]:  # noqa: ANN401 - a profile function
    """Trace every thread that starts inside."""
    threading.setprofile(watch)
    sys.setprofile(watch)
    try:
        yield
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


def applied(twin: Twin, settings: str, wish: str, account: str, watch: Any) -> None:  # noqa: ANN401 - a profile function
    """Apply *wish* as *account* under the trace."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "desired_state").mkdir()
        (Path(folder) / "reconciler.yaml").write_text(settings)
        (Path(folder) / "desired_state" / "wish.yaml").write_text(wish)
        os.environ.update(twin.environment(account))
        report = str(Path(folder) / "report.json")
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()), watching(watch):
            reconciler(["--config", f"{folder}/reconciler.yaml", "apply", "--yes", "--report", report])


def main(arguments: list[str]) -> None:
    """Print the figures; with `--list`, also the functions."""
    seed = parse(WORLD)
    product, principal, failing = Follower(PRODUCT), Follower(PRINCIPAL), Counter()
    with running(seed) as twin:
        applied(twin, BUYER, EXPERIENCE, "111111111111", product)
        assert twin.calls.writes(), "nothing was sent"
        twin.reset(seed)
        applied(twin, SELLER, GRANT, "888888888888", principal)
        assert twin.calls.writes(), "nothing was sent"
        twin.reset(seed)
        twin.faults.fail_change("AllowProductProcurement", "CLIENT_ERROR", "No.")
        applied(twin, BUYER, EXPERIENCE, "111111111111", failing)
    found = {
        "product id": _figures(product.passed),
        "allowed principal": _figures(principal.passed),
        "failed change set": {"calls": failing.calls, "files": len(failing.files)},
    }
    print(json.dumps(found, indent=2))
    if "--list" in arguments:
        for place in sorted(product.passed | principal.passed):
            print(*place)


def _figures(passed: set[tuple[str, str]]) -> dict[str, int]:
    return {"functions": len(passed), "files": len({file for file, _ in passed})}


if __name__ == "__main__":
    main(sys.argv[1:])
