"""How each difference of a plan came about, for `drift`: the documents behind it, then what AWS tells of its past.

Change sets are read only where the times of git and of AWS do not prove the origin. An AWS that lists no change sets is
no failure: the origin is unknown then, and a note says so.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from reconciler.attribution import MARGIN, NamedGroup, Unproven, Watched, fact_keys, with_sets, without_sets
from reconciler.errors import Unreadable
from reconciler.model import Address, Attribution, Change, Edit, Origin, Problem, note
from reconciler.past import Past, PastSets, Question
from reconciler.ports import Clients, Clock
from reconciler.spelling import moment

from .metering import Meter
from .planning import Planning
from .retracing import LastEdits


def watched(planning: Planning) -> tuple[Watched, ...]:
    """Return the documents behind each difference whose origin can be found."""
    known = {kind for kind, remote in planning.repository.remotes.items() if remote.past}
    addresses = [change.address for change in planning.plan.changes]
    return tuple(_behind(planning, address) for address in addresses if address.kind in known)


def _behind(planning: Planning, address: Address) -> Watched:
    repository = planning.repository
    parsed = repository.kinds[address.kind].parse(repository.wish[address].document, repository.references)
    return Watched(
        own=address,
        named=frozenset(Address(kind, name) for kind, names in parsed.used.items() for name in names),
        groups=frozenset(NamedGroup(kind, name) for kind, names in parsed.groups.items() for name in names),
    )


def attributed(planning: Planning, edits: LastEdits, clients: Clients, clock: Clock) -> Planning:
    """Return *planning* with the origin of each difference, notes about unknown ones, and what finding them took.

    There is one note for each reason, however many differences it is about. *edits* are of the documents in `watched`.
    """
    meter = Meter.start(clients, clock)
    found: dict[Address, Attribution] = {}
    reasons = [one for one in edits.values() if isinstance(one, Unproven)]
    for kind in dict.fromkeys(change.address.kind for change in planning.plan.changes):
        changes = [change for change in planning.plan.changes if change.address.kind == kind]
        past = planning.repository.remotes[kind].past
        if past is None:
            kinds = f"{kind.replace('_', ' ')}s"
            reasons.append(Unproven(f"AWS lists no changes of {kinds}"))
            found |= {one.address: Attribution(origin=Origin.UNKNOWN, because=reasons[-1].why) for one in changes}
        else:
            known, unread = _of_kind(planning, past, changes, edits, clients)
            found |= known
            reasons += unread
    reading = planning.reading + meter.read()
    plan = replace(
        planning.plan,
        changes=tuple(replace(one, attribution=found[one.address]) for one in planning.plan.changes),
        problems=(*planning.plan.problems, *_notes(found, reasons)),
        budget={**planning.plan.budget, "reading": reading.as_json()},
    )
    return replace(planning, plan=plan, reading=reading)


def _of_kind(
    planning: Planning, past: Past, changes: Sequence[Change], edits: LastEdits, clients: Clients
) -> tuple[Mapping[Address, Attribution], Sequence[Unproven]]:
    """Return the origins of *changes*, which are of one kind, and why change sets could not be read."""
    kind = changes[0].address.kind
    modified = past.modified(planning.observations[kind])
    others = [one.remote_id for one in planning.plan.unmanaged if one.kind == kind]
    found: dict[Address, Attribution] = {}
    open_: list[Change] = []
    for change in changes:
        known = without_sets(change, edits[change.address], modified, others, past.unlisted)
        if known:
            found[change.address] = known
        else:
            open_.append(change)
    sets = _read(past, {change.remote_id or "": _question(change, edits[change.address]) for change in open_}, clients)
    for change in open_:
        id_, edit = change.remote_id or "", edits[change.address]
        of_it = sets if isinstance(sets, Unproven) else sets[id_]
        found[change.address] = with_sets(change, edit, modified.get(id_, ""), past.unlisted, of_it)
    return found, [sets] if isinstance(sets, Unproven) else []


def _question(change: Change, edit: Edit | Unproven) -> Question:
    """Ask who wrote what differs, since the edit; without one, all that AWS lists may be evidence."""
    if isinstance(edit, Unproven):
        return Question(fact_keys(change))
    return Question(fact_keys(change), moment(datetime.fromisoformat(edit.at) - timedelta(seconds=MARGIN)))


def _read(past: Past, questions: Mapping[str, Question], clients: Clients) -> PastSets | Unproven:
    try:
        return past.change_sets(questions, clients) if questions else {}
    except Unreadable as error:
        return Unproven(f"change sets can't be read: {error.message}", error.hint)


def _notes(found: Mapping[Address, Attribution], reasons: Iterable[Unproven]) -> Iterator[Problem]:
    """Return a note for each of *reasons* that some difference has."""
    about = Counter(one.because for one in found.values())
    for one in dict.fromkeys(reasons):
        if about[one.why]:
            number = about[one.why]
            differences = "1 difference" if number == 1 else f"{number:,} differences"
            yield note("origin-unknown", f"how {differences} came about is unknown: {one.why}", "", one.hint)
