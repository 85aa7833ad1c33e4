"""The codes of problems and of run reports that the package makes, collected from its syntax trees.

A call such as `error("near-miss", ...)` makes a code. Its argument is a text, a constant of the module, or an
expression such as `finding.code`, which passes on what another call has made. An expression that cannot be evaluated
must be in `PASSED_ON`: a test compares them, so no code escapes.
"""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from reconciler.model import Absence, Rule
from reconciler.model.problem import Severity

PACKAGE = Path(__file__).parents[1] / "reconciler"
OUTCOME = "outcome"
"""Stands beside the severities for an error of an operation in a run report."""
RULES = frozenset(map(str, Rule))

PASSED_ON: Mapping[str, frozenset[str]] = {
    "documents code": frozenset(),  # made by self._find(...)
    "documents finding.code": frozenset(),  # made by Finding(...)
    "settings slip.code": frozenset(),  # made by Slip(...)
    "settings problem.code": frozenset(),  # made by region_problem
    "validation fault.code": frozenset(),  # made by Fault(...) and refusal.fault(...)
    "validation code": frozenset(),  # made by refusal.fault(...)
    "kinds/experience/matching code": frozenset(map(str, Absence)),
    "kinds/experience f'shared-{field}'": frozenset({"shared-id", "shared-title"}),
    "guard rule": RULES,
    "pipeline/querying rule": RULES,
    "pipeline/querying code": frozenset(),  # that of an error of the plan, without its message
    "cli _CODES.get(error.exit_code, 'failed')": frozenset({"invalid", "refused", "unreadable", "failed"}),
    # made by attempt.fault(...), attempt.fault_all(...) and self._again(...), or the state of an object
    "execute code": frozenset({"enabled-before", "not-enabled-yet"}),
    "execute error.code": frozenset(),  # AWS's own
    "execute failed.code": frozenset(),  # AWS's own
}
"""What each expression stands for that only a run can evaluate, by its folder: the codes that it adds to the others."""


class Maker(NamedTuple):
    """A call that makes a code: of which *severity*, empty where its first argument says so, in which argument."""

    severity: str
    at: int


MAKERS: Mapping[str, Maker] = {
    "error": Maker(Severity.ERROR, 0),
    "as_error": Maker(Severity.ERROR, 0),
    "warning": Maker(Severity.WARNING, 0),
    "note": Maker(Severity.NOTE, 0),
    "Problem": Maker("", 1),
    "Finding": Maker(Severity.ERROR, 1),
    "self._find": Maker(Severity.ERROR, 1),
    "Slip": Maker(Severity.ERROR, 1),
    "Fault": Maker(Severity.ERROR, 1),
    "refusal.fault": Maker(Severity.ERROR, 0),
    "attempt.fault": Maker(OUTCOME, 1),
    "attempt.fault_all": Maker(OUTCOME, 0),
    "self._again": Maker(OUTCOME, 1),
    "OutcomeError": Maker(OUTCOME, 0),
}
"""Calls by the last two words of what is called."""


class Made(NamedTuple):
    """One code that a call makes, and the severity that it has there."""

    code: str
    severity: str


class Site(NamedTuple):
    """A call in the file *path* that makes a code: the *severity* that it says, and the *argument* that is the code."""

    severity: str
    argument: ast.expr
    path: Path

    @property
    def key(self) -> str:
        """Return the folder and the argument, as `PASSED_ON` has them."""
        return f"{self.path.relative_to(PACKAGE).parent.as_posix()} {ast.unparse(self.argument)}"

    def codes(self) -> frozenset[str] | None:
        """Return the codes that the call makes; None where only a run knows them."""
        told = self.argument
        either = [told.body, told.orelse] if isinstance(told, ast.IfExp) else [told]
        values = [_value(one, self.path) for one in either]
        return frozenset(map(str, values)) if all(isinstance(value, str) for value in values) else None


@cache
def sites() -> tuple[Site, ...]:
    """Return every call of the package that makes a code; the functions that wrap all of them are none."""
    files = [path for path in sorted(PACKAGE.rglob("*.py")) if path != PACKAGE / "model" / "problem.py"]
    return tuple(site for path in files for site in _of_file(path))


def made() -> frozenset[Made]:
    """Return every code that the package makes, with each severity that it has."""
    codes = [(site, site.codes() or PASSED_ON.get(site.key, frozenset())) for site in sites()]
    found = {Made(code, site.severity) for site, many in codes for code in many}
    return frozenset(found | {Made(code, Severity.REFUSED) for code in RULES})


def unevaluated() -> set[str]:
    """Return the keys of the calls whose codes only a run knows."""
    return {site.key for site in sites() if site.codes() is None}


def _of_file(path: Path) -> Iterator[Site]:
    for call in ast.walk(ast.parse(path.read_text("utf-8"))):
        maker = MAKERS.get(".".join(ast.unparse(call.func).split(".")[-2:])) if isinstance(call, ast.Call) else None
        if isinstance(call, ast.Call) and maker and (argument := _argument(call, maker.at)):
            said = maker.severity or _value(call.args[0], path)
            yield Site(str(said or Severity.REFUSED), argument, path)  # only a guard decides the severity in a run


def _argument(call: ast.Call, at: int) -> ast.expr | None:
    """Return the argument that is the code; None for another function of the same name, which takes fewer."""
    named = (keyword.value for keyword in call.keywords if keyword.arg == "code")
    return call.args[at] if len(call.args) > at else next(named, None)


def _value(expression: ast.expr, path: Path) -> object:
    """Return the value of a text or of a constant of the module at *path*; None where only a run knows it."""
    module = ".".join(("reconciler", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
    if isinstance(expression, ast.Constant):
        return expression.value
    try:
        return eval(compile(ast.Expression(expression), str(path), "eval"), vars(import_module(module)))  # noqa: S307 - our own code
    except NameError:
        return None
