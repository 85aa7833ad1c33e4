"""The plan (contract 4), part by part in the order of its keys."""

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypedDict

from .change import ChangeJson
from .impact import ExposureJson, ImpactJson, ResidualAccessJson
from .problem import ProblemJson
from .spent import SpentJson
from .world import WorldJson


class ByHandJson(TypedDict):
    """The endpoints that a user accepts or rejects by hand."""

    accept: list[str]
    reject: list[str]


class OptionsJson(TypedDict):
    """The options of the command that made the plan.

    *at* is there if it was made as on another day, *by_hand* if it only accepts or rejects endpoints, *target* if it is
    the plan of one account and region of a repository, or of its marketplace.
    """

    select: list[str]
    exclude: list[str]
    no_removals: bool
    reject_connections: bool
    at: NotRequired[str]
    by_hand: NotRequired[ByHandJson]
    target: NotRequired[str]


class DnsRecordJson(TypedDict):
    """A record that proves a private DNS name to AWS."""

    service: str
    name: str
    type: Literal["TXT"]
    value: str
    state: str


class SummaryJson(TypedDict):
    """Numbers of changes by action, and of calls."""

    create: int
    update: int
    archive: int
    revive: int
    delete: int
    change_sets: int
    permission_calls: int


class OperationJson(TypedDict):
    """Exactly one API call that writes."""

    id: str
    after: list[str]
    account: str
    region: str
    service: str
    action: str
    parameters: Mapping[str, Any]
    addresses: list[str]


class PreconditionJson(TypedDict):
    """The accounts that a refused rule was reported for, accepted or not."""

    rule: str
    when: Literal["after", "on_the_way"]
    accounts: list[str]


class ProofJson(TypedDict, total=False):
    """The change sets of the plan and of any safe plan, and the longest chain; empty if no plan could be made."""

    change_sets: int
    lower_bound: int
    chain: int


class CallTimesJson(TypedDict):
    """When an operation is expected to begin and to end, in seconds from the first call."""

    begins: float
    ends: float


class BudgetJson(TypedDict):
    """The calls that write, by API operation, their seconds, and what reading AWS for the plan has spent.

    *schedule* has each operation by id.
    """

    calls: dict[str, int]
    seconds_at_quota: float
    reading: SpentJson
    expected_seconds: int
    schedule: dict[str, CallTimesJson]


class UnmanagedJson(TypedDict):
    """An object or a grant that AWS has and no document names; only a grant has a *service*."""

    kind: str
    remote_id: str
    title: str
    service: NotRequired[str]


OrganizationExtent = Literal["whole", "subtrees", "principals", "none"]


class ExtentJson(TypedDict):
    """How much was read of the organization: whole, subtrees, principals or none."""

    organization: OrganizationExtent


class DigestedJson(TypedDict):
    """The part of a plan that its digest is computed from."""

    format_version: str
    changes: list[ChangeJson]
    operations: list[OperationJson]
    preconditions: list[PreconditionJson]


class PlanJson(TypedDict):
    """The plan. *digest* is null if no plan could be made."""

    format_version: str
    digest: str | None
    created_at: str
    commit: str | None
    options: OptionsJson
    accepted: list[str]
    dns_records: list[DnsRecordJson]
    summary: SummaryJson
    names: dict[str, str]
    changes: list[ChangeJson]
    operations: list[OperationJson]
    preconditions: list[PreconditionJson]
    impact: ImpactJson
    exposures: list[ExposureJson]
    residual_access: list[ResidualAccessJson]
    proof: ProofJson
    budget: BudgetJson
    unmanaged: list[UnmanagedJson]
    residue: dict[str, list[str]]
    read: ExtentJson
    world: WorldJson
    problems: list[ProblemJson]
