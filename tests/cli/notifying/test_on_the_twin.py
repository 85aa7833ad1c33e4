"""Drift in the twin is told to a topic, a bus and a webhook, and a monitor sees it."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from reconciler.twin import seed
from reconciler.twin.twin import Twin
from tests.cli.notifying.hooks import Hook
from tests.cli.starting import installed, point

ACCOUNT = "111111111111"
SECRET = "T00s3cret"
SETTINGS = f"""\
version: 1
marketplace: {{account: "{ACCOUNT}"}}
notify:
  - arn:aws:sns:eu-west-1:{ACCOUNT}:drift
  - arn:aws:events:us-east-1:{ACCOUNT}:event-bus/ops
  - ${{HOOK}}
"""
DOCUMENT = """\
kind: experience
name: finance
id: exp-1234finance
title: Finance Unit Experience
description: What finance may buy
"""
SAME = ["--told", "told.json", "--metrics", "drift.prom"]


@pytest.fixture(scope="module")
def running() -> Iterator[Twin]:
    """Yield a twin with the organization of the demo."""
    with Twin(seed.demo()).start() as twin:
        yield twin


class Queue:
    """What subscribers of the topic and a rule of the bus get."""

    def __init__(self) -> None:
        topics, events, self._far = (
            _session().client("sns", "eu-west-1"),
            _session().client("events", "us-east-1"),
            _sqs("eu-west-1"),
        )
        self._near = _sqs("us-east-1")
        topic = topics.create_topic(Name="drift")["TopicArn"]
        topics.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=f"arn:aws:sqs:eu-west-1:{ACCOUNT}:drift")
        events.create_event_bus(Name="ops")
        events.put_rule(Name="drift", EventBusName="ops", EventPattern='{"source": ["reconciler"]}')
        target = {"Id": "1", "Arn": f"arn:aws:sqs:us-east-1:{ACCOUNT}:drift"}
        events.put_targets(Rule="drift", EventBusName="ops", Targets=[target])

    def told(self) -> list[Any]:
        """Return the messages of the topic and of the bus since the last call."""
        of_topic = [json.loads(body["Message"]) for body in _received(*self._far)]
        return [*of_topic, *(body["detail"] for body in _received(*self._near))]


def _session() -> boto3.Session:
    """Return a session of its own: the default one would keep these credentials for later tests of the process."""
    return boto3.Session()


def _sqs(region: str) -> tuple[Any, str]:
    sqs = _session().client("sqs", region)
    return sqs, sqs.create_queue(QueueName="drift")["QueueUrl"]


def _received(sqs: Any, url: str) -> list[Any]:  # noqa: ANN401 - boto3 has no types
    found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=0)
    return [json.loads(one["Body"]) for one in found.get("Messages", ())]


@pytest.fixture
def queue(running: Twin, here: Path, hook: Hook, monkeypatch: pytest.MonkeyPatch) -> Queue:
    """Return the queue behind a topic and a bus, with a repository that differs in a description."""
    point(running, monkeypatch)
    monkeypatch.setenv("HOOK", hook.url(SECRET))
    (here / "reconciler.yaml").write_text(SETTINGS)
    (here / "desired_state").mkdir()
    (here / "desired_state" / "finance.yaml").write_text(DOCUMENT)
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", "remote", "add", "origin", "https://me:pw@git.example.com/acme/gov.git"], check=True)
    return Queue()


def test_everybody_is_told_the_same_once(queue: Queue, hook: Hook, here: Path) -> None:
    """The message has the keys of contract 5; the second run tells nobody and writes its metrics."""
    first = installed("-vv", "drift", "--notify", *SAME, "--revert", "undo.json")
    assert first.code == 2
    digest = json.loads((here / "undo.json").read_text())["digest"]
    (chat,) = (json.loads(posted.body) for posted in hook.posted)
    message = {key: value for key, value in chat.items() if key != "text"}
    assert queue.told() == [message, message]
    assert (message["repository"], message["digest"]) == ("git.example.com/acme/gov", digest)
    assert [one["address"] for one in message["changes"]] == ["experience.finance"]
    assert "told webhook 127.0.0.1\n" in first.err
    assert installed("drift", "--notify", *SAME).code == 2
    assert (queue.told(), len(hook.posted)) == ([], 1)
    changes = [line for line in (here / "drift.prom").read_text().splitlines() if "changes{" in line]
    assert changes == [
        'reconciler_drift_changes{repository="git.example.com/acme/gov",kind="endpoint_service"} 0',
        'reconciler_drift_changes{repository="git.example.com/acme/gov",kind="experience"} 1',
        'reconciler_drift_changes{repository="git.example.com/acme/gov",kind="private_marketplace"} 0',
    ]
    written = [path.read_text() for path in here.iterdir() if path.is_file()]
    assert [text for text in (first.out, first.err, *written) if SECRET in text or "me:pw" in text] == []
