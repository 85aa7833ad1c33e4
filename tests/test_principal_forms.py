import pytest

from reconciler import principal_forms
from reconciler.principal_forms import (
    ALLOWED,
    NormalForms,
    account_of,
    all_arns_of,
    any_path,
    normal_form,
    normal_forms,
    other_forms,
    without_path,
    wrong_partition,
)

ROOT = "arn:aws:iam::111111111111:root"
ROLE = "arn:aws:iam::111111111111:role/reader"
USER = "arn:aws:iam::111111111111:user/some.body@example.com"
SERVICE = "deliver.example-service.amazonaws.com"


@pytest.mark.parametrize(
    "principal",
    [
        "111111111111",
        "012345678901",
        ROOT,
        ROLE,
        USER,
        "arn:aws:iam::111111111111:role/a/very/long/path/reader",
        "arn:aws:iam::111111111111:role/service-role/reader+=,.@-_",
        "arn:aws-cn:iam::111111111111:root",
        "arn:aws-us-gov:iam::111111111111:role/reader",
        "arn:aws-eusc:iam::111111111111:root",
        "arn:aws-iso-b:iam::111111111111:user/a",
        "vpce.amazonaws.com",
        SERVICE,
        "ec2.amazonaws.com.cn",
        "*",
    ],
)
def test_an_endpoint_service_admits_these_forms(principal: str) -> None:
    """The forms are account, root, user, role, service principal and everyone (privatelink 1.7)."""
    assert ALLOWED.fullmatch(principal)


@pytest.mark.parametrize(
    "principal",
    [
        "",
        "11111111111",
        "1111111111111",
        "o-abcdef1234",
        "ou-abcd-01234567",
        "**",
        "amazonaws.com",
        "example.com",
        "arn:aws:sts::111111111111:assumed-role/reader/session",
        "arn:aws:iam::111111111111:assumed-role/reader/session",
        "arn:aws:iam::111111111111:group/readers",
        "arn:aws:iam::111111111111:*",
        "arn:aws:iam::*:root",
        "arn:aws:iam::11111111111:root",
        "arn:aws:iam::111111111111:role/",
        "arn:aws:iam::111111111111:role/path/",
        "arn:aws:iam::111111111111:role/" + "r" * 65,
        "arn:aws:iam::111111111111:role/reader\n",
        "arn:aws:iam::111111111111:role/two words",
        "arn:amazon:iam::111111111111:root",
        "arn:aws-:iam::111111111111:root",
        "arn:aws:iam:us-east-1:111111111111:root",
        "arn:aws:organizations::111111111111:ou/o-abcdef1234/ou-abcd-01234567",
    ],
)
def test_an_endpoint_service_admits_no_other_form(principal: str) -> None:
    """A form that AWS is not known to accept is refused before AWS is called."""
    assert not ALLOWED.fullmatch(principal)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("111111111111", ROOT),
        (ROOT, ROOT),
        (ROLE, ROLE),
        (USER, USER),
        ("arn:aws:iam::111111111111:role/service-role/team/reader", ROLE),
        ("arn:aws:iam::111111111111:user/division/some.body@example.com", USER),
        (SERVICE, SERVICE),
        ("*", "*"),
    ],
)
def test_each_principal_has_one_form(written: str, kept: str) -> None:
    """An account becomes its root, and a path is stripped; normalising twice changes nothing."""
    assert normal_form(written, "aws") == kept
    assert normal_form(kept, "aws") == kept


def test_an_account_is_the_root_of_its_partition() -> None:
    """The same 12 digits are another ARN in China."""
    assert normal_form("111111111111", "aws-cn") == "arn:aws-cn:iam::111111111111:root"


def test_a_whole_list_has_the_forms_of_its_members() -> None:
    """A principal that is stated in several forms is in the list once."""
    written = ["111111111111", ROOT, ROLE, "arn:aws:iam::111111111111:role/a/reader", USER, SERVICE, "*"]
    for partition in ("aws", "aws-cn"):
        assert normal_forms(written, partition) == {normal_form(principal, partition) for principal in written}
    assert len(normal_forms(written, "aws")) == 5


