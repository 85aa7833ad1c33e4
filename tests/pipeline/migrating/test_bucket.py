"""`import --from-aws-sample s3://BUCKET`: the bucket is read whole, and nothing else of S3."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import boto3
import pytest
from botocore.config import Config

from reconciler.aws.caller import Caller
from reconciler.aws.calls import OF_SAMPLE, SAMPLE_ACTIONS, CallList
from reconciler.aws.service import Service
from reconciler.aws.session import assembled, watched_session
from reconciler.aws.stored_objects import StoredObjectsApi
from reconciler.ports import Clients
from tests.aws.called import CALLS
from tests.cli.fakes import Said, command
from tests.importing import Importer
from tests.pipeline.migrating.copies import about, document, page
from tests.trial import MANAGEMENT, Trial, Unhurried, experience, port, world
from tests.verbs import VERB

MAIN = experience("Main", policy={"allow": ["prod-a"]})
STATUS = {"ChangeSetId": "c1", "ChangeSetStatus": "Successful", "Experience Id": "exp-main"}
SAMPLE = {
    "Experience_Main#2.json": {"Name": "Main", "DenyProducts": ["prod-a"]},
    "Experience_Main#1.json": {"Name": "Main", "AllowProducts": ["prod-a"]},
    "STATUS_Experience_Main": STATUS,
    "notes/README.md": "notes",
}


@cache
def _client(service: str) -> Any:  # noqa: ANN401 - botocore has no types
    session = watched_session(calls=CallList.of([*VERB.values(), *OF_SAMPLE]), clock=Unhurried())
    session.set_credentials(f"AKIATWIN{MANAGEMENT}", "twin")
    config = Config(retries={"total_max_attempts": 1})
    return session.create_client(service, "us-east-1", endpoint_url=f"http://127.0.0.1:{port()}", config=config)


def reader() -> Clients:
    """Return clients that may read the bucket of the sample, too."""
    return assembled(lambda name: Service(_client(name), name, Caller("buyer")), pause=lambda _seconds: None)


@cache
def _s3() -> Any:  # noqa: ANN401 - boto3's
    keys = {"aws_access_key_id": f"AKIATWIN{MANAGEMENT}", "aws_secret_access_key": "twin"}
    return boto3.client("s3", region_name="us-east-1", endpoint_url=f"http://127.0.0.1:{port()}", **keys)


def upload(bucket: str, files: Mapping[str, object]) -> None:
    """Upload files in their order: a text as it is, anything else as JSON."""
    _s3().create_bucket(Bucket=bucket)
    for name, content in files.items():
        _s3().put_object(Bucket=bucket, Key=name, Body=content if isinstance(content, str) else json.dumps(content))


def imported(source: str = "s3://pmp-configuration", options: str = "") -> Said:
    """Import from the bucket."""
    return command(f"import --from-aws-sample {source} {options}", Importer(reader=reader()))


def test_the_bucket_is_read_and_only_the_files_of_the_sample(trial: Trial) -> None:
    """The times of uploads order the commands; other objects are listed, and not read."""
    trial.twin.reset(world(MAIN))
    upload("pmp-configuration", SAMPLE)
    assert imported().code == 0
    of_s3 = {"CreateBucket": 1, "PutObject": 4, "ListObjectsV2": 1, "GetObject": 3}
    assert dict(trial.twin.calls.operations("s3")) == of_s3
    assert document(trial, "main").endswith("id: exp-main\n")
    assert about(trial, "Experience_Main#1.json") == ["applied"]
    assert about(trial, "notes/README.md")[0] == "never triggered"
    assert "The files were ordered by the numbers" not in page(trial)


@pytest.mark.parametrize("size", [1, 4])
def test_every_page_of_the_bucket_is_read(trial: Trial, size: int) -> None:
    """S3 lists 1,000 keys at once, here *size*."""
    trial.twin.reset(world())
    upload("pmp-configuration", SAMPLE)
    objects = StoredObjectsApi(lambda: Service(_client("s3"), "s3", Caller("buyer")), page=size)
    assert [one.key for one in objects.listed("pmp-configuration")] == sorted(SAMPLE)


def test_a_bucket_that_is_not_there_cannot_be_read(trial: Trial) -> None:
    """7, with the call and AWS's answer; nothing is written."""
    trial.twin.reset(world(MAIN))
    said = imported()
    assert said.code == 7
    assert "error: s3:ListObjectsV2 of pmp-configuration: NoSuchBucket: " in said.err
    assert sorted(path.name for path in trial.folder.iterdir()) == ["reconciler.yaml"]


@pytest.mark.parametrize("operation", ["ListObjectsV2", "GetObject"])
def test_a_denied_read_of_the_bucket_names_the_permission(trial: Trial, operation: str) -> None:
    """ListObjectsV2 needs s3:ListBucket."""
    trial.twin.reset(world(MAIN))
    upload("pmp-configuration", SAMPLE)
    trial.twin.faults.deny(operation)
    said = imported()
    action = {"ListObjectsV2": "s3:ListBucket", "GetObject": "s3:GetObject"}[operation]
    assert (said.code, f"hint: allow {action} to profile buyer" in said.err) == (7, True)


def test_an_empty_bucket_is_an_error(trial: Trial) -> None:
    """A wrong bucket never looks like a sample that has nothing."""
    trial.twin.reset(world(MAIN))
    upload("pmp-configuration", {"README.md": "notes"})
    said = imported()
    assert (said.code, said.err.splitlines()[-2]) == (64, "error: s3://pmp-configuration has no file of AWS's sample")


@pytest.mark.parametrize("source", ["s3://", "s3://A", "s3://pmp-configuration/folder", "s3://pmp_configuration"])
def test_a_name_that_no_bucket_has_is_refused(trial: Trial, source: str) -> None:
    """Nothing is read."""
    said = imported(source)
    assert (said.code, said.err.splitlines()[0]) == (64, f"error: {source} is no bucket")
    assert trial.twin.calls.operations() == {}


def test_a_plan_reads_no_bucket() -> None:
    """S3 is on the list of calls of this import only, so the roles of plans need no permission for it."""
    assert {str(verb) for verb in OF_SAMPLE} & CALLS.reads == set()
    assert SAMPLE_ACTIONS == ("s3:GetObject", "s3:ListBucket")
