"""The nouns of reconciler: frozen data without behaviour. They import nothing else of reconciler.

An `Address` names an object. A `Document` becomes a `Desired` spec, and AWS's answer becomes an `Observed` spec. Their
difference is a `Change`. A change becomes `Request`s, which are packed into `Operation`s. All of it together is a
`Plan`. Executing a plan returns `Outcome`s. Every step may add `Problem`s.

Example: `experience.finance` allows product A in its document and product B in AWS. The change of `products.allow` adds
A and removes B. Its requests are AllowProductProcurement of A and DenyProductProcurement of B. The operation is one
StartChangeSet with both, and its outcome is `succeeded`.
"""

from .acceptance import Acceptance
from .address import Address
from .by_hand import ByHand
from .canonical import canonical_json, observed_digest, sha256_of
from .chain import chained_sets, longest_chain
from .change import ACCEPTED, ENDING, Action, Change, FieldChange, SetChange, Stakes, ValueChange
from .dns_record import DnsRecord
from .document import Document, Mark, Marks, mark, marks_below, place
from .exposed import Exposed, InterruptedMove
from .extent import WHOLE, Detour, Extent, NotRead
from .fields import Fields, at, stated
from .impact import Exposure, Group, Impact, LostService, Proof
from .move import Move
from .opening import MarketplaceStanding, Opening
from .organization import NOWHERE, Account, AccountState, Organization, OrganizationalUnit
from .origin import NOT_ATTRIBUTED, Attribution, ChangedBy, Edit, Origin
from .outcome import Outcome, OutcomeError, Status
from .plan import (
    DIRTY,
    FORMAT_VERSION,
    NO_BUDGET,
    UNREAD,
    Plan,
    Unmanaged,
    accepted_endpoints,
    digest_of,
    digested_changes,
    digested_operations,
)
from .positions import Positions
from .precondition import Precondition, When
from .problem import Absence, Beside, Idle, Lapse, Problem, Severity, error, note, warning, worst_first
from .request import Operation, Reference, Request, RequestKey, known_after
from .residual import ResidualAccess
from .rule import ACCEPTABLE, Rule
from .spec import Desired, Feed, Mode, Observed, Pair, Wish
from .spent import Spent
from .terms import ALL_RULES, NO_TERMS, SafeOrder, Terms
from .verb import Extra, Permissions, Quota, Verb

__all__ = [
    "ACCEPTABLE",
    "ACCEPTED",
    "ALL_RULES",
    "DIRTY",
    "ENDING",
    "FORMAT_VERSION",
    "NOT_ATTRIBUTED",
    "NOWHERE",
    "NO_BUDGET",
    "NO_TERMS",
    "UNREAD",
    "WHOLE",
    "Absence",
    "Acceptance",
    "Account",
    "AccountState",
    "Action",
    "Address",
    "Attribution",
    "Beside",
    "ByHand",
    "Change",
    "ChangedBy",
    "Desired",
    "Detour",
    "DnsRecord",
    "Document",
    "Edit",
    "Exposed",
    "Exposure",
    "Extent",
    "Extra",
    "Feed",
    "FieldChange",
    "Fields",
    "Group",
    "Idle",
    "Impact",
    "InterruptedMove",
    "Lapse",
    "LostService",
    "Mark",
    "MarketplaceStanding",
    "Marks",
    "Mode",
    "Move",
    "NotRead",
    "Observed",
    "Opening",
    "Operation",
    "Organization",
    "OrganizationalUnit",
    "Origin",
    "Outcome",
    "OutcomeError",
    "Pair",
    "Permissions",
    "Plan",
    "Positions",
    "Precondition",
    "Problem",
    "Proof",
    "Quota",
    "Reference",
    "Request",
    "RequestKey",
    "ResidualAccess",
    "Rule",
    "SafeOrder",
    "SetChange",
    "Severity",
    "Spent",
    "Stakes",
    "Status",
    "Terms",
    "Unmanaged",
    "ValueChange",
    "Verb",
    "When",
    "Wish",
    "accepted_endpoints",
    "at",
    "canonical_json",
    "chained_sets",
    "digest_of",
    "digested_changes",
    "digested_operations",
    "error",
    "known_after",
    "longest_chain",
    "mark",
    "marks_below",
    "note",
    "observed_digest",
    "place",
    "sha256_of",
    "stated",
    "warning",
    "worst_first",
]
