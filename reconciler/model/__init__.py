"""The nouns of reconciler, in the order they travel: they import nothing of ours and do nothing.

An `Address` names everything. A `Document` becomes a `Desired` spec, AWS's answer an `Observed` one;
their difference is a `Change`, a change becomes `Request`s, requests are packed into `Operation`s,
and all of it together is a `Plan`. Executing a plan yields `Outcome`s. `Problem`s travel beside them.
"""

from .address import Address
from .change import Action, Change, FieldChange, SetChange, Stakes, ValueChange
from .dns_record import DnsRecord
from .document import Document, Mark, Marks
from .exposed import Exposed, Journey
from .impact import Exposure, Group, Impact, LostService, Proof
from .move import Move
from .organization import NOWHERE, Account, AccountState, Organization, OrganizationalUnit
from .outcome import Outcome, OutcomeError, Status
from .plan import FORMAT_VERSION, Plan, Unmanaged, canonical_json
from .precondition import Precondition, When
from .problem import Absence, Lapse, Problem, Severity, worst_first
from .request import Operation, Reference, Request, RequestKey, known_after
from .residual import ResidualAccess
from .rule import Rule
from .spec import Desired, Feed, Mode, Observed, Pair, Wish
from .verb import Extra, Permissions, Quota, Verb

__all__ = [
    "FORMAT_VERSION",
    "NOWHERE",
    "Absence",
    "Account",
    "AccountState",
    "Action",
    "Address",
    "Change",
    "Desired",
    "DnsRecord",
    "Document",
    "Exposed",
    "Exposure",
    "Extra",
    "Feed",
    "FieldChange",
    "Group",
    "Impact",
    "Journey",
    "Lapse",
    "LostService",
    "Mark",
    "Marks",
    "Mode",
    "Move",
    "Observed",
    "Operation",
    "Organization",
    "OrganizationalUnit",
    "Outcome",
    "OutcomeError",
    "Pair",
    "Permissions",
    "Plan",
    "Precondition",
    "Problem",
    "Proof",
    "Quota",
    "Reference",
    "Request",
    "RequestKey",
    "ResidualAccess",
    "Rule",
    "SetChange",
    "Severity",
    "Stakes",
    "Status",
    "Unmanaged",
    "ValueChange",
    "Verb",
    "When",
    "Wish",
    "canonical_json",
    "known_after",
    "worst_first",
]
