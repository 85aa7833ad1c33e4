"""Documents that add to the list of another object are brought to it. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from reconciler.kind import Kind
from reconciler.model import Address, Desired, Feed, Problem, Wish
from reconciler.model.problem import error
from reconciler.spelling import did_you_mean


def fed(
    kinds: Mapping[str, Kind], stated: Wish, feeds: Iterable[Feed], broken: Collection[Address] = ()
) -> tuple[Wish, tuple[Problem, ...]]:
    """Give *stated* with every feed brought to the object it is for, and the feeds of objects that nobody states.

    What is wrong with the documents of *broken* addresses is told already: their feeds are not astray.
    """
    arrived: dict[Address, list[Feed]] = {}
    for feed in feeds:
        arrived.setdefault(feed.target, []).append(feed)
    wish: dict[Address, Desired[object]] = dict(stated)
    for target, many in arrived.items():
        if target in wish:
            ordered = tuple(sorted(many, key=lambda feed: feed.source))
            wish[target] = kinds[target.kind].absorb(wish[target], ordered)
    astray = {target: many for target, many in arrived.items() if target not in stated and target not in broken}
    return wish, tuple(_astray(astray, stated))


def _astray(arrived: Mapping[Address, list[Feed]], stated: Wish) -> Iterator[Problem]:
    for target, feeds in arrived.items():
        known = [address.name for address in stated if address.kind == target.kind]
        hint = did_you_mean(target.name, known) or f"state it in a document of kind {target.kind}"
        for feed in feeds:
            source = feed.document.at(target.kind.rpartition("_")[2])
            yield error("unknown-name", f"no {target.kind} is called {target.name!r}", source, hint, feed.source)
