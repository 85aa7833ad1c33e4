"""Every API call that may be sent: the calls of the kinds' verbs, and the reads that every command needs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from reconciler.errors import Refused
from reconciler.model import Quota, Verb
from reconciler.privatelink_limits import EC2_BUCKETS, EC2_READ_BUCKET

ORGANIZATIONS: Final = Quota(20)
"""Chosen by reconciler: AWS publishes no rate for these reads, but throttles them (TooManyRequestsException)."""


SALES: Final = Quota(5)
"""Of SearchAgreements, and chosen for GetEntitlements (subscribers 1.4)."""


ACM: Final = Quota(5)
BALANCING: Final = Quota(10)
"""Chosen by reconciler: no rate of ACM and of Elastic Load Balancing is known (readiness 1.2, 2.1)."""
TOPICS: Final = Quota(10)
"""Of GetTopicAttributes, chosen by reconciler."""


def _balancing(name: str) -> Verb:
    return _read("elbv2", name, BALANCING, f"elasticloadbalancing:{name}")


def _read(service: str, name: str, quota: Quota | None = None, iam: str | None = None) -> Verb:
    return Verb(name=name, service=service, iam=f"{service}:{name}" if iam is None else iam, quota=quota, writes=False)


OWN: Final = (
    _read("acm", "DescribeCertificate", ACM),
    _read("acm", "ListCertificates", ACM),
    _read("ec2", "DescribeAvailabilityZones", Quota(EC2_READ_BUCKET[1], EC2_READ_BUCKET[0])),
    _balancing("DescribeListeners"),
    _balancing("DescribeLoadBalancerAttributes"),
    _balancing("DescribeLoadBalancers"),
    _balancing("DescribeTargetGroupAttributes"),
    _balancing("DescribeTargetGroups"),
    _balancing("DescribeTargetHealth"),
    _read("iam", "GetRole"),
    _read("marketplace-agreement", "SearchAgreements", SALES, "aws-marketplace:SearchAgreements"),
    _read("marketplace-entitlement", "GetEntitlements", SALES, "aws-marketplace:GetEntitlements"),
    _read("organizations", "DescribeAccount", ORGANIZATIONS),
    _read("organizations", "DescribeOrganization", ORGANIZATIONS),
    _read("organizations", "DescribeOrganizationalUnit", ORGANIZATIONS),
    _read("organizations", "ListAWSServiceAccessForOrganization", ORGANIZATIONS),
    _read("organizations", "ListAccounts", ORGANIZATIONS),
    _read("organizations", "ListAccountsForParent", ORGANIZATIONS),
    _read("organizations", "ListDelegatedAdministrators", ORGANIZATIONS),
    _read("organizations", "ListOrganizationalUnitsForParent", ORGANIZATIONS),
    _read("organizations", "ListRoots", ORGANIZATIONS),
    _read("sns", "GetTopicAttributes", TOPICS),
    _read("sts", "GetCallerIdentity", iam=""),
)
"""Reads of the account, the role, the organization, a seller's sales and what its services need.

GetCallerIdentity needs no permission.
"""


def _of_ec2(name: str, *, writes: bool = False) -> Verb:
    size, per_second = EC2_BUCKETS.get(name, EC2_READ_BUCKET)
    return Verb(name=name, service="ec2", iam=f"ec2:{name}", quota=Quota(per_second, size), writes=writes)


OBSERVING: Final = (
    _of_ec2("DescribeSubnets"),
    _of_ec2("DescribeVpcEndpointServices"),
    _of_ec2("DescribeVpcEndpoints"),
    _of_ec2("CreateVpcEndpoint", writes=True),
    _of_ec2("DeleteVpcEndpoints", writes=True),
)
"""The calls of `verify` in the account of an observer. No plan and no apply makes any of them."""
BESIDE_CREATION: Final = ("ec2:CreateTags", "vpce:AllowMultiRegion")
"""CreateVpcEndpoint with tags needs the first, and for a service of another region the second (privatelink 2.5)."""

OF_SAMPLE: Final = (
    _read("s3", "GetObject"),
    _read("s3", "ListObjectsV2", iam="s3:ListBucket"),
)
"""Reads of the bucket of AWS's sample, which `import --from-aws-sample` makes and nothing else.

ListObjectsV2 needs the action ListBucket (S3 API reference).
"""
SAMPLE_ACTIONS: Final = tuple(sorted(verb.iam for verb in OF_SAMPLE))
"""The IAM actions of these reads."""

CREDENTIALS: Final = frozenset(
    {
        "signin:CreateOAuth2Token",
        "sso-oidc:CreateToken",
        "sso:GetRoleCredentials",
        "sts:AssumeRole",
        "sts:AssumeRoleWithWebIdentity",
    }
)
"""Calls that boto3's chain makes by itself to obtain temporary credentials. They change no resource."""


