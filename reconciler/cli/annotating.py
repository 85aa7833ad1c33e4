"""The problems of a plan or a repository as annotations, for `--format github` and `--format sarif`."""

import os
from collections.abc import Sequence
from pathlib import Path

from reconciler import __version__
from reconciler.documents import work_tree
from reconciler.printed import ProblemJson
from reconciler.render import github_lines, sarif, to_json

from .program import Program


def annotations(program: Program, format: str, problems: Sequence[ProblemJson]) -> str:  # noqa: A002 - as the option
    """Return *problems* in one of the formats github and sarif, with paths from the root of the git work tree.

    GitHub finds a file by that path, whatever folder the command runs in. Without git, paths stay as they are.
    """
    tree = work_tree(Path.cwd())
    rooted: list[ProblemJson] = [{**problem, "source": _from_root(problem["source"], tree)} for problem in problems]
    if format == "github":
        return "".join(f"{line}\n" for line in github_lines(rooted))
    summaries = {code: one.summary for code, one in program.explanations().items()}
    return to_json(sarif(rooted, summaries, __version__))


def _from_root(source: str | None, tree: Path) -> str | None:
    """Return a place that is relative to the working directory as one that is relative to *tree*."""
    if not source:
        return source
    folder, name = os.path.split(source)
    return os.path.relpath(os.path.join(os.path.realpath(folder), name), tree)  # noqa: PTH118 - "." stays out
