"""The answer of a fleet, joined from the answers of its members, in every format that was asked for."""

from argparse import Namespace
from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final, cast

from reconciler.cli.annotating import fleet_annotations
from reconciler.cli.arguments import understand
from reconciler.cli.formats import ANNOTATIONS, PAGE
from reconciler.cli.outputs import Output, write_outputs
from reconciler.cli.planning import apply_command
from reconciler.cli.program import Program
from reconciler.cli.renderings import Renderings, marker
from reconciler.cli.terminal import Terminal
from reconciler.model import Problem
from reconciler.pipeline import fleet_answer, member_answer
from reconciler.printed import FleetJson, FleetOptionsJson, MemberJson
from reconciler.render import (
    Style,
    fleet_html,
    fleet_lines,
    fleet_markdown,
    json_pieces,
    without_style,
)

from .task import TEXT, Done, MemberTask

MARKDOWN, DRIFT = "markdown", "drift"
JOINED: Final = frozenset({MARKDOWN})
"""Formats, beside text, that are joined from those of the members; all others are made of their JSON."""


def joined(
    command: str,
    arguments: Namespace,
    ended: Sequence[tuple[Done, Done]],
    left_out: int,
    problems: Sequence[Problem],
) -> FleetJson:
    """Join the answers of *command*; *ended* has each member's run, and that of the plan which says who loses what.

    *left_out* members are not among them, and *problems* belong to no member.
    """
    plans = {done.task.member.name: planned.answer for done, planned in ended}
    impacts = {name: _without_losses(plan) if command == DRIFT else plan for name, plan in plans.items()}
    return fleet_answer(
        command,
        [_entry(done, impacts[done.task.member.name]) for done, _ in ended],
        left_out,
        problems,
        plans=impacts,
        options=_options(arguments),
    )


class Answers:
    """The answers of all members of one run, *done*, and the one *answer* that they make."""

    def __init__(self, program: Program, arguments: Namespace, answer: FleetJson, done: Sequence[Done]) -> None:
        """Take the answer, which `joined` makes, and how each member has ended."""
        self._program = program
        self._done = done
        self._full = bool(vars(arguments).get("full"))
        self._marker = marker(answer["command"], arguments.config)
        self.answer = answer

    def write(self, terminal: Terminal, outputs: Sequence[Output]) -> None:
        """Write the answer to *outputs*."""
        write_outputs(terminal, outputs, self.answer, self._renderings())

    def _renderings(self) -> Renderings[FleetJson]:
        return {
            "text": self._text,
            "json": lambda answer, _style: json_pieces(answer),
            MARKDOWN: lambda answer, _style: iter((fleet_markdown(answer, self._texts(MARKDOWN), self._marker),)),
            PAGE: self._page,
            **{name: partial(self._annotated, name) for name in ANNOTATIONS},
        }

    def _annotated(self, name: str, answer: FleetJson, _style: Style) -> Iterator[str]:
        return iter((fleet_annotations(self._program, name, answer),))

    def _text(self, answer: FleetJson, style: Style) -> Iterator[str]:
        """Return the fleet as text; those of members have the style of the terminal, and a file has none."""
        lines = fleet_lines(answer, self._texts(TEXT), style, full=self._full)
        return (f"{line}\n" for line in (lines if style.off else map(without_style, lines)))

    def _page(self, answer: FleetJson, _style: Style) -> Iterator[str]:
        texts = MemberTexts(self._done, TEXT, without_style)
        commands = {one.task.member.name: _command(one.task) for one in self._done}
        return fleet_html(answer, texts, self._marker, commands, full=self._full)

    def _texts(self, name: str) -> Mapping[str, str]:
        """Return the answers of the members in one format, by member."""
        return MemberTexts(self._done, name)


class MemberTexts(Mapping[str, str]):
    """The answers *done* in one format, by member; each is made when it is asked for."""

    def __init__(self, done: Sequence[Done], format: str, made: Callable[[str], str] = str) -> None:  # noqa: A002
        """Take the name of the format, and what is made of each text."""
        self._texts = {one.task.member.name: one.texts for one in done}
        self._format, self._made = format, made

    def __getitem__(self, member: str) -> str:
        """Return the answer of *member*, empty if it has none in this format. Raises KeyError."""
        return self._made(self._texts[member].get(self._format, ""))

    def __iter__(self) -> Iterator[str]:
        """Return the names of the members."""
        return iter(self._texts)

    def __len__(self) -> int:
        """Return the number of members."""
        return len(self._texts)


def _command(task: MemberTask) -> list[str]:
    """Return the command that applies the plan of a member alone."""
    arguments = understand(task.line)[1]
    arguments.target = task.target.target if task.target else None
    return apply_command(arguments)


def _without_losses(plan: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Return the plan of a drift without its impact: nobody loses anything by looking."""
    return None if plan is None else ChainMap({"impact": {}}, cast("dict[str, Any]", plan))


def _entry(one: Done, plan: Mapping[str, Any] | None) -> MemberJson:
    name, config = one.task.member.name, str(one.task.member.config)
    found = member_answer(name, config, one.code, one.answer, told=one.told, plan=plan)
    return {**found, "refused": sorted({*found["refused"], *one.refused})}


def _options(arguments: Namespace) -> FleetOptionsJson:
    """Return the options that say what is planned; those that a command lacks have their defaults."""
    given = vars(arguments)
    options: FleetOptionsJson = {
        "select": list(given.get("select", ())),
        "exclude": list(given.get("exclude", ())),
        "no_removals": bool(given.get("no_removals")),
        "reject_connections": bool(given.get("reject_connections")),
    }
    return {**options, "at": str(given["at"])} if given.get("at") else options
