"""The schemas allow what the contract shows and have the same limits as AWS."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from reconciler import limits
from reconciler.documents import is_name, looks_literal, read
from reconciler.kinds import all_kinds
from reconciler.kinds.experience.parse import PRINCIPAL_ID
from reconciler.product_forms import PRODUCT_ID
from reconciler.validation import validate

KINDS = Path(limits.__file__).parent / "kinds"
CONTRACT = """
kind: product
items:
  datadog: {id: prod-abcd1234efgh5, title: Datadog Pro, vendor: Datadog, groups: [observability], aliases: []}
  walk-through: {id: 12345678-0123-4567-abcd-43176543210, aliases: [c468b48a-84df-43a4-8c46-8870630108a7]}
---
kind: principal
items:
  organization: {id: o-abcdef1234}
  finance:      {id: ou-abcd-01234567, title: Finance}
  acme:         {id: "111111111111", title: Acme Corp, groups: [customers]}
  unquoted:     {id: 012345678901}
  acme-root:    {id: "arn:aws:iam::111111111111:root"}
  acme-reader:  {id: "arn:aws:iam::111111111111:role/reader"}
  acme-user:    {id: "arn:aws-us-gov:iam::111111111111:user/some.body@example.com"}
---
kind: experience
name: finance
title: Finance Unit Experience
description: What finance may buy
status: enabled
user_requests: deny
principals: [finance, "group:customers", o-abcdef1234, ou-abcd-01234567, 111111111111]
products:
  allow: [datadog, group:observability, prod-abcd1234efgh6]
  deny:  []
