"""Private DNS names: the record by which AWS verifies each, and what to do until it is verified. Pure."""

from collections.abc import Iterator

from reconciler.model import DnsRecord, Lapse, Problem, note, warning

from .public_record import PublicRecord
from .publication import VERIFIED, live_name, record_name
from .spec import Paired

PENDING = "pendingVerification"
CAUSES = (
    "that the record is published exactly as shown here: some DNS providers refuse underscores, append the domain "
    "again or change values to lower case"
)
"""Frequent causes of a failed verification, from AWS's page (facts: privatelink 2.3)."""


def dns_records(pair: Paired) -> Iterator[DnsRecord]:
    """Return the record of a name that stays, verified or not (facts: privatelink 2.3)."""
    live = live_name(pair.observed)
    if live and pair.desired.spec.private_dns_name in {None, live[1]}:
        dns, _ = live
        yield DnsRecord(service=pair.desired.address, name=record_name(*live), value=dns.value, state=dns.state)


def unproven_name(pair: Paired) -> Iterator[Problem]:
    """Report a name that is not verified, with its record and the command that starts the verification.

    A plan publishes the record itself where the document states a hosted zone that was read.

    A failed verification is drift: new consumers cannot use the name. AWS looks for the record of a pending one by
    itself.
    """
    for record in dns_records(pair):
        desired, observed = pair.desired, pair.observed
        if record.state == VERIFIED or observed is None or "publication" in desired.facts:
            continue
        source, name = desired.document.at("private_dns_name"), observed.spec.private_dns_name
        start = (
            "aws ec2 start-vpc-endpoint-service-private-dns-verification "
            f"--service-id {observed.remote_id} --region {desired.spec.region}"
        )
        public: PublicRecord | None = observed.facts.get("public_record")
        seen = public.said() if public else ""
        said = f'publish the TXT record {record.name} with the value "{record.value}"' + (f" ({seen})" if seen else "")
        unverified = f"{name} is not verified ({record.state})"
        if record.state == PENDING:
            hint = f"AWS checks it within minutes; to start the check now: {start}"
            yield note("private-dns", f"{unverified}: {said}", source, hint, desired.address)
        else:
            message = f"{unverified}, so new endpoints cannot use it: {said}, then start the verification"
            hint = f"to start it: {start}; check {CAUSES}"
            yield warning(Lapse.UNPROVEN, message, source, hint, desired.address)
