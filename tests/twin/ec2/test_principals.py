import pytest

from tests.twin.ec2.sellers import permissions, permit, refused_permission


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize(
    ("principal", "kind"),
    [
        ("*", "All"),
        ("arn:aws:iam::111111111111:root", "Account"),
        ("arn:aws:iam::111111111111:user/jane.doe@example.com", "User"),
        ("arn:aws:iam::111111111111:role/reader", "Role"),
        ("sample-service.amazonaws.com", "Service"),
        ("vpce.sample.us-east-1.amazonaws.com", "Service"),
    ],
)
def test_documented_forms_are_accepted(principal: str, kind: str) -> None:
    """The forms are root, user, role, service principal and `*`, each with its PrincipalType (privatelink 1.7)."""
    permit(principal)
    assert [(item["Principal"], item["PrincipalType"]) for item in permissions()] == [(principal, kind)]


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize(
    "principal",
    [
        "arn:aws:sts::111111111111:assumed-role/reader/session",
        "arn:aws:iam::111111111111:role/teams/platform/reader",
        "arn:aws:iam::111111111111:user/teams/jane",
        "111111111111",
        "garbage",
        "arn:aws:iam::11111111111:root",
        "arn:aws:iam::111111111111:group/readers",
        "arn:aws:iam::111111111111:role/",
        "arn:aws-cn:iam::111111111111:root",
        "arn:aws:organizations::111111111111:organization/o-abcdef1234",
        "arn:aws:organizations::111111111111:ou/o-abcdef1234/ou-abcd-01234567",
        "example.com",
        "arn:aws:iam::111111111111:role/réader",
    ],
)
def test_other_forms_are_refused(principal: str) -> None:
    """An STS ARN is InvalidPrincipal, HTTP 400, with AWS's message; AWS does not support paths (privatelink 1.7).

    Whether AWS takes an account id alone, an organization or an OU is unknown (privatelink 5.4): the twin refuses them.
    """
    expected = ("InvalidPrincipal", 400, f"Invalid Principal: '{principal}'")
    assert refused_permission(AddAllowedPrincipals=[principal]) == expected
    assert permissions() == []
