"""How a difference came about, in one sentence."""

from typing import Any

import pytest

from reconciler.render.origins import origin_said
from reconciler.render.page import Page
from tests.render.plans import UPDATE_DEFAULT

SET = {"id": "4v9example", "name": "by hand", "at": "2026-11-22T09:30:00Z", "paths": ["products.allow"]}
EDIT = {"address": UPDATE_DEFAULT["address"], "at": "2026-11-20T16:00:00Z", "commit": "0" * 40}
THEN = "at 2026-11-22T09:30:00Z (products.allow)"
UNKNOWN = {"origin": "unknown", "because": "it is not known"}


def said(**parts: Any) -> str:  # noqa: ANN401 - JSON
    """Return the sentence about a change with these *parts*."""
    change: Any = {**UPDATE_DEFAULT, **parts}
    return origin_said(Page(), change)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({}, ""),
        (
            {"origin": "changed_in_aws", "change_sets": [SET]},
            "changed in AWS by change set 'by hand' (4v9example) at 2026-11-22T09:30:00Z",
        ),
        (
            {"origin": "changed_in_aws", "change_sets": [{**SET, "name": " "}]},
            "changed in AWS by change set 4v9example at 2026-11-22T09:30:00Z",
        ),
        (
            {"origin": "changed_in_aws", "change_sets": [{**SET, "id": one, "name": ""} for one in "abcde"]},
            f"changed in AWS by change sets a {THEN}, b {THEN}, c {THEN} and 2 more",
        ),
        (
            {"origin": "unfinished", "last_edit": EDIT},
            "not applied yet: the document was changed at 2026-11-20T16:00:00Z",
        ),
        (
            {"origin": "unfinished", "last_edit": {**EDIT, "address": "product.mail"}},
            "not applied yet: product.mail was changed at 2026-11-20T16:00:00Z",
        ),
        (
            {"origin": "unfinished", "last_edit": {**EDIT, "commit": None}},
            "not applied yet: the document has changes that are not committed",
        ),
        ({"origin": "unfinished"}, "not applied yet: AWS never had it"),
        (UNKNOWN, "unknown: it is not known"),
        (
            {**UNKNOWN, "change_sets": [SET]},
            f"unknown: it is not known; seen: change set 'by hand' (4v9example) {THEN}",
        ),
    ],
)
def test_an_origin_is_one_sentence(parts: dict[str, Any], sentence: str) -> None:
    """Each set is named, with what it changed where that is not everything; nothing is said where nobody asked."""
    assert said(**parts) == sentence
