"""Grants point at the documents of customers: the changes of a plan, and its refusals."""

from collections.abc import Mapping

import pytest

from reconciler.model import Plan, Problem
from reconciler.pipeline import Planning
from reconciler.render import PLAIN, Marker, plan_html, plan_lines, plan_markdown
from tests.render.html.payload import parsed
from tests.selling import ACME, GLOBEX, INITECH, Shop, accounts, connection, root, service, world

DAY = "2026-11-22"
"""The day of the shop's clock."""


@pytest.fixture(autouse=True)
def _in_the_repository(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in the folder of the repository, so that places begin with `desired_state/`."""
    monkeypatch.chdir(shop.folder)


def api(shop: Shop, mode: str = "exclusive") -> None:
    """Write the document of the service."""
    text = f"kind: endpoint_service\nname: api\nregion: us-east-1\nid: {service()['id']}\nprincipals: {mode}\n"
    shop.wish(text, "services/api.yaml")


def customer(shop: Shop, name: str, principals: list[str], more: str = "") -> None:
    """Write the file of a customer: line 3 is its service, from line 5 on each principal has a line."""
    listed = "".join(f"  - '{one}'\n" for one in principals)
    text = f"kind: allowed_principals\nname: {name}\nservice: api\nprincipals:\n{listed}{more}"
    shop.wish(text, f"customers/{name}.yaml")


def grants(planning: Planning) -> Mapping[str, str] | None:
    """Return the sources of the changed grants in a plan."""
    (change,) = planning.plan.changes
    return change.members("allowed_principals").sources


def problem(plan: Plan, code: str) -> Problem:
    """Return the one problem with a code."""
    (found,) = [one for one in plan.problems if one.code == code]
    return found


def line(text: str, part: str) -> str:
    """Return the line with *part*, without blanks around it."""
    (found,) = [one for one in text.splitlines() if part in one]
    return " ".join(found.split())


def offering(shop: Shop, *granted: str) -> None:
    """Let AWS list accounts for the service."""
    shop.twin.reset(world(service(principals=[root(one) for one in granted])))


def test_a_new_grant_names_its_customer_and_its_line(shop: Shop) -> None:
    """Text, comment and page show title, file and line; the JSON has the column, too."""
    offering(shop, INITECH)
    api(shop, "additive")
    customer(shop, "acme", [GLOBEX, ACME], "title: Acme Corp\n")
    planning = shop.plan()
    plan = planning.plan.as_json()
    assert grants(planning) == {
        root(GLOBEX): "desired_state/customers/acme.yaml:5:5",
        root(ACME): "desired_state/customers/acme.yaml:6:5",
    }
    text, comment = "\n".join(plan_lines(plan)), plan_markdown(plan, Marker("plan", "reconciler.yaml"))
    place = "desired_state/customers/acme.yaml:6"
    assert line(text, f"+ {root(ACME)}") == f"+ {root(ACME)} Acme Corp ({place})"
    assert line(comment, place) == f"+ Acme Corp {root(ACME)} {place}"
    page = parsed(plan_html(plan, Marker("plan", "reconciler.yaml")))[0]
    field = page["said"]["by_change"]["endpoint_service.api"]["fields"]["allowed_principals"]
    assert (field["remarks"][root(ACME)], plan["names"][root(ACME)]) == (place, "Acme Corp")


def test_a_grant_of_a_document_that_is_gone_says_so(shop: Shop) -> None:
    """No line is left to point at: the change says that no document names it, and the refusal names the service's."""
    shop.twin.reset(world(service(principals=[root(ACME), root(GLOBEX)], connections=[connection(1, GLOBEX)])))
    api(shop)
    customer(shop, "acme", [ACME])
    planning = shop.plan()
    refused = problem(planning.plan, "max_connected_removed")
    assert (grants(planning), refused.source) == ({}, "desired_state/services/api.yaml:1:1")
    text = "\n".join(plan_lines(planning.plan.as_json(), PLAIN._replace(width=1000)))
    assert line(text, f"- {root(GLOBEX)}") == f"- {root(GLOBEX)} (no document names it)"


def test_a_grant_that_expires_points_at_its_day(shop: Shop) -> None:
    """The change and the warning that the ending stays name the line of `expires`, and the message the other lines."""
    offering(shop, ACME, GLOBEX, INITECH)
    api(shop, "additive")
    for name, account in {"globex": GLOBEX, "acme": ACME, "initech": INITECH}.items():
        customer(shop, name, [account], f"expires: {DAY}\n")
    made = shop.plan().plan
    kept = problem(made, "ending-refused")
    assert kept.source == "desired_state/customers/acme.yaml:6:10"
    ends = "; see also desired_state/customers/globex.yaml:6:10, desired_state/customers/initech.yaml:6:10"
    assert kept.message.endswith(ends)


def test_the_end_of_some_grants_is_shown_with_its_day(shop: Shop) -> None:
    """Behind the grant that goes stands the line that ends it."""
    offering(shop, ACME, GLOBEX, INITECH)
    api(shop)
    customer(shop, "acme", [ACME], f"expires: {DAY}\n")
    customer(shop, "rest", [GLOBEX, INITECH])
    text = "\n".join(plan_lines(shop.plan().plan.as_json(), PLAIN._replace(width=1000)))
    assert line(text, f"- {root(ACME)}") == f"- {root(ACME)} (ended by desired_state/customers/acme.yaml:6)"


def test_the_limit_of_revoked_grants_points_at_documents(shop: Shop) -> None:
    """`max_grants_removed` names the first document whose grants end, although most grants have none."""
    ending, unnamed, staying = accounts(5), accounts(16, 6), accounts(90, 22)
    offering(shop, *ending, *unnamed, *staying)
    api(shop)
    customer(shop, "ending", ending, f"expires: {DAY}\n")
    customer(shop, "staying", staying)
    shop.settings("guards: {max_removals: {count: 100, share: 1.0}}\n")
    made = shop.plan(held=frozenset()).plan
    told = [one for one in made.problems if one.code in {"max_grants_removed", "ending-refused"}]
    assert {one.source for one in told} == {"desired_state/customers/ending.yaml:10:10"}


def test_a_public_grant_is_refused_where_it_is_written(shop: Shop) -> None:
    """`public_endpoint_service` points at the `*`."""
    offering(shop, ACME)
    api(shop, "additive")
    customer(shop, "everyone", [ACME, "*"])
    refused = problem(shop.plan().plan, "public_endpoint_service")
    assert (refused.severity, refused.source) == ("refused", "desired_state/customers/everyone.yaml:6:5")


def test_a_connection_that_is_cut_points_at_the_day_of_its_grant(shop: Shop) -> None:
    """`reject_connections` names the document whose end leaves the connection without a grant."""
    granted = [root(one) for one in (ACME, GLOBEX, INITECH)]
    shop.twin.reset(world(service(principals=granted, connections=[connection(1, ACME)])))
    api(shop)
    customer(shop, "acme", [ACME], f"expires: {DAY}\n")
    customer(shop, "rest", [GLOBEX, INITECH])
    refused = problem(shop.plan(reject_connections=True).plan, "reject_connections")
    assert (refused.path, refused.source) == ("connections", "desired_state/customers/acme.yaml:6:10")


def test_a_moved_line_makes_no_other_plan(shop: Shop) -> None:
    """A comment above the customer's document changes the place, and the digest stays."""
    offering(shop, INITECH)
    api(shop, "additive")
    customer(shop, "acme", [ACME])
    first = shop.plan()
    path = shop.folder / "desired_state" / "customers" / "acme.yaml"
    path.write_text(f"# Acme Corp\n{path.read_text()}")
    second = shop.plan()
    assert (grants(first), grants(second)) == (
        {root(ACME): "desired_state/customers/acme.yaml:5:5"},
        {root(ACME): "desired_state/customers/acme.yaml:6:5"},
    )
    assert first.plan.digest == second.plan.digest