branding: {title: Finance, information: Text, theme_color: "#0e7f74", logo_url: https://example.com/logo.png}
tags: {team: procurement, "Größe 1": "", public: true, cost: 42}
id: exp-1234example
mode: exclusive
---
kind: experience
items:
  by-title: {title: T}
  by-id: {id: exp-1234example}
---
kind: endpoint_service
name: api-us
seller: saas
region: us-east-1
load_balancers: [arn:aws:elasticloadbalancing:us-east-1:222222222222:loadbalancer/net/api/0123456789abcdef]
acceptance_required: true
private_dns_name: api.example.com
ip_address_types: [ipv4]
supported_regions: [eu-west-1]
payer: endpoint_owner
tags: {team: platform}
id: vpce-svc-0123456789abcdef0
principals: additive
state: present
---
kind: allowed_principals
name: acme
service: api-us
principals: [acme, acme-reader, "333333333333", "arn:aws:iam::444444444444:role/reader"]
"""


def schema(kind: str) -> dict[str, Any]:
    """Return the schema of one kind."""
    found: dict[str, Any] = json.loads((KINDS / kind / "schema.json").read_text(encoding="utf-8"))
    return found


def valid(kind: str, **fields: Any) -> bool:  # noqa: ANN401 - whatever may stand in a document
    """Return whether a document of *kind* with these fields is valid."""
    loaded = read(json.dumps({"kind": kind, "name": "a", **fields}, ensure_ascii=False).encode(), "a.yaml")
    return (*loaded.problems, *validate(loaded.documents, {kind: schema(kind)})[1]) == ()


def test_the_examples_of_the_contract_are_valid() -> None:
    """Every document in the contract is valid."""
    loaded = read(CONTRACT.encode(), "a.yaml")
    documents, problems = validate(loaded.documents, {kind: schema(kind) for kind in all_kinds()})
    assert (loaded.problems, problems) == ((), ())
    assert len(documents) == 14


@pytest.mark.parametrize(
    ("field", "longest", "sample"),
    [
        (("description",), limits.DESCRIPTION_LENGTH[1], "ü"),
        (("branding", "title"), limits.BRANDING_TITLE_LENGTH[1], "ü"),
        (("branding", "information"), limits.BRANDING_INFORMATION_LENGTH[1], "🐶"),
        (("branding", "logo_url"), limits.LOGO_URL_LENGTH[1] - len("https://"), "x"),
        (("tags", "key"), limits.TAG_VALUE_LENGTH[1], "x"),
    ],
)
def test_texts_have_awss_maximum_length(field: tuple[str, ...], longest: int, sample: str) -> None:
    """The longest text that AWS documents is valid; one more character is not."""
    for length, fits in ((longest, True), (longest + 1, False)):
        value: Any = ("https://" if field[-1] == "logo_url" else "") + sample * length
        for step in reversed(field[1:]):
            value = {step: value}
        assert valid("experience", **{"id": "exp-1", field[0]: value}) == fits


def test_titles_that_may_be_sent_have_awss_maximum_length() -> None:
    """An experience with an id, an observed one or an archived one sends no title."""
    assert valid("experience", title="x" * 50)
    assert not valid("experience", title="x" * 51)
    odd = "Finance & Größe" * 9
    assert not valid("experience", title=odd, mode="additive", status="enabled")
    for key, word in (("id", "exp-1"), ("mode", "observe"), ("status", "archived")):
        assert valid("experience", title=odd, **{key: word})


@pytest.mark.parametrize("length", [0, 1, 50, 51])
@pytest.mark.parametrize("character", ["a", " ", "@", "\n", "ü", "🐶", "\x07"])
def test_product_ids_have_awss_maximum_length_and_any_form(character: str, length: int) -> None:
    """AWS documents a length for product ids and no form."""
    fits = limits.PRODUCT_ID_LENGTH[0] <= length <= limits.PRODUCT_ID_LENGTH[1]
    assert valid("product", id=character * length) == fits
    assert valid("product", id="prod-a", aliases=[character * length]) == fits


def test_tags_are_limited_to_what_aws_accepts() -> None:
    """AWS accepts fifty tags, and reconciler may need one of them."""
    for count, fits in ((limits.TAGS_PER_RESOURCE - 1, True), (limits.TAGS_PER_RESOURCE, False)):
        assert valid("experience", title="T", tags={f"k{number}": "v" for number in range(count)}) == fits


def test_tag_keys_have_awss_maximum_length() -> None:
    """A key of 128 characters is valid, one of 129 is not."""
    for length, fits in ((limits.TAG_KEY_LENGTH[1], True), (limits.TAG_KEY_LENGTH[1] + 1, False)):
        assert valid("experience", title="T", tags={"k" * length: "v"}) == fits


@pytest.mark.parametrize(
    "character", [chr(code) for code in range(0x20, 0x180)] + ["Ω", "字", "\u3000", "🐶", "٣", "“"]
)
def test_tags_have_the_characters_that_aws_accepts(character: str) -> None:
    """The schema and the twin allow the same characters."""
    fits = re.fullmatch(limits.TAG_PATTERN, f"a{character}a") is not None
    assert valid("experience", title="T", tags={"key": f"a{character}a"}) == fits
    assert valid("experience", title="T", tags={f"a{character}a": "value"}) == fits


@pytest.mark.parametrize("character", [chr(code) for code in range(0x20, 0x100)])
def test_titles_have_the_characters_that_aws_accepts(character: str) -> None:
    """A title is AWS's Name."""
    assert valid("experience", title=f"a{character}a") == bool(re.fullmatch(limits.NAME_PATTERN, f"a{character}a"))


IDS = [
    *("prod-a", "prod-" + "a" * 45, "prod-" + "a" * 46, "prod-", "prodview-abc", "prod-ABC9", "Prod-a"),
    *("12345678-0123-4567-abcd-43176543210", "12345678-0123-4567-abcd-431765432101"),
    *("12345678-0123-4567-abcd-4317654321012", "12345678-0123-4567-ABCD-431765432101"),
    *("o-abcdef1234", "o-abc", "ou-abcd-01234567", "ou-abcd", "ou-finance", "r-abcd-", "111111111111", "11111111111"),
    *("arn:aws:iam::111111111111:root", "*", "vpce.amazonaws.com", "a b", "", "-a", "A"),
]


@pytest.mark.parametrize("entry", IDS)
def test_lists_accept_exactly_the_literals_that_the_kind_parses(entry: str) -> None:
    """An entry that is no name is valid exactly when the kind parses it as an id."""
    if is_name(entry) and not looks_literal(entry):
        return
    assert valid("experience", title="T", principals=[entry]) == bool(PRINCIPAL_ID.fullmatch(entry))
    assert valid("experience", title="T", products={"allow": [entry]}) == bool(PRODUCT_ID.fullmatch(entry))


@pytest.mark.parametrize("entry", ["a", "0", "a_b-c", "x" * 63, "group:a", "group:" + "x" * 63, "prodigy", "our-team"])
def test_lists_accept_names_and_groups(entry: str) -> None:
    """Every possible name is a valid entry."""
    assert valid("experience", title="T", principals=[entry], products={"allow": [entry], "deny": [entry]})


def test_lists_are_never_too_long() -> None:
    """A long list is cut into several changes and not refused."""
    ids = [f"prod-{number}" for number in range(5000)]
    accounts = [f"{number:012d}" for number in range(5000)]
    assert valid("experience", title="T", principals=accounts, products={"allow": ids, "deny": ids})


@pytest.mark.parametrize("kind", sorted(all_kinds()))
def test_each_schema_explains_itself(kind: str) -> None:
    """Every field has a description, and no field allows anything."""

    def walk(node: dict[str, Any]) -> None:
        for name, part in node.get("properties", {}).items():
            assert part.get("description"), name
            walk(part)
        assert node.get("type") != "object" or "additionalProperties" in node

    jsonschema.Draft202012Validator.check_schema(schema(kind))
    walk(schema(kind))
