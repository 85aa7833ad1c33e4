"""The record of a private name as the public DNS has it: what its zone's own name servers answer, through a port.

AWS names the mistakes that it sees (facts: private-dns 1.2): the value in lower case, the domain appended once more,
the value of another Region. Each has its own words.

Example: the record `_x.api.example.com` has to have the value `vpce:AbC`. ns1 answers `vpce:abc`: its provider has
changed the value to lower case. Nobody has the name, but `_x.api.example.com.example.com` has the value: the domain was
appended once more.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reconciler.parallel import in_parallel
from reconciler.ports import DnsAnswer, NoResolver, PrivateDns, Resolver
from reconciler.spelling import quoted

from .publication import VERIFIED, domain_of, live_name, record_name
from .spec import ObservedService, Paired

AnswersByName = Mapping[str, Sequence[DnsAnswer]]
"""What the name servers answered, by the name that they were asked for."""


@dataclass(frozen=True, slots=True)
class PublicRecord:
    """The record *name* that has to have *value*, and what name servers answered about it and about its doubles."""

    name: str
    value: str
    answers: AnswersByName

    def said(self) -> str:
        """Say what the public DNS has; empty if nobody was to be asked."""
        if not self.answers:
            return ""
        told = [one for one in self.answers[self.name] if one.values is not None]
        if not told:
            whys = {one.because for one in self.answers[self.name]}
            return f"whether it is published is not known: {'; '.join(sorted(whys))}"
        right = [one for one in told if self.value in (one.values or ())]
        if len(right) == len(told):
            return "the name servers answer with it, so AWS can verify the name"
        return self._disagreeing(right, told) if right else self._wrong(told)

    def _disagreeing(self, right: Sequence[DnsAnswer], told: Sequence[DnsAnswer]) -> str:
        there, not_there = _listed(right), _listed([one for one in told if one not in right])
        return f"{there} has it, {not_there} does not: wait until all name servers do"

    def _wrong(self, told: Sequence[DnsAnswer]) -> str:
        found = sorted({value for one in told for value in one.values or ()})
        if self.value.lower() in {value.lower() for value in found}:
            return "its value is published in other letters: upper and lower case count"
        doubled = next(self._doubled(), "")
        if doubled:
            return f"it is published at {doubled}, so the domain was appended twice: leave it out of the record's name"
        if found:
            return f"the name servers answer {', '.join(map(quoted, found))} instead"
        return "the name servers do not have it"

    def _doubled(self) -> Iterator[str]:
        for name, answers in self.answers.items():
            if name != self.name and any(self.value in (one.values or ()) for one in answers):
                yield name


def with_public_records(
    live: Mapping[str, ObservedService], pairs: Sequence[Paired], resolver: Callable[[], Resolver]
) -> Mapping[str, ObservedService]:
    """Return the services of *pairs* whose name AWS has not verified, with what name servers say of their records."""
    unproven = {pair.remote_id: found for pair in pairs if (found := live_name(pair.observed)) and _is_open(found)}
    if not unproven:
        return {}
    asking = resolver()
    records = in_parallel(lambda found: asked(asking, *found), tuple(unproven.values()))
    return {
        service_id: replace(live[service_id], facts={**live[service_id].facts, "public_record": record})
        for service_id, record in zip(unproven, records, strict=True)
    }


def asked(resolver: Resolver, dns: PrivateDns, name: str) -> PublicRecord:
    """Ask for the record of *name*, and for the names that a provider makes of it by appending a domain."""
    record = record_name(dns, name)
    if isinstance(resolver, NoResolver):
        return PublicRecord(record, dns.value, {})
    names = (record, *(f"{record}.{above}" for above in _domains(domain_of(name))))
    return PublicRecord(record, dns.value, dict(zip(names, in_parallel(resolver.texts, names), strict=True)))


def _is_open(found: tuple[PrivateDns, str]) -> bool:
    return found[0].state != VERIFIED


def _domains(domain: str) -> Iterator[str]:
    """Yield the domain and those above it with at least two labels."""
    labels = domain.split(".")
    return (".".join(labels[start:]) for start in range(len(labels) - 1))


def _listed(answers: Sequence[DnsAnswer]) -> str:
    return " and ".join(sorted(one.server for one in answers))
