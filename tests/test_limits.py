import re

import botocore.session
import pytest

from reconciler import limits

MODEL = botocore.session.get_session().get_service_model("marketplace-catalog")


def constraint(shape: str) -> dict[str, int | str]:
    """Return the limits that botocore's model states for a shape."""
    return dict(MODEL.shape_for(shape).metadata)


@pytest.mark.parametrize(
    ("shape", "most"),
    [
        ("RequestedChangeList", limits.CHANGES_PER_SET),
        ("EntityRequestList", limits.BATCH_DESCRIBE),
        ("ListEntitiesMaxResultInteger", limits.LIST_ENTITIES_PAGE),
        ("ListChangeSetsMaxResultInteger", limits.LIST_CHANGE_SETS_PAGE),
        ("FilterList", limits.FILTERS),
        ("ValueList", limits.FILTER_VALUES),
    ],
)
def test_numbers_equal_those_of_the_service_model(shape: str, most: int) -> None:
    """The limits of a call are those of the SDK's model."""
    assert constraint(shape)["max"] == most


@pytest.mark.parametrize(
    ("shape", "span"),
    [
        ("Json", limits.DETAILS_LENGTH),
        ("ChangeSetName", limits.CHANGE_SET_NAME_LENGTH),
        ("FilterValueContent", limits.FILTER_VALUE_LENGTH),
        ("ResourceARN", limits.RESOURCE_ARN_LENGTH),
        ("TagKey", limits.TAG_KEY_LENGTH),
        ("TagValue", limits.TAG_VALUE_LENGTH),
    ],
)
def test_lengths_equal_those_of_the_service_model(shape: str, span: tuple[int, int]) -> None:
    """The maximum lengths of texts are those of the SDK's model."""
    assert (constraint(shape)["min"], constraint(shape)["max"]) == span


def test_every_rate_is_that_of_an_operation() -> None:
    """Each rate belongs to a call of the Catalog API."""
    assert set(limits.REQUESTS_PER_SECOND) <= set(MODEL.operation_names)


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        (limits.NAME_PATTERN, "Finance Unit Experience", True),
        (limits.NAME_PATTERN, "Finance.Unit", False),
        (limits.NAME_PATTERN, "Finänce", False),
        (limits.NAME_PATTERN, "", False),
        (limits.CHANGE_NAME_PATTERN, "AA", True),
        (limits.CHANGE_NAME_PATTERN, "A1", False),
        (limits.THEME_COLOR_PATTERN, "#232F3E", True),
        (limits.THEME_COLOR_PATTERN, "232F3E", False),
        (limits.LOGO_URL_PATTERN, "ftp://example.com/logo.png", False),
        (limits.ORGANIZATION_ID_PATTERN, "o-abcdef1234", True),
        (limits.ORGANIZATIONAL_UNIT_ID_PATTERN, "ou-abcd-01234567", True),
        (limits.ORGANIZATIONAL_UNIT_ID_PATTERN, "ou-marketing", False),
        (limits.ACCOUNT_ID_PATTERN, "012345678901", True),
        (limits.TAG_PATTERN, "Größe / Zweck: süd\u00a0@1", True),
        (limits.TAG_PATTERN, "tab\there", False),
    ],
)
def test_patterns_accept_what_aws_accepts(pattern: str, text: str, *, fits: bool) -> None:
    """Each documented pattern accepts AWS's own examples and refuses near misses."""
    assert (re.fullmatch(pattern, text) is not None) is fits
