"""A verification as Markdown: a table of lines, and below it the commands to run next."""

from reconciler.printed import VerificationJson
from reconciler.render.verification import verification_verdict

from .blocks import heading, table
from .inert import code, prose
from .limits import Limits, fitted
from .marker import Marker
from .problems import problem_section


def verification_markdown(answer: VerificationJson, marker: Marker) -> str:
    """Return the answer of `verify` as a comment."""
    return fitted(lambda limits: marker.above(_lines(answer, limits), None))


def _lines(answer: VerificationJson, limits: Limits) -> list[str]:
    rows = [
        [line["status"], prose(line["title"], limits.value), prose(line["because"], limits.value)]
        for line in answer["lines"]
    ]
    commands = dict.fromkeys(command for line in answer["lines"] for command in line["commands"])
    return [
        f"## {verification_verdict(answer)}",
        "",
        f"{code(answer['service_name'])}, looked from {code(answer['region'])} at {code(answer['at'])}",
        *problem_section(answer["problems"], "error", limits),
        "",
        *table(("Status", "What", "Because"), rows),
        *([*heading("What to run next"), *(f"- {code(command)}" for command in commands)] if commands else []),
    ]
