"""One command file of the sample: what it asks of an experience, and why AWS or the sample's function refused it. Pure.

A command is a difference: `AllowProducts` adds to what is allowed already. An empty list and an absent field ask for
nothing, so no list can be emptied (samples 2). Example: the file
`{"Name": "A", "AllowProducts": ["prod-a"], "Status": "Enabled"}` claims that prod-a is allowed and the status enabled.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from reconciler.limits import MEMBERS_PER_CHANGE
from reconciler.product_forms import doubt
from reconciler.spelling import quoted

from .placed_json import PlacedJson
from .sample_key import SampleKey

Claim = tuple[str, str]
"""What a command says something about: a field of a document and, in a list, the member."""

LISTS: Final[Mapping[str, tuple[str, str]]] = {
    "AssociatePrincipals": ("principals", "in"),
    "DisassociatePrincipals": ("principals", "out"),
    "AllowProducts": ("products", "allow"),
    "DenyProducts": ("products", "deny"),
}
"""The lists of a command in the order in which they were sent, with the field and the value that they claim."""
CHOICES: Final[Mapping[str, tuple[str, tuple[str, str]]]] = {
    "Status": ("status", ("Enabled", "Disabled")),
    "PolicyResourceRequests": ("user_requests", ("Allow", "Deny")),
}
"""The fields of a command with one value, the field of a document that it is, and the values that AWS takes."""
_PRINCIPAL: Final = re.compile(r"o-[a-z0-9]{10,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|[0-9]{12}")
"""The forms of a principal of an audience (facts: catalog 1.10)."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence about a file of the sample; *place* is `file:line:column`, empty for the whole file."""

    text: str
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleCommand:
    """A command file. *asked* are its values by field; *modified* is when it was uploaded, None if that is not known.

    *faults* say why its change set cannot have succeeded, whatever AWS had; *remarks* are anything else.
    """

    file: str
    key: SampleKey
    modified: datetime | None = None
    title: str | None = None
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    faults: tuple[Remark, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def claims(self) -> Mapping[Claim, str]:
        """Return what AWS shall have after the command. Of two values for one claim, the one that was sent last."""
        listed = {(LISTS[name][0], one): LISTS[name][1] for name in LISTS for one in self.asked.get(name, ())}
        chosen = {(CHOICES[name][0], ""): self.asked[name][0].lower() for name in CHOICES if name in self.asked}
        return {**listed, **chosen}


def read_command(file: str, key: SampleKey, modified: datetime | None, found: PlacedJson) -> SampleCommand:
    """Understand the object of a command file."""
    title = found.values.get("Name")
    asked = {name: texts for name in (*LISTS, *CHOICES) if (texts := _texts(found.values.get(name)))}
    return SampleCommand(
        file=file,
        key=key,
        modified=modified,
        title=title if isinstance(title, str) and title else None,
        asked=asked,
        faults=tuple(_placed(file, found, _faults(found, asked))),
        remarks=tuple(_placed(file, found, _remarks(found, asked))),
    )


_Said = Iterator[tuple[str, tuple[str | int, ...]]]
"""Sentences with the steps to the values that they are about."""


def _placed(file: str, found: PlacedJson, said: _Said) -> Iterator[Remark]:
    return (Remark(text, f"{file}:{found.place(*steps)}") for text, steps in said)


def _texts(value: object) -> tuple[str, ...]:
    """Return the texts of a value: of a list its members, of a text itself; nothing of anything else."""
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def _faults(found: PlacedJson, asked: Mapping[str, Sequence[str]]) -> _Said:
    """Say why no change set of this file can have succeeded."""
    title = found.values.get("Name")
    if not (isinstance(title, str) and title):
        yield "it has no Name, without which the sample's function stops", ("Name",)
    for name, (to, _) in LISTS.items():
        yield from _faults_of_list(name, to, found.values.get(name), asked.get(name, ()))
    for name, (_, known) in CHOICES.items():
        value = found.values.get(name)
        if value and value not in known:
            yield f"{name} is {quoted(value)}, and AWS takes only {known[0]} or {known[1]}", (name,)


def _faults_of_list(name: str, to: str, value: object, texts: Sequence[str]) -> _Said:
    """Say why AWS refuses one list of a change (facts: catalog 1.10)."""
    if not value:
        return
    if not isinstance(value, list) or len(value) != len(texts):
        yield f"{name} is not a list of texts, and AWS takes nothing else", (name,)
        return
    if len(texts) > MEMBERS_PER_CHANGE:
        yield f"{name} has {len(texts)} entries, and AWS takes {MEMBERS_PER_CHANGE} in one change", (name,)
    for text, count in Counter(texts).items():
        if count > 1:
            yield f"{name} has {quoted(text)} {count} times, and AWS takes each id once", (name, texts.index(text))
    for position, text in enumerate(texts):
        if to == "principals" and not _PRINCIPAL.fullmatch(text):
            what = "is not an id of an organization, a unit or an account"
            yield f"{quoted(text)} {what}, so AWS refused the whole change set", (name, position)


def _remarks(found: PlacedJson, asked: Mapping[str, Sequence[str]]) -> _Said:
    """Say what else is odd about a file."""
    title = found.values.get("Name")
    if isinstance(title, str) and title != title.strip():
        yield f"the Name {quoted(title)} begins or ends with a blank", ("Name",)
    for name in sorted(found.values.keys() - {"Name", *LISTS, *CHOICES}):
        yield f"the sample knows no field {quoted(name)} and ignored it", (name,)
    for name in ("AllowProducts", "DenyProducts"):
        for position, product in enumerate(asked.get(name, ())):
            if doubt(product) is not None:
                what = doubt(product) or "it has no usual form of a product id"
                yield f"{quoted(product)}: {what}", (name, position)
    for plus, minus in (("AllowProducts", "DenyProducts"), ("AssociatePrincipals", "DisassociatePrincipals")):
        for both in sorted({*asked.get(plus, ())} & {*asked.get(minus, ())}):
            where = asked[minus].index(both)
            yield (
                f"{quoted(both)} is in {plus} and in {minus}: what AWS makes of that is not documented",
                (minus, where),
            )
