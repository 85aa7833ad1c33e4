"""STS and EC2 of all accounts and regions of a fleet: `python -m benchmarks.fleets.wire FILE`, which has the size.

The credentials of an assumed role name their account, as AWS's do, and the signature of each call names its region.
What EC2 answers is that of `sellers.wire`; a target's services are made when it is first called.
"""

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs

from benchmarks.sellers.wire import Wire

from .serving import Signed, serve
from .world import FIRST_ACCOUNT, FleetSize, Target, services

NOBODYS = "999999999999"
"""The account of the user, who assumes the roles of all others."""
ROLE = (
    '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><AssumedRoleUser>'
    "<AssumedRoleId>AROA{0}EXAM:reconciler</AssumedRoleId><Arn>arn:aws:sts::{0}:assumed-role/reconciler/reconciler</Arn>"
    "</AssumedRoleUser><Credentials><AccessKeyId>ASIA{0}EXAM</AccessKeyId><SecretAccessKey>example</SecretAccessKey>"
    "<SessionToken>example</SessionToken><Expiration>{1}</Expiration></Credentials></AssumeRoleResult>"
    "<ResponseMetadata><RequestId>7a62c49f-347e-4fc4-9331-6e8eEXAMPLE</RequestId></ResponseMetadata></AssumeRoleResponse>"
)
IDENTITY = (
    '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>'
    "<Arn>arn:aws:sts::{0}:assumed-role/reconciler/reconciler</Arn><UserId>AROA{0}EXAM:reconciler</UserId>"
    "<Account>{0}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
)


class FleetWire:
    """All calls of a plan and an apply of a fleet."""

    def __init__(self, size: FleetSize) -> None:
        """Begin without a target."""
        self._size = size
        self._targets: dict[Target, Wire] = {}

    def answer(self, signed: Signed) -> tuple[str, str | bytes]:
        """Return the answer to one call, and the name of the call."""
        account = signed.key[4:16] if signed.key.startswith("ASIA") else NOBODYS
        asked = parse_qs(signed.asked.body.decode())
        operation = asked["Action"][0]
        if operation == "AssumeRole":
            until = datetime.now(UTC) + timedelta(hours=1)
            return operation, ROLE.format(asked["RoleArn"][0].split(":")[4], f"{until:%Y-%m-%dT%H:%M:%SZ}")
        if operation == "GetCallerIdentity":
            return operation, IDENTITY.format(account)
        return self._target(Target(int(account) - FIRST_ACCOUNT, signed.region)).answer(signed.asked)

    def _target(self, target: Target) -> Wire:
        if target not in self._targets:
            self._targets[target] = Wire(service.live() for service in services(target, self._size))
        return self._targets[target]


if __name__ == "__main__":
    serve(FleetWire(FleetSize(*json.loads(Path(sys.argv[1]).read_bytes()))).answer)
