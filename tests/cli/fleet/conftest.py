"""Fixtures: the webhook that drift tells."""

from tests.cli.notifying.conftest import hook, serving_hook

__all__ = ["hook", "serving_hook"]
