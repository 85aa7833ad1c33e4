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
    """privatelink.md 1.7, "Formats accepted": root, user, role, `*`; service principals; PrincipalType of each."""
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
    """privatelink.md 1.7: STS ARNs give `InvalidPrincipal`, HTTP 400, "Invalid Principal: '…'".

    ARN paths "aren't supported"; bare account ids, organisations and OUs are unknown (privatelink.md 5.4): refused.
    """
    expected = ("InvalidPrincipal", 400, f"Invalid Principal: '{principal}'")
    assert refused_permission(AddAllowedPrincipals=[principal]) == expected
    assert permissions() == []
