"""Who is to be told: the recipients of the command line, or those of reconciler.yaml."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path

from reconciler.cli.repository import find_config
from reconciler.errors import InvalidInput, UsageError
from reconciler.pipeline import read_settings, stated_recipients
from reconciler.recipients import Recipient, read_recipient
from reconciler.settings import Settings


def recipients_of(arguments: Namespace, environment: Mapping[str, str]) -> tuple[Recipient, ...]:
    """Return the recipients of `--notify`, each once.

    Raises UsageError where nobody is named, and for a recipient that cannot be told, also because of a variable that
    the *environment* lacks. Of settings that are not valid, it reads what they say of recipients all the same.
    """
    stated, source = (arguments.notify, "--notify") if arguments.notify else _of_settings(arguments)
    return tuple(
        dict.fromkeys(_read(text, f"entry {at} of {source}", environment) for at, text in enumerate(stated, 1))
    )


def settings_of(arguments: Namespace) -> Settings | None:
    """Return the settings; None if there are none, or if they are not valid, which planning reports."""
    try:
        return settings_in(find_config(arguments.config, Path.cwd()))
    except InvalidInput:
        return None


def settings_in(config: Path) -> Settings | None:
    """Return the settings in *config*; None if they are not valid."""
    try:
        return read_settings(config)
    except InvalidInput:
        return None


def stated_in(config: Path, environment: Mapping[str, str]) -> tuple[tuple[Recipient, ...], tuple[UsageError, ...]]:
    """Return the recipients below `notify` in *config*, each once, and an error for each that cannot be told."""
    found: dict[Recipient, None] = {}
    wrong: list[UsageError] = []
    for at, text in enumerate(stated_recipients(config), 1):
        try:
            found[_read(text, f"entry {at} of notify in {config}", environment)] = None
        except UsageError as error:
            wrong.append(error)
    return tuple(found), tuple(wrong)


def _of_settings(arguments: Namespace) -> tuple[Sequence[str], str]:
    """Return the texts below `notify` in reconciler.yaml, and where that is.

    Raises UsageError for valid settings that name nobody.
    """
    try:
        file = find_config(arguments.config, Path.cwd())
        stated = stated_recipients(file)
    except InvalidInput:
        return (), ""  # planning reports it
    if not stated and settings_of(arguments):
        hint = "name recipients behind --notify, or below notify in reconciler.yaml"
        raise UsageError("--notify names nobody, and reconciler.yaml has no notify", hint)
    return stated, f"notify in {file}"


def _read(text: str, place: str, environment: Mapping[str, str]) -> Recipient:
    """Read one recipient; *place* says where it is written, since a URL must not be quoted."""
    try:
        return read_recipient(text, environment)
    except InvalidInput as wrong:
        raise UsageError(f"{place}: {wrong.message}", wrong.hint) from None
