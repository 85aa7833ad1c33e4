import subprocess
import sys

import boto3
import pytest
from moto import mock_aws

from reconciler.twin.bridge import services
from reconciler.twin.bridge.planting import plant
from reconciler.twin.catalog.conditions import Conditions
from tests.twin.ec2.sellers import SELLER, SERVICE, balancer, seed

UNTOUCHED = """
import sys
from reconciler.twin.seed import parse
from reconciler.twin.twin import Twin
with Twin(parse({"version": 1})) as twin:
    import boto3
    key = {"aws_access_key_id": "AKIATWIN111111111111", "aws_secret_access_key": "twin"}
    boto3.client("iam", endpoint_url=twin.endpoint, region_name="us-east-1", **key).list_roles()
    late = ("moto.ec2", "moto.elb", "reconciler.twin.bridge.endpoint_services")
    print([name for name in sys.modules if name.startswith(late)])
    boto3.client("ec2", endpoint_url=twin.endpoint, region_name="us-east-1", **key).describe_vpc_endpoint_connections()
    print("moto.ec2" in sys.modules)
"""


def test_ec2_is_loaded_only_when_it_is_needed() -> None:
    """Loading moto's EC2 takes most of a second; only a call to it, or a seed with load balancers, loads it."""
    answer = subprocess.run([sys.executable, "-c", UNTOUCHED], capture_output=True, text=True, check=True)
    assert answer.stdout.splitlines() == ["[]", "True"]


def test_endpoint_services_work_under_moto() -> None:
    """A user of moto plants services and calls them with ordinary clients, in one process, without a server."""
    services.register()
    services.register()
    with mock_aws(), pytest.MonkeyPatch.context() as environment:
        environment.setenv("MOTO_ACCOUNT_ID", SELLER)
        plant(seed(principals=["*"]), Conditions())
        client = boto3.client("ec2", region_name="us-east-1")
        granted = client.describe_vpc_endpoint_service_permissions(ServiceId=SERVICE)["AllowedPrincipals"]
        assert [item["Principal"] for item in granted] == ["*"]
        balancers = boto3.client("elbv2", region_name="us-east-1").describe_load_balancers()["LoadBalancers"]
        assert balancer() in [item["LoadBalancerArn"] for item in balancers]
