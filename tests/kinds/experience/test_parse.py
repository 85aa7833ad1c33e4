import pytest

from reconciler.kinds.experience.parse import check, parse
from reconciler.kinds.experience.spec import ExperienceSpec, ExperienceStatus
from reconciler.model import Address, Desired, Mode, Problem
from reconciler.names import Name, References
from tests.kinds.document import document, documents

REFERENCES = References.to(
    {
        "product": {
            "datadog": Name("prod-datadog", groups=frozenset({"observability"})),
            "grafana": Name("prod-grafana", groups=frozenset({"observability"})),
        },
        "principal": {
            "finance": Name("ou-abcd-finance0", groups=frozenset({"units"})),
            "reader": Name("arn:aws:iam::111111111111:role/reader"),
        },
    }
)


def wish(text: str) -> Desired[ExperienceSpec]:
    """Parse one experience without problems."""
    parsed = parse(document(text), REFERENCES)
    assert parsed.desired is not None
    assert parsed.problems == ()
    return parsed.desired


def problems(text: str) -> list[tuple[str, str, str, str]]:
    """Parse one experience that has problems and therefore no desired state."""
    parsed = parse(document(text), REFERENCES)
    assert parsed.desired is None
    return [(problem.code, problem.message, problem.source, problem.hint) for problem in parsed.problems]


def test_a_full_document_is_understood() -> None:
    """Names become ids, colours lower case, and lists sets."""
    desired = wish("""
kind: experience
name: finance
id: exp-1234example
mode: additive
title: Finance
description: What finance may buy
status: enabled
user_requests: deny
principals: [group:units, "555555555555", finance]
products: {allow: [group:observability], deny: [12345678-0123-4567-abcd-43176543210]}
branding: {title: Finance, theme_color: "#0E7F74"}
tags: {team: procurement}
""")
    assert desired.spec == ExperienceSpec(
        title="Finance",
        description="What finance may buy",
        status=ExperienceStatus.ENABLED,
        user_requests="deny",
        principals=frozenset({"ou-abcd-finance0", "555555555555"}),
        allow=frozenset({"prod-datadog", "prod-grafana"}),
        deny=frozenset({"12345678-0123-4567-abcd-43176543210"}),
        branding={"title": "Finance", "theme_color": "#0e7f74"},
        tags={"team": "procurement"},
    )
    assert (desired.address, desired.mode, desired.pin) == (
        Address("experience", "finance"),
        Mode.ADDITIVE,
        "exp-1234example",
    )
    products = {"prod-datadog": 0, "prod-grafana": 0, "12345678-0123-4567-abcd-43176543210": 0}
    assert desired.places == {"ou-abcd-finance0": 0, "555555555555": 1, **products}


def test_fields_that_are_left_out_are_not_managed() -> None:
    """Fields that are left out are None, and the mode is exclusive (contract 1.2)."""
    desired = wish("{kind: experience, name: finance, title: Finance, branding: {}, products: {}}")
    assert desired.spec == ExperienceSpec(title="Finance", branding={})
    assert (desired.mode, desired.pin, desired.places) == (Mode.EXCLUSIVE, None, {})


def test_names_are_used_by_kind() -> None:
    """The names that a list uses are recorded, so that unused names can be reported."""
    parsed = parse(
        document(
            "{kind: experience, name: f, title: F, principals: [finance, ou-abcd-research],"
            " products: {allow: [datadog], deny: [grafana]}}"
        ),
        REFERENCES,
    )
    assert parsed.used == {"principal": {"finance"}, "product": {"datadog", "grafana"}}


@pytest.mark.parametrize(
    "product",
    ["prod-a", "prod-mxcfnwvpd6kb4", "c468b48a-84df-43a4-8c46-8870630108a7", "12345678-0123-4567-abcd-43176543210"],
)
def test_a_product_id_has_one_of_its_forms(product: str) -> None:
    """A product id is prod-… or hexadecimal, with 11 digits at the end in AWS's walk-through (catalog 4.6)."""
    assert wish(f"{{kind: experience, name: f, title: F, products: {{allow: [{product}]}}}}").spec.allow == frozenset(
        {product}
    )


