"""Settling: a desired service is completed with what AWS will hold after the plan. Pure; it runs before the diff."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain

from reconciler.model import Action, Mode
from reconciler.ownership import own
from reconciler.principal_forms import normal_forms
from reconciler.regions import partition_of

from .spec import BLANK, NAME_TAG, NO_NAME, NONE, EndpointServiceSpec, ObservedService, Paired, State, Wanted
from .zones import settled_zones


def settle(desired: Wanted, observed: ObservedService | None) -> EndpointServiceSpec:
    """Return the spec of the service after the plan.

    The list of principals is owned by the document's mode, less the grants that expire; every other list that it states
    is owned whole. A new service gets the tag by which it is found again. A service that ends loses its connections and
    changes nothing else.
    """
    before = observed.spec if observed else BLANK
    wish = desired.spec
    if wish.state is State.ABSENT:
        records = before.records and frozenset()
        return replace(before, state=State.ABSENT, connections=before.connections and frozenset(), records=records)
    spec = own(wish, before, Mode.EXCLUSIVE)
    principals = own(replace(wish, allowed_principals=as_listed(desired, observed)), before, desired.mode)
    granted = _lasting(principals.allowed_principals, desired, observed)
    name = None if spec.private_dns_name == NO_NAME else spec.private_dns_name
    tags = spec.tags if observed else {**(spec.tags or {}), NAME_TAG: desired.address.name}
    zones = settled_zones(desired, observed, spec)
    state = wish.verification if wish.records is not None else spec.verification
    spec = replace(spec, zones=zones, verification=state)
    return replace(spec, allowed_principals=granted, private_dns_name=name, tags=tags)


def _lasting(
    granted: frozenset[str] | None, desired: Wanted, observed: ObservedService | None
) -> frozenset[str] | None:
    """Return *granted* without the grants that expire; with those that AWS has if they are held."""
    if granted is None or not desired.ended:
        return granted
    ending, live = expired(desired, observed), (observed.spec.allowed_principals if observed else None) or NONE
    return granted | (live & ending) if desired.held else granted - ending


def as_listed(desired: Wanted, observed: ObservedService | None) -> frozenset[str] | None:
    """Return the principals that documents name, each in the form in which AWS lists it.

    AWS may list an account as its digits or a role with its path: such a form is the same grant. A principal that AWS
    does not list stays in its normal form.
    """
    return _listed(desired.spec.allowed_principals, observed)


def expired(desired: Wanted, observed: ObservedService | None) -> frozenset[str]:
    """Return the principals whose grant has a written ending that has come, in the forms in which AWS lists them.

    A principal that another document names, one that has not expired, keeps its grant.
    """
    if not desired.ended:
        return NONE
    partition = partition_of(desired.spec.region or "")
    over = normal_forms(chain.from_iterable(feed.members for feed in desired.ended), partition)
    return _listed(over - (desired.spec.allowed_principals or NONE), observed) or NONE


def _listed(wished: frozenset[str] | None, observed: ObservedService | None) -> frozenset[str] | None:
    """Return the normal forms *wished*, each in the form in which AWS lists it."""
    forms: Mapping[str, str] = observed.facts.get("other_forms", {}) if observed else {}
    if wished is None or not forms:
        return wished
    listed = frozenset(form for form, normal in forms.items() if normal in wished)
    granted = (observed.spec.allowed_principals if observed else None) or frozenset()
    return (wished - ({forms[form] for form in listed} - granted)) | listed


def intent(pair: Paired, after: EndpointServiceSpec) -> tuple[Action, str]:
    """Return the action and its reason for a pair whose settled spec *after* differs from AWS."""
    if pair.observed is None:
        return Action.CREATE, "not in AWS"
    if after.state is State.ABSENT:
        return Action.DELETE, "state: absent"
    if pair.desired.by_hand:
        return Action.UPDATE, "decided by hand"
    return Action.UPDATE, "differs from AWS"


def is_verified(observed: ObservedService | None) -> bool:
    """Tell whether AWS has verified the private DNS name of a service."""
    dns = observed.facts.get("private_dns") if observed else None
    return dns is not None and dns.state == "verified"
