"""Answers about plans: what accounts may buy, who is connected or subscribed, what customers need; fleets. Pure."""

from .answer import effective
from .connected import connections, service_asked
from .customer_sheet import sheet
from .endpoints import check_endpoints
from .fleets import MEMBER_STATES, fleet_answer, fleet_code, fleet_digest, member_answer, worst_code
from .jointly import JointRefusal, joint_refusals, unused_acceptances
from .subscribed import OfferingCustomers, Subscribers, subscribers

__all__ = [
    "MEMBER_STATES",
    "JointRefusal",
    "OfferingCustomers",
    "Subscribers",
    "check_endpoints",
    "connections",
    "effective",
    "fleet_answer",
    "fleet_code",
    "fleet_digest",
    "joint_refusals",
    "member_answer",
    "service_asked",
    "sheet",
    "subscribers",
    "unused_acceptances",
    "worst_code",
]
