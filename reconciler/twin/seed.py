"""A seed: the organization and the Private Marketplace that a twin starts with, as JSON (README.md, "Seeds")."""

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
from .topics import seed as topics
from .topics.seed import SeededTopic

MEMBER_ROLE: Final = "OrganizationAccountAccessRole"
"""The role that Organizations creates in each account that it makes, for the management account."""


@dataclass(frozen=True, slots=True)
class SeededAccount:
    """An account; *parent* is a root or OU id, *state* is AWS's; *closed* makes it CLOSED."""

    id: str
    name: str
    parent: str
    closed: bool = False
    state: str = "ACTIVE"


@dataclass(frozen=True, slots=True)
class SeededUnit:
    """An OU; *parent* is a root or OU id."""

    id: str
    name: str
    parent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeededOrganization:
    """An organization; the management account is the first of *accounts*, and parents come before children.

    *paths* tells whether Organizations returns `Paths` and `Path`, *status* whether it still returns `Status`.
    """

    id: str
    root: str
    management_account: str
    units: tuple[SeededUnit, ...] = ()
    accounts: tuple[SeededAccount, ...] = ()
    paths: bool = True
    status: bool = False


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
class Seed:
    """Everything that a twin starts with; *caller* is the account of access keys that nobody issued."""

    caller: str = "123456789012"
    organization: SeededOrganization | None = None
    trusted_access: bool = True
    service_linked_role: bool = True
    delegated_administrators: tuple[str, ...] = ()
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
    accounts = seed.organization.accounts if seed.organization else ()
    units = seed.organization.units if seed.organization else ()
    held = [principal for item in seed.experiences for principal in item.principals or ()]
    yield from _repeated("account", [account.id for account in accounts])
    yield from _repeated("OU", [unit.id for unit in units])
    yield from _repeated("experience", [experience.id for experience in seed.experiences])
    yield from _repeated("principal of an experience", held)
    yield from _repeated("hosted zone", [zone.id for zone in seed.hosted_zones])
    yield from _repeated("agreement", [agreement.id for agreement in seed.sales.agreements])
    yield from _repeated("SNS topic", [topic.arn for topic in seed.topics])
    yield from _repeated("certificate", [certificate.arn for certificate in seed.certificates])
    members = {account.id for account in accounts[1:]}
    granted = [f"{account}/{MEMBER_ROLE}" for account in sorted(members)]
    yield from _repeated("role", [*granted, *(f"{role.account}/{role.name}" for role in seed.roles)])
    for account in seed.delegated_administrators:
        if account not in members:
            yield f"delegated administrator {account} is not a member account of the organization"
    for experience in seed.experiences:
        yield from _impossible(experience)


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
    organization = _organization(sent["organization"]) if "organization" in sent else None
    caller = {"caller": organization.management_account} if organization else {}
    stated = {name: sent[name] for name in ("caller", "product_aliases") if name in sent}
    return Seed(
        organization=organization,
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


def _organization(sent: Mapping[str, Any]) -> SeededOrganization:
    root, management = sent.get("root", "r-root"), sent["management_account"]
    top = {**sent, "id": root, "accounts": [management, *sent.get("accounts", ())]}
    return SeededOrganization(
        id=sent["id"],
        root=root,
        management_account=management["id"],
        units=tuple(SeededUnit(unit["id"], unit["name"], parent) for unit, parent in _units(top)),
        accounts=tuple(
            SeededAccount(**account, parent=holder["id"])
            for holder in (top, *(unit for unit, _ in _units(top)))
            for account in holder.get("accounts", ())
        ),
        **{name: sent[name] for name in ("paths", "status") if name in sent},
    )


def _units(parent: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Yield the OUs below *parent*, each before its own OUs, with the id of its parent."""
    for unit in parent.get("units", ()):
        yield unit, parent["id"]
        yield from _units(unit)


def _experience(sent: Mapping[str, Any]) -> SeededExperience:
    policy = SeededPolicy(**frozen(sent["policy"])) if "policy" in sent else None
    return SeededExperience(**{**frozen(sent), "policy": policy})
