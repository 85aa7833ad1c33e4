"""Publications: the TXT records of private DNS names in hosted zones, as a plan reads and changes them. Pure.

AWS gives each service a label and a value for its private name. The record `LABEL.DOMAIN` with the value is published
in a hosted zone, the verification is started, and AWS has the name verified (facts: private-dns 1.1). A spec holds this
as two fields: the records, each as `ZONE NAME`, and the state of the verification.

Example: the document states private_dns_name api.example.com and private_dns_zone Z0EXAMPLE. AWS has the name, and the
zone has no record: the desired records are `Z0EXAMPLE _x.api.example.com`, the live ones none. A name that AWS does not
have yet has no label either: its record is `Z0EXAMPLE _….api.example.com` until the plan is carried out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reconciler.errors import Unreadable
from reconciler.model import Pair, Problem, error
from reconciler.ports import PrivateDns, TextRecords

from .spec import NO_NAME, NONE, ObservedService, Paired, State, Wanted

VERIFIED = "verified"
AUTO = "auto"
ZONE = "private_dns_zone"
LATER = "_…"
"""Stands for the label of a record that AWS has yet to make."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """The hosted zones of one document as they were read, in *account*.

    *zone* is where the record of the desired name belongs, *held* where that of the live name is looked for; empty if
    there is no such name or no such zone. *records* are the TXT records at the live record's name in *held*. *found*
    are the ids of the public zones when not exactly one fits, and *longest* is the name that they share. *named* is the
    name of a zone that the document states by id; None if there is no such zone. *unreadable* says why they were not
    read.
    """

    account: str = ""
    zone: str = ""
    held: str = ""
    records: TextRecords | None = None
    found: tuple[str, ...] = ()
    longest: str = ""
    named: str | None = ""
    unreadable: Unreadable | None = None


def stated_zone(desired: Wanted) -> str:
    """Return what the document says about the zone: its id, `auto`, or nothing; nothing if a command asks by hand."""
    return "" if desired.by_hand else str(desired.document.body.get(ZONE, ""))


def domain_of(name: str) -> str:
    """Return the domain of a private name; a wildcard is proven by the domain below which it stands."""
    return name.removeprefix("*.")


def record_name(dns: PrivateDns, name: str) -> str:
    """Return the name of the record that proves *name* (facts: privatelink 2.3)."""
    return f"{dns.name}.{domain_of(name)}" if dns.name else domain_of(name)


def live_name(observed: ObservedService | None) -> tuple[PrivateDns, str] | None:
    """Return the private name of a live service, with its record; None without a name."""
    dns, name = (observed.facts.get("private_dns"), observed.spec.private_dns_name) if observed else (None, None)
    return (dns, name) if dns and name else None


def desired_name(desired: Wanted, observed: ObservedService | None) -> str | None:
    """Return the private name that the service is to have; the live one where the document states none."""
    name, live = desired.spec.private_dns_name, live_name(observed)
    if desired.spec.state is State.ABSENT or name == NO_NAME:
        return None
    return name or (live[1] if live else None)


def quoted_text(value: str) -> str:
    """Return a TXT value as Route 53 takes it, in quotes (facts: private-dns 2.2)."""
    return f'"{value}"'


def holds(records: TextRecords | None, value: str) -> bool:
    """Tell whether *value* is among the records, with the same upper and lower case."""
    return records is not None and quoted_text(value) in records.values


def published(pair: Paired, publication: Publication | None) -> Paired:
    """Return *pair* with the records and the verification in both specs; unchanged if the document states no zone."""
    if publication is None or publication.unreadable or not stated_zone(pair.desired):
        return pair
    desired, observed = pair.desired, pair.observed
    name, live = desired_name(desired, observed), live_name(observed)
    kept = live is not None and live[1] == name
    spec = replace(
        desired.spec,
        records=frozenset({f"{publication.zone} {_record(live, name)}"}) if name else NONE,
        verification=VERIFIED if name else None,
    )
    facts = {**desired.facts, "publication": publication}
    return Pair(replace(desired, spec=spec, facts=facts), _seen(observed, publication, kept=kept))


def _record(live: tuple[PrivateDns, str] | None, name: str) -> str:
    """Return the name of the record of the desired *name*, as far as it is known."""
    return record_name(*live) if live and live[1] == name else f"{LATER}.{domain_of(name)}"


def _seen(observed: ObservedService | None, publication: Publication, *, kept: bool) -> ObservedService | None:
    """Return the live service with its record, and with the state of its verification if it keeps its name."""
    live = live_name(observed)
    if observed is None or live is None:
        return observed and replace(observed, spec=replace(observed.spec, records=NONE))
    there = holds(publication.records, live[0].value)
    records = frozenset({f"{publication.held} {record_name(*live)}"} if there else ())
    state = live[0].state if kept else None
    return replace(observed, spec=replace(observed.spec, records=records, verification=state))


def hosted_zone_problems(pair: Paired, publication: Publication | None) -> Iterator[Problem]:
    """Report why the record cannot be published; a zone that could not be read leaves the rest of the service planned.

    Hence that problem has no address: an address would take the service out of the plan.
    """
    if publication is None or not stated_zone(pair.desired):
        return
    desired, source = pair.desired, pair.desired.document.at(ZONE)
    name = desired_name(desired, pair.observed)
    if publication.unreadable:
        why = publication.unreadable
        message = f"the record of {desired.address} was not compared: {why.message}"
        yield error("unreadable", message, source, why.hint)
    elif name and not publication.zone:
        yield _unplaced(desired, domain_of(name), publication, source)


def _unplaced(desired: Wanted, domain: str, publication: Publication, source: str) -> Problem:
    """Return the error about a name whose record belongs in no zone, or in several."""
    address, whose = desired.address, f"account {publication.account}"
    if publication.found:
        listed = ", ".join(publication.found)
        message = f"{whose} has several public zones for {publication.longest}: {listed}"
        hint = "state the id of the one that the domain delegates to"
        return error("several-hosted-zones", message, source, hint, address)
    if publication.named:
        message = f"{stated_zone(desired)} is the zone of {publication.named}, which {domain} is not in"
        return error("other-hosted-zone", message, source, "state the zone of the name, or auto", address)
    what = f"zone {stated_zone(desired)}" if publication.named is None else f"public zone for {domain}"
    hint = "state a zone of that account, name its account with dns: {role: …} of the seller, or publish it yourself"
    return error("no-hosted-zone", f"{whose} has no {what}", source, hint, address)
