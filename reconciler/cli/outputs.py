"""`--format`: one answer in several formats, to stdout and to files."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from reconciler.errors import InvalidInput, ReconcilerError, UsageError
from reconciler.render import PLAIN

from .files import check_writable, write_pieces
from .formats import ANNOTATIONS, FORMATS, PAGE, choice
from .renderings import AnswerJson, Renderings
from .terminal import Terminal

_DASH = Path("-")
"""The name by which other programs mean stdout. A file of that name would hide the answer."""


class Output(NamedTuple):
    """One format of an answer; *file* is None for stdout."""

    format: str
    file: Path | None = None


TEXT = Output("text")
"""Text on stdout, the answer without any `--format`."""


def read_outputs(
    formats: Sequence[str],
    config: str | None,
    *,
    also: Path | None = None,
    kept: Path | None = None,
    known: Sequence[str] = FORMATS,
) -> tuple[Output, ...]:
    """Read every `--format F` and `--format F=FILE`; without any it is text on stdout. The file *also* gets JSON.

    *known* are the formats of the command. Raises UsageError for any other format, when a file can't be written, and
    when it is *kept* or is read as settings or document according to *config*.
    """
    outputs = tuple(_read(one, known) for one in formats) or (TEXT,)
    if sum(output.file is None for output in outputs) > 1:
        raise UsageError("only one --format can go to stdout", "write the others to files: --format json=plan.json")
    outputs = (*([Output("json", also)] if also else []), *outputs)
    check_files([output.file for output in outputs if output.file], config, [kept] if kept else [])
    return outputs


def check_files(files: Sequence[Path], config: str | None, kept: Sequence[Path]) -> None:
    """Raise UsageError when one of *files* can't be written, is read as settings or document, or is named twice.

    *kept* are further files of the command, which none of *files* may be.
    """
    for file in files:
        if file == _DASH:
            raise UsageError("'-' is no file", "use --format F without =FILE for stdout")
        check_writable(file)
    _check_different([*files, *kept])
    if files:
        check_spared(files, config)


def check_spared(files: Sequence[Path], config: str | None) -> None:
    """Raise UsageError when one of *files* is read as settings or document; without settings no file is."""
    from reconciler.pipeline import sources_of

    from .repository import find_config

    try:
        sources = sources_of(find_config(config, Path.cwd()))
    except InvalidInput:
        return
    for file in files:
        if sources.holds(file):
            raise UsageError(f"cannot write {file}: reconciler reads from it", "name a file outside desired_state")


def _check_different(files: Sequence[Path]) -> None:
    """Raise UsageError when two of *files* are the same: the second would overwrite the first."""
    real = [os.path.realpath(file) for file in files]
    for file in files:
        if real.count(os.path.realpath(file)) > 1:
            raise UsageError(f"{file} is named twice", "name a different file for each output")


def _read(text: str, known: Sequence[str]) -> Output:
    """Read one `F` or `F=FILE`; *known* are the formats of the command."""
    name, to_file, file = text.partition("=")
    if name == PAGE and name not in known:
        raise UsageError(f"--format {name} is for plan, show, drift, effective and checklist", f"use {choice(known)}")
    if name in ANNOTATIONS and name not in known:
        raise UsageError(f"--format {name} is for plan and validate", f"use {choice(known)}")
    if name not in known:
        raise UsageError(f"unknown format '{name}'", f"use {choice(known)}")
    if to_file and not file:
        raise UsageError(f"--format {text} names no file", f"use --format {name}=FILE, or --format {name} for stdout")
    return Output(name, Path(file) if file else None)


def beside_errors(outputs: Sequence[Output]) -> tuple[Output, ...]:
    """Return the *outputs* of an answer whose error stderr shows as text: stdout does not repeat the text."""
    return tuple(output for output in outputs if output != TEXT)


def write_outputs(
    terminal: Terminal, outputs: Sequence[Output], answer: AnswerJson, renderings: Renderings[AnswerJson]
) -> None:
    """Write *answer* in every requested format: files before stdout, and JSON first.

    Raises the first ReconcilerError once all outputs were tried, so that one that can't be written spares the others.
    """
    failures = list[ReconcilerError]()
    for output in sorted(outputs, key=lambda output: (output.file is None, output.format != "json")):
        style = PLAIN if output.file else terminal.answer_style
        pieces = renderings[output.format](answer, style)
        try:
            if output.file:
                write_pieces(output.file, pieces)
            else:
                terminal.answer_text("".join(pieces))
        except ReconcilerError as failure:
            failures.append(failure)
    if failures:
        raise failures[0]
