"""What the observer sees of a service, by reads alone (facts: privatelink 1.8, 2.2 to 2.4).

Example: the service is granted to `*` only. The observer sees it when it asks for its name (`visible` is green), and
does not find it in its list (`listed` is red).
"""

from collections.abc import Iterator

from reconciler.ports import Consumer, OfferedService

from .line import Line, Notes, green, grey, red, waiting
from .subject import Subject

_VERIFIED = "verified"


def see(notes: Notes, consumer: Consumer, subject: Subject) -> OfferedService | None:
    """Add the lines about what *consumer* sees, and return the service as it sees it; None if it does not."""
    region = _region(subject)
    notes.add(region)
    if region.status == "red":
        notes.add(*(waiting(line, "region") for line in ("visible", "listed", "private_dns", "zones")))
        return None
    offered = notes.read(["visible"], lambda: consumer.service(subject.name, subject.region))
    if notes.problems:
        notes.add(*(waiting(line, "visible") for line in ("listed", "private_dns", "zones")))
        return None
    if offered is None:
        notes.add(unseen(subject), *(waiting(line, "visible") for line in ("listed", "private_dns", "zones")))
        return None
    notes.add(green("visible", f"account {subject.observer.account} sees {subject.name}"), *_details(subject, offered))
    listed = notes.read(["listed"], lambda: consumer.lists(subject.name, subject.account, subject.region))
    if listed is not None:
        notes.add(_listed(subject, there=listed))
    return offered


def _region(subject: Subject) -> Line:
    if subject.here in subject.served:
        where = "its own region" if not subject.away else f"a supported region of the service in {subject.region}"
        return green("region", f"the observer looks from {subject.here}, {where}")
    return red(
        "region",
        f"the observer looks from {subject.here}; the service is in {subject.region} and supports "
        f"{', '.join(sorted(subject.served))}: add the region to supported_regions, or observe from another region",
    )


def unseen(subject: Subject) -> Line:
    """Return why AWS says that the service does not exist, as it does for a wrong name."""
    account = subject.observer.account
    said = f"AWS tells account {account} that {subject.name} does not exist"
    if subject.grants is None:
        return red("visible", f"{said}; who is allowed could not be read")
    if subject.named or subject.public:
        return red(
            "visible", f"{said}, although a grant admits it: a new grant may take a minute to show; run it again"
        )
    if subject.others:
        granted = ", ".join(subject.others)
        return red("visible", f"{said}: the grants name {granted}, and the observer is {subject.observer.role.arn}")
    return red("visible", f"{said}: it is not allowed; name {account} in an allowed_principals document")


def _listed(subject: Subject, *, there: bool) -> Line:
    account = subject.observer.account
    if there:
        return green("listed", f"the list of account {account} has it")
    if subject.public and not subject.named:
        return red("listed", f"hidden: only '*' admits account {account}, so it is found by its name alone")
    return red("listed", f"the list of account {account} does not have it; a new grant may take a minute to show")


def _details(subject: Subject, offered: OfferedService) -> Iterator[Line]:
    name, state = offered.private_dns_name, offered.private_dns_state
    if name is None:
        yield grey("private_dns", "the service has no private DNS name")
    elif state == _VERIFIED:
        yield green("private_dns", f"{name} is verified")
    else:
        yield red("private_dns", f"{name} is {state or 'in an unknown state'}: only a verified name can be enabled")
    zones = ", ".join(sorted(offered.zone_ids))
    if subject.away:
        yield grey("zones", "the observer looks from another region, where zones need not match")
    elif zones:
        yield green("zones", zones)
    else:
        yield red("zones", f"account {subject.observer.account} has none of the zones of the service")
