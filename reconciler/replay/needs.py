"""Which changes a plan could do without: none, if it is as small as it can be.

Almost always one look is enough: a change is needed when some fact of the end was last set by it, and was otherwise
before. What is left over, like disabling what is archived afterwards, is tried: its object is replayed without it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from .catalogue import Catalogue, Impossible
from .facts import Fields, held
from .sent import Sent
from .verbs import VERBS, facts

Calls = Sequence[tuple[str, tuple[Sent, ...]]]
Place = tuple[int, int]
"""A change: the number of its operation, and its number in it."""


def needless(before: Mapping[str, Fields], calls: Calls) -> Iterator[str]:
    """Name the changes without which the end would be the same."""
    needed = _last_to_set(before, calls)
    courses = _courses(calls)
    for number, (operation, changes) in enumerate(calls):
        for index, change in enumerate(changes):
            if (number, index) in needed:
                continue
            course = courses[change.about]
            without = [[one for one in many if one is not change] for many in course]
            if _end(change.about, before, without) == _end(change.about, before, course):
                yield f"{operation} could do without {change.verb} of {change.about}"


def _last_to_set(before: Mapping[str, Fields], calls: Calls) -> frozenset[Place]:
    """Give the changes that last set a fact of the end which was otherwise right before."""
    set_by: dict[tuple[str, str, str | None], tuple[Place, Any, Any]] = {}
    for number, (_, changes) in enumerate(calls):
        order = sorted(range(len(changes)), key=lambda one: VERBS.index(changes[one].verb))
        for index in order:
            change = changes[index]
            for fact in facts(change):
                key = (change.about, fact.path, fact.member)
                earlier = set_by.get(key)
                beneath = earlier[2] if earlier else held(before.get(change.about, {}), fact)
                set_by[key] = (number, index), beneath, fact.value
    return frozenset(place for place, beneath, value in set_by.values() if beneath != value)


def _courses(calls: Calls) -> Mapping[str, list[list[Sent]]]:
    """Give the changes of each object alone, call by call."""
    found: dict[str, dict[int, list[Sent]]] = {}
    for number, (_, changes) in enumerate(calls):
        for change in changes:
            found.setdefault(change.about, {}).setdefault(number, []).append(change)
    return {name: list(course.values()) for name, course in found.items()}


def _end(name: str, before: Mapping[str, Fields], course: Iterable[Sequence[Sent]]) -> Fields | None:
    """Replay one object alone, not asking for locks; None where AWS would refuse, or where there is none."""
    catalogue = Catalogue.of({name: before[name]} if name in before else {})
    try:
        for changes in course:
            catalogue.carry_out("", [replace(change, locked_on=None) for change in changes])
            catalogue.touched.clear()
    except Impossible:
        return None
    return catalogue.objects.get(name)