def test_a_name_of_an_arn_is_no_principal_of_an_experience() -> None:
    """IAM ARNs are admitted only to endpoint services."""
    assert problems("{kind: experience, name: f, title: F, principals: [finance, reader]}") == [
        (
            "principal-form",
            "an experience cannot govern arn:aws:iam::111111111111:role/reader",
            "wish.yaml:1:61",
            "an experience governs the organization (o-…), OUs (ou-…) and accounts (12 digits)",
        )
    ]


def test_a_product_is_not_allowed_and_denied() -> None:
    """The error is at the denial and names the place of the permission."""
    assert problems("""kind: experience
name: f
title: F
products:
  allow: [datadog]
  deny: [prod-x, group:observability]
""") == [
        (
            "allowed-and-denied",
            "prod-datadog is denied here and allowed at wish.yaml:5:11",
            "wish.yaml:6:18",
            "keep one of them",
        )
    ]


def test_an_archived_experience_has_no_principals() -> None:
    """An archived experience governs no account."""
    assert problems("{kind: experience, name: f, title: F, status: archived, principals: [finance]}") == [
        (
            "archived-with-principals",
            "an archived experience holds principals",
            "wish.yaml:1:69",
            "write principals: [] (or name them in another experience): an archived experience governs no account",
        )
    ]
    assert (
        wish("{kind: experience, name: f, title: F, status: archived, principals: []}").spec.principals == frozenset()
    )


def test_everything_wrong_is_reported_at_once() -> None:
    """All lists are checked."""
    text = "{kind: experience, name: f, title: F, principals: [x], products: {allow: [y, datadog], deny: [z, datadog]}}"
    assert [code for code, *_ in problems(text)] == [
        "unknown-name",
        "unknown-name",
        "unknown-name",
        "allowed-and-denied",
    ]


def checked(*texts: str) -> tuple[Problem, ...]:
    """Check experiences against each other."""
    wishes = [parse(one, REFERENCES).desired for one in documents("\n---\n".join(texts))]
    return check({one.address: one for one in wishes if one})


def test_a_principal_belongs_to_one_experience() -> None:
    """AWS does not combine two; the error is at the second and names the first."""
    found = checked(
        "{kind: experience, name: a, title: A, principals: [finance]}",
        "{kind: experience, name: b, title: B, principals: [ou-abcd-research, ou-abcd-finance0]}",
        "{kind: experience, name: c, title: C, principals: [group:units]}",
    )
    assert [(p.code, p.message, p.source, p.address) for p in found] == [
        (
            "principal-in-two-experiences",
            "ou-abcd-finance0 belongs to experience.a already, at wish.yaml:1:52",
            "wish.yaml:3:70",
            Address("experience", "b"),
        ),
        (
            "principal-in-two-experiences",
            "ou-abcd-finance0 belongs to experience.a already, at wish.yaml:1:52",
            "wish.yaml:5:52",
            Address("experience", "c"),
        ),
    ]


def test_experiences_do_not_share_a_title_or_an_id() -> None:
    """Two documents with one title would match one live experience; documents without a title share none."""
    found = checked(
        "{kind: experience, name: a, title: Same, id: exp-1}",
        "{kind: experience, name: b, title: Same, id: exp-1}",
        "{kind: experience, name: c, id: exp-2}",
        "{kind: experience, name: d, id: exp-3}",
    )
    assert [(p.code, p.message, p.source) for p in found] == [
        ("shared-title", "title 'Same' is already the title of experience.a, at wish.yaml:1:36", "wish.yaml:3:36"),
        ("shared-id", "id 'exp-1' is already the id of experience.a, at wish.yaml:1:46", "wish.yaml:3:46"),
    ]
