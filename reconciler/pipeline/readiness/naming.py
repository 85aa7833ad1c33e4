"""The items about names: that of the service, the user-friendly one with its certificate, the private one. Pure."""

from collections.abc import Iterable, Sequence

from reconciler.ports import Certificate, DnsAnswer

from .covering import covers
from .item import ItemVerdict, ServiceFacts, green, grey, red, unread
from .surroundings import NotTold

_ISSUED, _VERIFIED = "ISSUED", "verified"
_SENT = "cannot be known from here: whether it was sent; reconciler checklist --submission writes it"


def endpoint_service(facts: ServiceFacts) -> ItemVerdict:
    """Judge whether AWS has the endpoint service, and whether it is available."""
    state = facts.state
    if state.observed is None:
        return grey(f"could not be read: {state.unread}") if state.unread else red("AWS has no such service: apply it")
    found, stage = state.observed.remote_id, state.fact("state")
    if stage != "Available":
        return red(f"{found} is {stage}, not Available", id=found, state=stage)
    return green(f"{found} is Available", id=found)


def account(facts: ServiceFacts) -> ItemVerdict:
    """Tell which account has the endpoint service."""
    return grey(f"{_SENT}: {facts.state.account}", account=facts.state.account)


def service_name(facts: ServiceFacts) -> ItemVerdict:
    """Tell the default name of the endpoint service."""
    name = facts.state.fact("name")
    return grey(f"{_SENT}: {name}", service_name=name) if name else grey("EC2 does not tell the name of the service")


def user_friendly_name(facts: ServiceFacts) -> ItemVerdict:
    """Judge whether the document states the user-friendly DNS name, which no API tells (readiness 4.1)."""
    name = facts.state.friendly_name
    if name:
        return green(f"the document states {name}", name=name)
    return red(
        "the document states no user_friendly_name, such as api.vpce.example.com, which AWS Marketplace requires"
    )


def delegation(facts: ServiceFacts) -> ItemVerdict:
    """Judge whether the user-friendly name is delegated to the name servers of AWS Marketplace, and these answer."""
    wanted, name = facts.state.name_servers, facts.state.friendly_name
    if not wanted:
        return grey("not applicable: the document states no name_servers, which AWS Marketplace gives")
    parents, servers = facts.around.parents, facts.around.authorities
    wrong = [one for one in parents if one.values is not None and _normal(one.values) != set(wanted)]
    if wrong:
        said = ", ".join(sorted(_normal(wrong[0].values or ()))) or "no name servers"
        because = f"{wrong[0].server} answers {said} for {name}: delegate it with NS records to {', '.join(wanted)}"
        return red(because, wanted=list(wanted), found=sorted(_normal(wrong[0].values or ())))
    lame = sorted(one.server for one in servers if one.values == ())
    if lame:
        return red(f"{', '.join(lame)} does not answer for {name}: ask AWS Marketplace", lame=lame)
    silent = [one for one in (*parents, *servers) if one.values is None]
    if silent or not parents or not servers:
        return grey(_silent(silent))
    return green(f"{name} is delegated to {', '.join(wanted)}, which answer", name_servers=list(wanted))


def certificate(facts: ServiceFacts) -> ItemVerdict:
    """Judge whether a certificate of this account and region is issued for each name."""
    found, names, region = facts.around.certificates, facts.state.names, facts.state.region
    if not facts.state.wants_certificate:
        return grey("not asked: the document does not state certificate: true")
    if isinstance(found, NotTold):
        return unread(found)
    if not names:
        return grey("the document states no user_friendly_name and no private_dns_name")
    good = {name: [one.arn for one in found if one.status == _ISSUED and covers(one, name)] for name in names}
    bare = [name for name, arns in good.items() if not arns]
    if bare:
        told = "; ".join(_bare(name, found, facts) for name in bare)
        return red(told, names=list(names), account=facts.state.account)
    arns = sorted({arns[0] for arns in good.values()})
    because = f"issued in {region} for {', '.join(names)}"
    return green(because, names=list(names), certificates=arns, account=facts.state.account)


def _bare(name: str, found: Iterable[Certificate], facts: ServiceFacts) -> str:
    """Say what became of the certificates for *name*, of which none is issued."""
    told = [
        f"{one.arn} is {one.status}" + (f" ({why})" if (why := facts.around.failures.get(one.arn)) else "")
        for one in found
        if covers(one, name)
    ]
    where = f"in {facts.state.region} of {facts.state.account}"
    if told:
        return f"no certificate {where} is issued for {name}: {', '.join(told)}"
    return f"no certificate {where} is for {name}: request one from AWS Certificate Manager"


def private_dns_name(facts: ServiceFacts) -> ItemVerdict:
    """Judge whether the service has a private DNS name, which AWS Marketplace recommends."""
    live = facts.state.observed.spec.private_dns_name if facts.state.observed else None
    wished = facts.state.wished_name
    if facts.state.unread:
        return grey(f"could not be read: {facts.state.unread}")
    if wished and wished != live:
        return red(f"the document states {wished}, and AWS has {live or 'none'}: apply it", name=wished)
    if live:
        return green(f"the service has {live}", name=live)
    return grey("not stated: recommended, but not required")


def private_dns_verified(facts: ServiceFacts) -> ItemVerdict:
    """Judge whether AWS has verified the private DNS name."""
    dns, name = facts.state.fact("private_dns"), facts.state.private_name
    if not name or dns is None:
        return grey("not applicable: the service has no private DNS name")
    if dns.state == _VERIFIED:
        return green(f"{name} is verified", name=name)
    return red(f"{name} is {dns.state}: reconciler plan says which TXT record to publish", name=name, state=dns.state)


def _normal(names: Sequence[str]) -> set[str]:
    return {one.lower().removesuffix(".") for one in names}


def _silent(answers: Sequence[DnsAnswer]) -> str:
    """Say which name servers did not answer."""
    told = sorted({f"{one.server or 'the name servers'}: {one.because}" for one in answers})
    return f"could not be asked: {'; '.join(told)}" if told else "no name server could be asked"
