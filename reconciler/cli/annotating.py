"""The problems of a plan or a repository as annotations, for `--format github` and `--format sarif`."""

from collections.abc import Sequence

from reconciler import __version__
from reconciler.printed import ProblemJson
from reconciler.render import github_lines, sarif, to_json

from .program import Program


def annotations(program: Program, format: str, problems: Sequence[ProblemJson]) -> str:  # noqa: A002 - as the option
    """Return *problems* in one of the formats github and sarif."""
    if format == "github":
        return "".join(f"{line}\n" for line in github_lines(problems))
    summaries = {code: one.summary for code, one in program.explanations().items()}
    return to_json(sarif(problems, summaries, __version__))