@dataclass(frozen=True)
class CallList:
    """The operations of the kinds' verbs and those of `OWN`, by `service:Operation`.

    *writing* tells whether operations that write may be called, too.
    """

    verbs: Mapping[str, Verb]
    writing: bool = False

    @classmethod
    def of(cls, verbs: Iterable[Verb], *, writing: bool = False) -> "CallList":
        """List the operations of the kinds' *verbs* and those of `OWN`."""
        return cls({str(verb.call): verb.call for verb in (*OWN, *verbs)}, writing)

    @cached_property
    def reads(self) -> frozenset[str]:
        """Return the calls that a plan makes. None of them changes anything."""
        return frozenset(call for call, verb in self.verbs.items() if not verb.writes)

    @cached_property
    def writes(self) -> frozenset[str]:
        """Return the calls that only an apply makes."""
        return frozenset(call for call, verb in self.verbs.items() if verb.writes)

    @cached_property
    def services(self) -> frozenset[str]:
        """Return the services of all these calls."""
        return frozenset(call.partition(":")[0] for call in self.verbs)


def iam_action(call: str) -> str:
    """Return the IAM action that allows *call* (`service:Operation`); empty when every identity may make the call.

    The actions of AWS Marketplace are all of `aws-marketplace`, and BatchDescribeEntities "uses the same IAM permission
    action as DescribeEntity" (API reference); GetCallerIdentity needs no permission (STS reference).
    """
    service, operation = call.split(":", 1)
    prefix = "aws-marketplace" if service.startswith("marketplace-") else _PREFIXES.get(service, service)
    return _IAM_ACTIONS.get(call, f"{prefix}:{operation}")


_PREFIXES: Final = {"elbv2": "elasticloadbalancing"}
_IAM_ACTIONS: Final = {
    "marketplace-catalog:BatchDescribeEntities": "aws-marketplace:DescribeEntity",
    "s3:ListObjectsV2": "s3:ListBucket",
    "sts:GetCallerIdentity": "",
}


SIDES: Final = ("marketplace", "a seller")
"""Whose account a role is in: EC2 and the sales are read in the sellers' accounts, everything else in the other."""


BESIDE_AGREEMENTS: Final = "aws-marketplace:ViewSubscriptions"
"""The Service Authorization Reference names it beside SearchAgreements; whether both are needed is unknown."""
SETTING_UP: Final = "the management account, for documents of Private Marketplace itself"
"""Who may enable and end Private Marketplace: an apply role that is not meant to do that goes without these actions."""
OF_ZONES: Final = "route53:"
"""The calls about hosted zones, which need permissions only where a document states `private_dns_zone`."""
OF_SELLERS: Final = ("acm:", "ec2:", "elbv2:", "marketplace-agreement:", "marketplace-entitlement:", "sns:")


def role_actions(verbs: Iterable[Verb]) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return the IAM actions of each role, by its command (`plan` or `apply`) and its side (`SIDES`).

    What an apply needs in addition to change Private Marketplace itself is under `SETTING_UP`.
    """
    called = CallList.of(verbs)
    beside = called.verbs.keys() - CallList.of(()).verbs.keys()
    sets_up = frozenset(call for call in beside if call.startswith(("iam:", "organizations:")))
    commands = {"plan": called.reads - sets_up, "apply": (called.reads | called.writes) - sets_up}
    found = {
        (command, side): tuple(sorted(_actions(called.verbs[call] for call in calls if _side(call) == side)))
        for side in SIDES
        for command, calls in commands.items()
    }
    return {**found, ("apply", SETTING_UP): tuple(sorted(_actions(called.verbs[call] for call in sets_up)))}


def zone_actions(verbs: Iterable[Verb], *, writing: bool) -> tuple[str, ...]:
    """Return the IAM actions of the role for hosted zones: to plan, or also to publish records."""
    found = CallList.of(verbs).verbs.items()
    return tuple(sorted(verb.iam for call, verb in found if call.startswith(OF_ZONES) and (writing or not verb.writes)))


def observer_actions(*, writing: bool) -> tuple[str, ...]:
    """Return the IAM actions of an observer's role: to look only, or also to create test endpoints."""
    found = {verb.iam for verb in OBSERVING if writing or not verb.writes}
    return tuple(sorted({*found, *(BESIDE_CREATION if writing else ())}))


def _actions(verbs: Iterable[Verb]) -> Iterator[str]:
    found = {verb.iam for verb in verbs} - {""}
    yield from found
    if "aws-marketplace:SearchAgreements" in found:
        yield BESIDE_AGREEMENTS


def _side(call: str) -> str:
    return "" if call.startswith(OF_ZONES) else SIDES[call.startswith(OF_SELLERS)]


class Gate:
    """Lets the listed calls pass and refuses every other call before it is validated, signed or sent.

    It is registered for botocore's event `provide-client-params`, the first event of each call of a session's clients.
    """

    def __init__(self, calls: CallList) -> None:
        """Allow the calls that read, and the calls that write only when *calls* has `writing`."""
        self._open = calls.reads | CREDENTIALS | (calls.writes if calls.writing else frozenset())

    def __call__(self, model: Any, **_: Any) -> None:  # noqa: ANN401 - botocore's own OperationModel
        """Raise Refused unless the operation of *model* is listed."""
        call = f"{model.service_model.service_name}:{model.name}"
        if call not in self._open:
            raise Refused(
                f"{call} was refused before it was sent: it is not on the list of calls allowed here",
                hint="a plan only reads; this is a bug in reconciler, please report it",
            )
