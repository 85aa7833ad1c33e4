"""The subnets of a test endpoint, checked before anything is created (facts: privatelink 2.5)."""

from collections import Counter
from collections.abc import Sequence

from reconciler.errors import UsageError
from reconciler.ports import Consumer, ConsumerEndpoint, ConsumerSubnet, OfferedService

from .line import Line, Notes, green, grey, red
from .subject import Subject


def chosen(notes: Notes, consumer: Consumer, subject: Subject, ids: Sequence[str]) -> tuple[ConsumerSubnet, ...]:
    """Return the subnets of these *ids*; none if they could not be read.

    Raises UsageError for a subnet that is not there, for subnets of several VPCs, and for two in one zone.
    """
    found = notes.read(["subnets"], lambda: consumer.subnets(ids)) or ()
    if not found and notes.problems:
        return ()
    where = f"in {subject.here} of account {subject.observer.account}"
    missing = sorted(set(ids) - {one.id for one in found})
    if missing:
        hint = f"aws ec2 describe-subnets --region {subject.here}, with the role of the observer, lists them"
        raise UsageError(f"{', '.join(missing)} is not {where}", hint)
    vpcs = sorted({one.vpc for one in found})
    if len(vpcs) > 1:
        raise UsageError(f"the subnets are in {len(vpcs)} VPCs: {', '.join(vpcs)}", "an endpoint has one VPC")
    zone, times = Counter(one.zone_id for one in found).most_common(1)[0]
    if times > 1:
        raise UsageError(f"{times} of the subnets are in zone {zone}", "an endpoint has one subnet in each zone")
    return tuple(sorted(found, key=lambda one: one.zone))


def zones_line(subject: Subject, subnets: Sequence[ConsumerSubnet], offered: OfferedService) -> Line:
    """Compare the zones of the subnets with those of the service, by id: names differ between accounts."""
    told = ", ".join(f"{one.id} in {one.zone_id} ({one.zone} here)" for one in subnets)
    if subject.away:
        return grey("subnets", f"{told}; in another region than the service, zones need not match")
    outside = [one for one in subnets if one.zone_id not in offered.zone_ids]
    if not outside:
        return green("subnets", told)
    wrong = ", ".join(f"{one.id} in {one.zone_id}" for one in outside)
    zones = ", ".join(sorted(offered.zone_ids)) or "no zone that this account has"
    return red("subnets", f"{wrong}: the service is in {zones}, and AWS refuses an endpoint elsewhere")


def names_line(endpoint: ConsumerEndpoint, subnets: Sequence[ConsumerSubnet]) -> Line:
    """Check that there is a regional name, and one for the zone of each subnet."""
    labels = [name.partition(".")[0] for name in endpoint.dns_names if name.startswith(f"{endpoint.id}-")]
    missing = [one.zone for one in subnets if not any(label.endswith(f"-{one.zone}") for label in labels)]
    zonal = {label for label in labels for one in subnets if label.endswith(f"-{one.zone}")}
    absent = [*([] if set(labels) - zonal else ["the regional name"]), *(f"the name of {zone}" for zone in missing)]
    if absent:
        return red("names", f"{endpoint.id} has {len(endpoint.dns_names)} names; {', '.join(absent)} is missing")
    return green("names", ", ".join(endpoint.dns_names))
