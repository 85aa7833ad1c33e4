"""Repositories that enable or end Private Marketplace, and twins of organizations that have not enabled it."""

from collections.abc import Mapping
from typing import Any

from reconciler.model import Plan, Severity
from reconciler.pipeline import Acceptance, Planning
from reconciler.twin.seed import Seed
from tests.trial import DELEGATE, FINANCE, MANAGEMENT, ORGANIZATION, Trial, world

OFF = {"trusted_access": False, "service_linked_role": False}
ADDRESS = "private_marketplace.organization"
ROLE = "AWSServiceRoleForPrivateMarketplaceAdmin"
PRINCIPAL = "private-marketplace.marketplace.amazonaws.com"
ENABLED = f"""
kind: private_marketplace
name: organization
trusted_access: true
service_linked_role: true
delegated_administrators: {{accounts: ["{DELEGATE}"]}}
"""
EXPERIENCES = f"""
kind: experience
items:
  base: {{title: Base, status: enabled, principals: [{ORGANIZATION}], products: {{allow: [prod-a]}}}}
  finance: {{title: Finance, status: enabled, principals: [{FINANCE}], products: {{allow: [prod-b]}}}}
"""


def off(*experiences: Mapping[str, Any], **stated: Any) -> Seed:  # noqa: ANN401 - JSON
    """Return the organization without trusted access and role; *stated* replaces parts of the seed."""
    return world(*experiences, **{"private_marketplace": OFF, **stated})


def stated(**fields: Any) -> str:  # noqa: ANN401 - JSON
    """Return the document of Private Marketplace with *fields*, as YAML that is JSON."""
    said = {key: str(value).lower() if isinstance(value, bool) else value for key, value in fields.items()}
    return "".join(
        [f"kind: {ADDRESS.partition('.')[0]}\nname: organization\n", *(f"{k}: {v}\n" for k, v in said.items())]
    )


def told(plan: Plan, severity: Severity) -> list[tuple[str, str]]:
    """Return code and message of a plan's problems of one severity."""
    return [(problem.code, problem.message) for problem in plan.problems if problem.severity is severity]


def calls(planning: Planning) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return id, action and predecessors of each operation."""
    return [(one.id, one.action, one.after) for one in planning.plan.operations]


def accepting(trial: Trial, *rules: str) -> Planning:
    """Plan, accept *rules*, and require that nothing else is refused."""
    digest = trial.plan().plan.short_digest
    made = trial.plan(accept=tuple(Acceptance(rule, digest) for rule in rules))
    assert told(made.plan, Severity.REFUSED) == []
    return made


def administrators(trial: Trial) -> list[str]:
    """Return those of the two usual accounts that administer Private Marketplace on the twin."""
    return [one for one in (DELEGATE, "333333333333") if trial.twin.catalog_of(one).view.caller.delegated]


def is_enabled(trial: Trial) -> bool:
    """Tell whether the twin takes changes from the management account."""
    return trial.twin.catalog_of(MANAGEMENT).view.caller.enabled
