"""Settings with sellers, and an AWS in which every role can be assumed."""

from reconciler.settings import Marketplace, Role, Seller, Settings
from tests.aws.answers import GOOD
from tests.aws.loopback import Asked, Reply

BUYER = "arn:aws:iam::111111111111:role/buyer"
SAAS = "arn:aws:iam::222222222222:role/saas"
DATA = "arn:aws:iam::333333333333:role/data"
REGIONS = ("us-east-1", "eu-west-1")


def selling(*sellers: Seller, marketplace: Marketplace | None = None) -> Settings:
    """Return settings with some sellers."""
    return Settings(file="reconciler.yaml", sellers=sellers, marketplace=marketplace)


def assumed(asked: Asked) -> str:
    """Return credentials whose access key is the name of the role in capitals."""
    key = asked.parameters["RoleArn"].rpartition("/")[2].upper()
    return (
        f"<Credentials><AccessKeyId>{key}</AccessKeyId><SecretAccessKey>topsecret</SecretAccessKey>"
        "<SessionToken>FwoGZXIvYXdz</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>"
    )


def answered(asked: Asked) -> Reply | dict[str, object] | str:
    """Return a script with valid answers in which every role can be assumed."""
    return assumed(asked) if asked.operation == "AssumeRole" else GOOD[asked.operation]


ONE = Seller("saas", "222222222222", REGIONS, Role(SAAS, "shared-with-nobody"))
OTHER = Seller("data", "333333333333", ("us-east-1",), Role(DATA))
PLAIN = Seller("plain", "111111111111", ("us-east-1",))
