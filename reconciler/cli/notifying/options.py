"""The options with which drift tells others. Help needs them, so this imports no library."""

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
