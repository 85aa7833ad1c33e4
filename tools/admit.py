"""Admits one account to a service, as a user does by hand: `admit.py ROLE REGION SERVICE PRINCIPAL`."""

import sys

import boto3


def main(role: str, region: str, service: str, principal: str) -> None:
    """Assume the seller's role and add the grant with one call."""
    lent = boto3.client("sts").assume_role(RoleArn=role, RoleSessionName="by-hand")["Credentials"]
    ec2 = boto3.client(
        "ec2",
        region_name=region,
        aws_access_key_id=lent["AccessKeyId"],
        aws_secret_access_key=lent["SecretAccessKey"],
        aws_session_token=lent["SessionToken"],
    )
    ec2.modify_vpc_endpoint_service_permissions(ServiceId=service, AddAllowedPrincipals=[principal])
    print(f"{principal} is admitted on {service}")


if __name__ == "__main__":
    main(*sys.argv[1:])
