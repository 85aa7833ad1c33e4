"""The past of live experiences: when AWS modified each of them, and which change sets have made it what it is.

AWS lists change sets for 60 or 90 days, and shows an account only its own and those that are shared with it (facts:
catalog 1.6, 1.7). TagResource is no change set, and leaves the time of an entity as it is.

Example: asked who wrote prod-x in both lists of exp-a since 09:00:00, `change_sets` reads one list and its newest set:
the AllowProductProcurement in it has the facts that prod-x is in `products.allow` and not in `products.deny`.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache

from reconciler.effects import Fact
from reconciler.execute import OURS
from reconciler.past import FactKey, PastSet, PastSets, Question
from reconciler.ports import Catalog, ChangeSet, ChangeSetSummary, Clients, SentChange

from .observe import ObservedExperiences
from .proof import EFFECTS

UNLISTED = ("tags.",)
FEW = 4
"""Up to so many experiences are asked for one by one; for more, one list of all change sets takes fewer calls."""
NEWEST = 20
"""How many of the newest change sets on an experience are described at most."""
_COLOUR = "branding.theme_color"


def modified(observation: ObservedExperiences) -> Mapping[str, str]:
    """Return when AWS last modified each experience or an entity that belongs to it; empty where it does not tell."""
    return {id_: str(one.facts.get("modified", "")) for id_, one in observation.live.items()}


def change_sets(questions: Mapping[str, Question], clients: Clients) -> PastSets:
    """Return the change sets on experiences that succeeded, newest first, until they have written what is asked for.

    At most the newest 20 on each experience are read, and each set once. Raises Unreadable.
    """
    listed = _listed({id_: one.since for id_, one in questions.items()}, clients.catalog)
    described = cache(clients.catalog.describe_change_set)
    return {id_: list(_until_written(one, id_, listed[id_][:NEWEST], described)) for id_, one in questions.items()}


def _until_written(
    question: Question, experience: str, listed: Sequence[ChangeSetSummary], described: Callable[[str], ChangeSet]
) -> Iterator[PastSet]:
    """Describe change sets, newest first, until all that *question* asks for is written."""
    left = set(question.keys)
    for summary in listed:
        if not left:
            break
        found = _past(summary, described(summary.id), experience)
        left.difference_update(FactKey(fact.path, fact.member) for fact in found.facts)
        yield found


def _listed(since: Mapping[str, str | None], catalog: Catalog) -> Mapping[str, Sequence[ChangeSetSummary]]:
    """List the change sets on each experience; those that ended before its time are left out."""
    times = [time for time in since.values() if time is not None]
    if len(since) <= FEW:
        return {id_: _succeeded(catalog, time, id_) for id_, time in since.items()}
    every = _succeeded(catalog, min(times) if len(times) == len(since) else None)
    return {
        id_: [one for one in every if id_ in one.entities and (time is None or _end(one) > time)]
        for id_, time in since.items()
    }


def _succeeded(catalog: Catalog, since: str | None, experience: str | None = None) -> Sequence[ChangeSetSummary]:
    return catalog.list_change_sets(status=("SUCCEEDED",), entity_id=experience, ended_after=since)


def _end(summary: ChangeSetSummary) -> str:
    return summary.ended_at or summary.started_at


def _past(summary: ChangeSetSummary, described: ChangeSet, experience: str) -> PastSet:
    changes = sorted(
        (one for one in described.changes if one.entity == experience and one.type in EFFECTS.rank),
        key=lambda one: EFFECTS.rank[one.type],
    )
    return PastSet(
        id=summary.id,
        name=summary.name,
        ours=summary.name.startswith(OURS),
        started_at=summary.started_at,
        ended_at=_end(summary),
        facts=tuple(fact for one in changes for fact in _facts(one)),
    )


def _facts(change: SentChange) -> Iterator[Fact]:
    """Return the facts of a change that another program may have sent: details of an unknown form have none."""
    with suppress(KeyError, TypeError, AttributeError):
        for fact in tuple(EFFECTS.facts[change.type](json.loads(change.content))):
            yield fact._replace(value=str(fact.value).lower()) if fact.path == _COLOUR else fact
