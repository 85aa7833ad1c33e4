"""The hooks for pre-commit: those of .pre-commit-hooks.yaml, and those that `init` writes."""

from pathlib import Path
from typing import Any

import yaml

from reconciler.starter import Ci, NewRepository, starter_files

ROOT = Path(__file__).resolve().parent.parent
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))


def test_init_writes_the_hooks_that_the_manifest_has() -> None:
    """Both run the same commands at the same commits; those of `init` take the reconciler of the PATH."""
    text = starter_files(NewRepository(ci=Ci.NONE), {}, {})[".pre-commit-config.yaml"]
    (local,) = yaml.safe_load(text)["repos"]
    described = [{key: value for key, value in hook.items() if key != "description"} for hook in HOOKS]
    assert local["hooks"] == [{**hook, "language": "system"} for hook in described]


def test_a_commit_that_only_removes_documents_is_checked() -> None:
    """Others may name what it removes, and pre-commit counts no removed file."""
    (validate,) = (hook for hook in HOOKS if hook["id"] == "reconciler-validate")
    assert (validate["always_run"], validate["pass_filenames"]) == (True, False)
