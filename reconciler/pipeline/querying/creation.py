"""How a customer creates an endpoint: in the console, by a command, by Terraform. Pure.

Values that only the customer knows are written as placeholders that AWS refuses: `vpc-ID`, `subnet-ID`, `sg-ID`.
"""

from reconciler.printed import CreationJson


def creation(label: str, service_name: str, region: str, *, private_name: bool) -> CreationJson:
    """Return the ways to create an endpoint to *service_name* in *region*; *label* names Terraform's resource.

    With *private_name*, the endpoint takes the private DNS name of the service at once. AWS refuses that while the name
    is not verified, and while the endpoint waits to be accepted.
    """
    return {
        "console": [
            f"Open the VPC console in {region}, choose Endpoints, then Create endpoint.",
            f"Choose the type PrivateLink Ready partner services, enter {service_name} and verify it.",
            "Choose your VPC, one subnet for each zone of the service, and a security group that lets your clients in.",
            f"{'Turn' if private_name else 'Do not turn'} on Enable DNS name, then create the endpoint.",
        ],
        "cli": " \\\n  ".join(
            [
                f"aws ec2 create-vpc-endpoint --region {region}",
                "--vpc-endpoint-type Interface",
                f"--service-name {service_name}",
                "--vpc-id vpc-ID --subnet-ids subnet-ID --security-group-ids sg-ID",
                "--private-dns-enabled" if private_name else "--no-private-dns-enabled",
            ]
        ),
        "terraform": "\n".join(
            [
                f'resource "aws_vpc_endpoint" "{label.replace("-", "_")}" {{ # with a provider for {region}',
                '  vpc_endpoint_type   = "Interface"',
                f'  service_name        = "{service_name}"',
                '  vpc_id              = "vpc-ID"',
                '  subnet_ids          = ["subnet-ID"]',
                '  security_group_ids  = ["sg-ID"]',
                f"  private_dns_enabled = {'true' if private_name else 'false'}",
                "}",
            ]
        ),
    }
