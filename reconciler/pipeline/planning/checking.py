"""What is checked before AWS is read: the repository, the acceptances and the selectors of a plan."""

from collections.abc import Iterable, Sequence

from reconciler.errors import InvalidInput, UsageError
from reconciler.model import ACCEPTABLE, Acceptance, Address
from reconciler.pipeline.loading import Repository, likely_meant
from reconciler.selectors import outside, selects, unmatched
from reconciler.spelling import numbered, quoted


def check_errors(repository: Repository) -> None:
    """Raise InvalidInput for a repository with errors: it is not compared with AWS."""
    if repository.errors:
        raise InvalidInput("the desired state has errors, so nothing was planned", repository.errors)


def check_acceptances(accept: Iterable[Acceptance]) -> None:
    """Raise UsageError for an acceptance of a rule that does not exist or that nothing accepts."""
    for one in accept:
        if one.rule not in ACCEPTABLE:
            raise UsageError(
                f"{one.rule!r} is not a rule that can be accepted",
                f"rules that can be accepted: {', '.join(sorted(ACCEPTABLE))}",
            )


def check_selectors(repository: Repository, select: Sequence[str], exclude: Sequence[str]) -> None:
    """Raise UsageError for a selector that selects nothing, or nothing that exists in AWS, and if none is left."""
    selectors = (*select, *exclude)
    idle = unmatched(selectors, repository.wish)
    if idle:
        known = sorted(repository.wish, key=lambda address: (address.kind not in repository.remotes, address))
        meant = likely_meant(idle[0], known, repository.kinds)
        raise _selects_nothing(idle[0], repository, meant)
    for selector in selectors:
        _check_selected(repository, selector, [one for one in repository.wish if selects(selector, one)])
    managed = {one for one in repository.wish if one.kind in repository.remotes}
    if exclude and managed and managed == outside(managed, select, exclude):
        raise UsageError("nothing is selected: --exclude leaves out all that could be compared", "exclude less")


def _selects_nothing(selector: str, repository: Repository, meant: str) -> UsageError:
    """Return the error for a selector without objects; a kind may be the choice of a command, which nobody typed."""
    if selector in repository.remotes and not meant:
        what = f"no document is of kind {selector}, so there is nothing to read"
        return UsageError(what, f"write one, or import what AWS has: reconciler import --all --select {selector}")
    return UsageError(f"{quoted(selector)} selects nothing", meant or "selectors are KIND, KIND.NAME or globs of them")


def _check_selected(repository: Repository, selector: str, taken: Sequence[Address]) -> None:
    """Refuse a selector of documents that have no object of their own in AWS, and name the objects that they add to."""
    if any(address.kind in repository.remotes for address in taken):
        return
    fed = {
        str(feed.target) for one in repository.wish.values() for feed in (*one.fed, *one.ended) if feed.source in taken
    }
    hint = f"select {', '.join(numbered(fed)) or 'the objects that name it'} instead"
    raise UsageError(f"{selector!r} selects nothing that exists in AWS", hint)
