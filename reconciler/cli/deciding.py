"""`connections accept` and `connections reject`: a plan of the named endpoints alone, carried out as apply does."""

from argparse import Namespace
from shlex import quote

from reconciler.errors import UsageError
from reconciler.model import ByHand
from reconciler.pipeline import Planning, check_endpoints

from .apply_answer import ApplyAnswer
from .carrying_out import CarryingOut, require_consent
from .outputs import read_outputs
from .planning import make_plan
from .program import Program
from .renderings import marker
from .terminal import Terminal

_KIND = "endpoint_service"
_NOTHING = "Nothing was changed."


def decide(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Accept or reject the endpoints that the command line names; a plan shows them first, and a question follows."""
    verb, endpoints = arguments.service, tuple(dict.fromkeys(arguments.endpoints))
    _check(arguments, verb)
    outputs = read_outputs(arguments.format, arguments.config, also=arguments.report)
    require_consent(arguments, terminal, verb)
    vars(arguments).update(select=[_KIND], by_hand=ByHand(**{verb: frozenset(endpoints)}))
    command, mark = decide_command(arguments, verb, endpoints), marker("connections", arguments.config)
    answer = ApplyAnswer(program, terminal, outputs, mark, full=arguments.full, command=command)
    number = "this endpoint" if len(endpoints) == 1 else f"these {len(endpoints):,} endpoints"
    question = f"{verb.capitalize()} {number}? Only 'yes' will be accepted:"

    def planned() -> Planning:
        planning = make_plan(arguments, program, terminal)
        check_endpoints(planning)
        return planning

    return CarryingOut(arguments, program, terminal, answer, question=question, nothing=_NOTHING).run(planned)


def decide_command(arguments: Namespace, verb: str, endpoints: tuple[str, ...]) -> list[str]:
    """Return the parts of the command that carries the decision out, each part written for the shell."""
    config = [f"--config {quote(arguments.config)}"] if arguments.config else []
    accepted = [f"--accept {quote(one)}" for one in arguments.accept]
    return [f"reconciler connections {verb}", *map(quote, endpoints), *config, *accepted]


def _check(arguments: Namespace, verb: str) -> None:
    """Refuse a decision without endpoints, and options of the list."""
    if not arguments.endpoints:
        hint = f"name the endpoints; for a service of this name: reconciler connections {_KIND}.{verb}"
        raise UsageError(f"connections {verb} needs at least one ENDPOINT", hint)
    if arguments.pending:
        raise UsageError(f"--pending does not go with {verb}", "it restricts the list of connections")
