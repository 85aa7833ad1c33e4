"""A target that waits for its task has all of its documents, and nothing secret."""

import json
import pickle
from datetime import date
from pathlib import Path

import pytest

from reconciler.cli.fleet.waiting import WaitingTarget
from reconciler.kinds import all_kinds
from reconciler.pipeline import Repository, load_divided
from tests.cli.fleet.fleets import write_member

HOOK = "https://hooks.example.com/services/hunter2"


@pytest.fixture
def target(here: Path) -> Repository:
    """Return the only target of a seller, whose settings have a webhook."""
    write_member(here / "s1", 1)
    config = here / "s1" / "reconciler.yaml"
    config.write_text(json.dumps({**json.loads(config.read_text()), "notify": [HOOK]}))
    (found,) = load_divided(config, all_kinds(), today=date(2026, 11, 27)).targets
    return found


def test_a_target_that_waited_is_what_was_read(target: Repository) -> None:
    """Its documents, their places, its names and its problems are the same."""
    waiting = WaitingTarget.of(target)
    assert waiting.read() == target
    assert (waiting.target, waiting.commit, waiting.today) == ("saas/us-east-1", None, date(2026, 11, 27))


def test_a_target_waits_without_the_urls_of_webhooks(target: Repository) -> None:
    """They are secrets; whatever carries out a target calls none."""
    with_hook = WaitingTarget.of(target).read()
    assert (with_hook.settings.notify, b"hunter2" in pickle.dumps(with_hook)) == ((), False)
