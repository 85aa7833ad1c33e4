"""The problems of a plan, a repository or a fleet as annotations, for `--format github` and `--format sarif`."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from reconciler import __version__
from reconciler.documents import work_tree
from reconciler.printed import FleetJson, ProblemJson
from reconciler.render import fleet_harm, fleet_problems, fleet_verdict, github_lines, github_notice, sarif, to_json

from .program import Program


def annotations(program: Program, format: str, problems: Sequence[ProblemJson]) -> str:  # noqa: A002 - as the option
    """Return *problems* in one of the formats github and sarif, with paths from the root of the git work tree.

    GitHub finds a file by that path, whatever folder the command runs in. Without git, paths stay as they are.
    """
    if format == "github":
        return _written(github_lines(_rooted(problems)))
    return to_json(sarif(_rooted(problems), _summaries(program), __version__))


def fleet_annotations(program: Program, format: str, answer: FleetJson) -> str:  # noqa: A002 - as the option
    """Return the problems of all members of a fleet in one of the formats github and sarif, behind what counts them.

    Paths are those that each member has alone. GitHub shows the first few of each kind in a step, and takes few runs of
    SARIF in a file: so there is one, with the worst first.
    """
    problems = _rooted(fleet_problems(answer))
    told = [*filter(None, [fleet_verdict(answer), fleet_harm(answer)])]
    if format == "github":
        return _written([github_notice(f"reconciler {answer['command']}", " ".join(told)), *github_lines(problems)])
    complete = not {"unreadable", "failed", "interrupted", "not_run"} & answer["summary"]["states"].keys()
    return to_json(sarif(problems, _summaries(program), __version__, told, complete=complete))


def _written(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _summaries(program: Program) -> dict[str, str]:
    return {code: one.summary for code, one in program.explanations().items()}


def _rooted(problems: Sequence[ProblemJson]) -> list[ProblemJson]:
    """Return *problems* with places from the root of the git work tree."""
    tree = work_tree(Path.cwd())
    return [{**problem, "source": _from_root(problem["source"], tree)} for problem in problems]


def _from_root(source: str | None, tree: Path) -> str | None:
    """Return a place that is relative to the working directory as one that is relative to *tree*."""
    if not source:
        return source
    folder, name = os.path.split(source)
    return os.path.relpath(os.path.join(os.path.realpath(folder), name), tree)  # noqa: PTH118 - "." stays out
