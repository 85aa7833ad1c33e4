"""A seed: the organizations and the Private Marketplace that a twin starts with, as JSON (README.md, "Seeds")."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from reconciler import limits
from reconciler.documents import NotReadable, read_bytes
from reconciler.errors import InvalidInput
from reconciler.model import Problem, Severity

from .catalog.entities import RESTRICTED
from .certificates import seed as certificates
from .certificates.seed import SeededCertificate
from .ec2 import seed as ec2
from .ec2.seed import SeededEndpointServices, frozen
from .route53 import seed as route53
from .route53.seed import SeededZone
from .sales import seed as sales
from .sales.seed import SeededSales
from .seed_shape import SEED
from .seeded_organization import SeededOrganization, organization
from .topics import seed as topics
from .topics.seed import SeededTopic

MEMBER_ROLE: Final = "OrganizationAccountAccessRole"
"""The role that Organizations creates in each account that it makes, for the management account."""


@dataclass(frozen=True, slots=True)
class SeededRole:
    """An IAM role of *account* that the accounts *trusted* may assume."""

    account: str
    name: str
    trusted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeededPolicy:
    """A procurement policy; *requests* is PolicyResourceRequests."""

    requests: str = "Allow"
    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeededExperience:
    """An experience with its entities, with the API's names; an entity that is not stated does not exist."""

    id: str
    name: str
    description: str | None = None
    status: str = "Disabled"
    admin_status: str | None = "Editable"
    revision: int = 1
    policy: SeededPolicy | None = None
    branding: Mapping[str, str] | None = None
    principals: tuple[str, ...] | None = None
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeededNeighbour:
    """Another organization with its Private Marketplace; it shares nothing with that of the seed."""

    organization: SeededOrganization
    trusted_access: bool = True
    service_linked_role: bool = True
    delegated_administrators: tuple[str, ...] = ()
    experiences: tuple[SeededExperience, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """Everything that a twin starts with; *caller* is the account of access keys that nobody issued."""

    caller: str = "123456789012"
    organization: SeededOrganization | None = None
    trusted_access: bool = True
    service_linked_role: bool = True
    delegated_administrators: tuple[str, ...] = ()
    other_organizations: tuple[SeededNeighbour, ...] = ()
    roles: tuple[SeededRole, ...] = ()
    experiences: tuple[SeededExperience, ...] = ()
    preparing: float = 0.0
    applying: float = 0.0
    enabling: float = 0.0
    deleting: float = 0.0
    publishing: float = 0.0
    request_rates: bool = False
    open_change_sets: int = limits.OPEN_CHANGE_SETS
    product_aliases: Mapping[str, str] = field(default_factory=dict)
    endpoint_services: SeededEndpointServices = field(default_factory=SeededEndpointServices)
    sales: SeededSales = field(default_factory=SeededSales)
    certificates: tuple[SeededCertificate, ...] = ()
    hosted_zones: tuple[SeededZone, ...] = ()
    topics: tuple[SeededTopic, ...] = ()

    @property
    def marketplaces(self) -> "tuple[Seed | SeededNeighbour, ...]":
        """Return what is seeded of each organization, the seed's own first."""
        return (self, *self.other_organizations)


def read(path: Path) -> Seed:
    """Read a seed file.

    Raises:
        InvalidInput: the file cannot be read, is not JSON, or is not a seed.
    """
    try:
        return parse(json.loads(read_bytes(path).decode("utf-8")), str(path))
    except NotReadable as error:
        raise InvalidInput(f"The seed {path} can't be read: {error.reason}") from error
    except (RecursionError, UnicodeDecodeError) as error:
        raise InvalidInput(f"The seed {path} can't be read: {error}") from error
    except json.JSONDecodeError as error:
        raise InvalidInput(f"{path}:{error.lineno}:{error.colno}: not valid JSON: {error.msg}") from error


def demo() -> Seed:
    """Return the seed of the demo: AWS's own walk-through, in an earlier state."""
    text = files(__package__).joinpath("seeds", "demo.json").read_text(encoding="utf-8")
    return parse(json.loads(text), "demo.json")


def parse(sent: Any, source: str = "seed") -> Seed:  # noqa: ANN401 - untrusted input of any type
    """Read a seed from a mapping.

    Raises:
        InvalidInput: it is not a seed; the error has every problem.
    """
    _refuse(sorted(SEED.problems(source, sent)))
    seed = _seed(sent)
    _refuse([f"{source}: {problem}" for problem in contradictions(seed)])
    return seed


def contradictions(seed: Seed) -> Iterator[str]:
    """Yield states that AWS could never hold; a principal that no longer exists is possible."""
    organizations = [one.organization for one in seed.marketplaces if one.organization]
    experiences = [item for one in seed.marketplaces for item in one.experiences]
    accounts = [account.id for one in organizations for account in one.accounts]
    held = [principal for item in experiences for principal in item.principals or ()]
    yield from _repeated("organization", [one.id for one in organizations])
    yield from _repeated("account", accounts)
    yield from _repeated("OU", [unit.id for one in organizations for unit in one.units])
    yield from _repeated("experience", [experience.id for experience in experiences])
    yield from _repeated("principal of an experience", held)
    yield from _repeated("hosted zone", [zone.id for zone in seed.hosted_zones])
    yield from _repeated("agreement", [agreement.id for agreement in seed.sales.agreements])
    yield from _repeated("SNS topic", [topic.arn for topic in seed.topics])
    yield from _repeated("certificate", [certificate.arn for certificate in seed.certificates])
    members = {account for one in organizations for account in _members(one)}
    granted = [f"{account}/{MEMBER_ROLE}" for account in sorted(members)]
    yield from _repeated("role", [*granted, *(f"{role.account}/{role.name}" for role in seed.roles)])
    for marketplace in seed.marketplaces:
        yield from _strangers(marketplace)
    for experience in experiences:
        yield from _impossible(experience)


def _members(organization: SeededOrganization | None) -> frozenset[str]:
    """Return the accounts of an organization without its management account."""
    return frozenset(account.id for account in organization.accounts[1:]) if organization else frozenset()


def _strangers(seed: Seed | SeededNeighbour) -> Iterator[str]:
    """Yield delegated administrators that are no member accounts of the organization."""
    for account in seed.delegated_administrators:
        if account not in _members(seed.organization):
            yield f"delegated administrator {account} is not a member account of the organization"


def _repeated(what: str, ids: Sequence[str]) -> Iterator[str]:
    return (f"{what} {item} is given more than once" for item, count in Counter(ids).items() if count > 1)


def _impossible(experience: SeededExperience) -> Iterator[str]:
    policy = experience.policy or SeededPolicy()
    both = sorted(set(policy.allow) & set(policy.deny))
    if both:
        yield f"experience {experience.id} both allows and denies {', '.join(both)}"
    for ids in (policy.allow, policy.deny):
        yield from _repeated(f"in experience {experience.id}, product", ids)
    if experience.admin_status == RESTRICTED and experience.status != "Disabled":
        yield f"experience {experience.id} is archived but not disabled"


def _refuse(found: Sequence[str]) -> None:
    if found:
        problems = tuple(Problem(Severity.ERROR, "seed-invalid", item) for item in found)
        raise InvalidInput(f"The seed is not valid: {'; '.join(found)}", problems)


def _seed(sent: Mapping[str, Any]) -> Seed:
    own = organization(sent["organization"]) if "organization" in sent else None
    caller = {"caller": own.management_account} if own else {}
    stated = {name: sent[name] for name in ("caller", "product_aliases") if name in sent}
    return Seed(
        organization=own,
        other_organizations=tuple(_neighbour(one) for one in sent.get("other_organizations", ())),
        roles=tuple(SeededRole(**frozen(role)) for role in sent.get("roles", ())),
        experiences=tuple(_experience(experience) for experience in sent.get("experiences", ())),
        endpoint_services=ec2.parse(sent.get("endpoint_services", {})),
        hosted_zones=route53.parse(sent.get("hosted_zones", ())),
        sales=sales.parse(sent.get("agreements", ()), sent.get("entitlements", ())),
        certificates=certificates.parse(sent.get("certificates", ())),
        topics=topics.parse(sent.get("topics", ())),
        **frozen(sent.get("private_marketplace", {})),
        **sent.get("durations", {}),
        **sent.get("quotas", {}),
        **{**caller, **stated},
    )


def _neighbour(sent: Mapping[str, Any]) -> SeededNeighbour:
    return SeededNeighbour(
        organization=organization(sent["organization"]),
        experiences=tuple(_experience(experience) for experience in sent.get("experiences", ())),
        **frozen(sent.get("private_marketplace", {})),
    )


def _experience(sent: Mapping[str, Any]) -> SeededExperience:
    policy = SeededPolicy(**frozen(sent["policy"])) if "policy" in sent else None
    return SeededExperience(**{**frozen(sent), "policy": policy})
