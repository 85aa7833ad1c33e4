"""Fixtures: a webhook on this machine."""

from collections.abc import Iterator

import pytest

from tests.cli.notifying.hooks import Hook, HookReply, hooked


@pytest.fixture(scope="module")
def serving_hook() -> Iterator[Hook]:
    """Yield one webhook for all tests of a module."""
    with hooked() as server:
        yield server


@pytest.fixture
def hook(serving_hook: Hook) -> Hook:
    """Return the webhook, which answers `ok`."""
    serving_hook.reply = HookReply()
    serving_hook.posted.clear()
    return serving_hook
