"""The items about customers: that they are informed, allowed, and have been tried from another account. Pure."""

from reconciler.principal_forms import admits_anyone

from .item import ItemVerdict, ServiceFacts, green, grey, red

_BESIDE = frozenset(("grey", id_) for id_ in ("leftovers", "private_dns", "removed", "subnets", "zones"))
"""Lines of a report that are grey where they do not apply: no private name, no endpoint was left, another region."""


def informed(_facts: ServiceFacts) -> ItemVerdict:
    """Say that nobody can tell from here whether customers are informed."""
    return grey("cannot be known from here; reconciler sheet CUSTOMER writes what a customer needs")


def customers(facts: ServiceFacts) -> ItemVerdict:
    """Judge whether customers are allowed: those of the documents, each by name."""
    state = facts.state
    live = state.observed.spec.allowed_principals if state.observed else None
    if live is None:
        return grey(f"could not be read: {state.unread or 'the allowed principals were not read'}")
    missing = sorted(state.wished - live)
    if missing:
        return red(f"{len(missing)} that documents name are not allowed yet: apply them", missing=missing)
    if not live:
        return red("nobody is allowed: write an allowed_principals document for each customer")
    named = sorted(one for one in live if not admits_anyone(one))
    if not named:
        return red("only '*' is allowed, so no customer finds the service unless it is asked for by its name")
    told = "1 principal is" if len(named) == 1 else f"{len(named):,} principals are"
    return green(f"{told} allowed", principals=len(named))


def tested(facts: ServiceFacts) -> ItemVerdict:
    """Judge what another account saw, from the report of `verify`."""
    report, state = facts.report, facts.state
    if report is None:
        return grey("not asked: --verified REPORT takes the report of reconciler verify")
    if not report.is_about(str(state.address), state.fact("name")):
        return grey(f"not asked: the report is about {report.service}")
    if report.observer == state.account:
        return grey(f"the report is of {report.observer}, the account of the service: take another one")
    told = {"observer": report.observer, "at": report.at}
    for status, verdict in (("red", red), ("grey", grey)):
        lines = [one for one in report.lines if one.status == status and (status, one.id) not in _BESIDE]
        if lines:
            return verdict("; ".join(f"{one.title}: {one.because}" for one in lines), **told)
    if not report.lines:
        return grey("the report has no lines", **told)
    return green(f"{report.observer} can create an endpoint and connect", **told)