@pytest.mark.parametrize(
    "principal",
    [
        "arn:aws:organizations::111111111111:ou/o-abcdef1234/ou-abcd-01234567",
        "AIDAEXAMPLEEXAMPLE01",
        "arn:aws:iam::111111111111:saml-provider/a/b",
    ],
)
def test_a_form_that_is_not_known_stays_as_aws_writes_it(principal: str) -> None:
    """To remove such a principal, a call has to name it exactly so."""
    assert normal_form(principal, "aws") == principal
    assert without_path(principal) == principal


@pytest.mark.parametrize(
    ("principal", "account"),
    [
        ("111111111111", "111111111111"),
        (ROOT, "111111111111"),
        (ROLE, "111111111111"),
        ("arn:aws-cn:iam::222222222222:user/a", "222222222222"),
        (SERVICE, None),
        ("*", None),
    ],
)
def test_a_principal_belongs_to_an_account_or_to_none(principal: str, account: str | None) -> None:
    """Services and everyone belong to none."""
    assert account_of(principal) == account


@pytest.mark.parametrize(
    ("principal", "partition", "wrong"),
    [
        (ROOT, "aws", False),
        (ROOT, "aws-cn", True),
        ("arn:aws-cn:iam::111111111111:root", "aws", True),
        ("arn:aws-us-gov:iam::111111111111:root", "aws-us-gov", False),
        ("111111111111", "aws-cn", False),
        ("ec2.amazonaws.com", "aws-cn", False),
        ("ec2.amazonaws.com.cn", "aws-cn", False),
        ("ec2.amazonaws.com.cn", "aws", True),
        ("*", "aws-us-gov", False),
    ],
)
def test_an_arn_fits_the_partition_of_the_service(principal: str, partition: str, *, wrong: bool) -> None:
    """The partition of an ARN must be that of the service."""
    assert wrong_partition(principal, partition) == wrong


def test_only_other_forms_are_translated() -> None:
    """Digits and paths are translated; a principal in normal form is not in the result."""
    long = "arn:aws:iam::111111111111:role/team/reader"
    assert other_forms(["111111111111", long, ROOT, ROLE, SERVICE, "*"], "aws") == {"111111111111": ROOT, long: ROLE}


def test_a_customer_of_many_services_has_one_text() -> None:
    """The form of a principal is made once in a partition, and all lists have that object."""
    (one,), (other,) = normal_forms(["222222222222"], "aws"), normal_forms(["2" * 12], "aws")
    assert one is other
    assert normal_forms(["222222222222"], "aws-cn") == {"arn:aws-cn:iam::222222222222:root"}


@pytest.mark.parametrize(
    ("principals", "has_one"),
    [
        ([], False),
        (["111111111111", ROOT, ROLE, "*"], False),
        ([ROLE, ROLE], False),
        ([ROOT, "arn:aws:iam::111111111111:role/team/reader"], True),
        (["arn:aws:iam::111111111111:user/a/b/c", ROOT], True),
    ],
)
def test_one_path_in_a_list_is_found(principals: list[str], *, has_one: bool) -> None:
    """The slashes of two principals are no path."""
    assert any_path(principals) is has_one


@pytest.mark.parametrize(
    ("principals", "all_of_aws"),
    [
        ([], True),
        ([ROOT, ROLE], True),
        ([ROOT, "111111111111"], False),
        ([ROOT, "*"], False),
        (["arn:aws-cn:iam::111111111111:root"], False),
        ([f"x{ROOT}", ROOT], False),
    ],
)
def test_lists_of_arns_of_one_partition_are_recognised(principals: list[str], *, all_of_aws: bool) -> None:
    """Only other lists are looked at one by one."""
    assert all_arns_of("aws", principals) is all_of_aws


def test_more_customers_than_are_remembered_have_their_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms that are kept no longer are made each time, and those that were kept stay."""
    monkeypatch.setattr(principal_forms, "_REMEMBERED", 2)
    forms = NormalForms("aws")
    many = [f"{number:012d}" for number in range(5)]
    expected = frozenset(f"arn:aws:iam::{account}:root" for account in many)
    assert (forms.of(many[:2]) | forms.of(many), len(forms)) == (expected, 2)
