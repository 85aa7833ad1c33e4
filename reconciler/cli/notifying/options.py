"""The options with which drift tells others. Help needs them, so this imports no library."""

from argparse import Namespace
from pathlib import Path

from reconciler.cli.parser import Parser

RECIPIENT = "ARN|URL"


def add_announcing(parser: Parser) -> None:
    """Add the options that name who is told, the file of what they were told, and the file of metrics."""
    add = parser.add_argument_group("telling others").add_argument
    who = "tell SNS topics, EventBridge buses and webhooks of drift; without a value: those in `notify` of the settings"
    add("--notify", metavar=RECIPIENT, nargs="*", action="extend", help=who)
    add(
        "--told",
        metavar="FILE",
        type=Path,
        help="tell each recipient the same thing only once: FILE remembers what was told",
    )
    add("--metrics", metavar="FILE", type=Path, help="write metrics for Prometheus to FILE, however the run ends")


def check_telling(arguments: Namespace) -> None:
    """Raise UsageError for options that tell others and do not go with each other or with the rest."""
    from reconciler.errors import UsageError

    told, metrics, notify = arguments.told, arguments.metrics, arguments.notify
    if arguments.adopt and (metrics or notify is not None):
        raise UsageError("--adopt tells nobody", "run drift with --notify or --metrics on its own")
    if told and notify is None:
        raise UsageError("--told remembers whom --notify told", "add --notify, or leave --told out")


def check_day(arguments: Namespace) -> None:
    """Raise UsageError for a way out, a message or metrics of the drift of another day: a monitor would count it."""
    from reconciler.errors import UsageError

    ways = ("revert", "adopt", "notify", "metrics")
    chosen = [option for option in ways if vars(arguments)[option] not in (None, False)]
    if arguments.at and chosen:
        raise UsageError(f"--at and --{chosen[0]} cannot be combined", "the drift of another day is only shown")
