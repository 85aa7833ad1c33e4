"""The origins of drift: what git tells of the documents, and what AWS tells of the objects, put together."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from .program import Program
from .terminal import Terminal

if TYPE_CHECKING:
    from reconciler.pipeline import LastEdits, Planning


def with_origins(planning: "Planning", arguments: Namespace, program: Program, terminal: Terminal) -> "Planning":
    """Return *planning* with the origin of each difference. Without a difference, neither git nor AWS is asked."""
    from reconciler.pipeline import sources_of, watched

    from .git.last_edits import APART, last_edits
    from .planning import calls_of
    from .reading import reading_more
    from .repository import find_config

    if not planning.plan.changes:
        return planning
    behind = watched(planning)
    files = {address: one.document.file for address, one in planning.repository.wish.items()}
    sources = sources_of(find_config(arguments.config, Path.cwd()))
    with reading_more(terminal, "how the differences came about"):
        if program.commit:
            edits: LastEdits = {one.own: APART for one in behind}
        else:
            edits = last_edits(sources, behind, files, program.now()) if behind else {}
        found = program.attributed(planning, edits)
    terminal.add(calls_of("finding how the differences came about", found.reading - planning.reading))
    return found
