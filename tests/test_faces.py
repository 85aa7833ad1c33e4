"""Packages that import their modules when a name is first asked for look like any other package."""

import subprocess
import sys
from importlib import import_module

import pytest

from reconciler.faces import face

LAZY = ("execute", "pipeline", "render", "rewriting")


@pytest.mark.parametrize("name", LAZY)
def test_every_name_of_a_face_is_there(name: str) -> None:
    """The names that a package promises can be imported from it, and no others."""
    package = import_module(f"reconciler.{name}")
    assert all(getattr(package, promised) is not None for promised in package.__all__)
    with pytest.raises(AttributeError, match=f"module 'reconciler.{name}' has no attribute 'nothing'"):
        package.__getattr__("nothing")


def test_a_face_has_the_objects_of_its_modules() -> None:
    """Modules are named from the package, or in full."""
    found = face("reconciler", {".folding": "folded", "json": "dumps loads"})
    assert found("folded") is import_module("reconciler.folding").folded
    assert found("loads") is import_module("json").loads


def test_loading_a_repository_imports_no_planner() -> None:
    """Validate and TAB wait for no module that plans, applies, rewrites or makes Markdown."""
    loading = "import sys; from reconciler.pipeline import load; from reconciler.render import problem_lines"
    asked = f"{loading}; print(*sorted(sys.modules))"
    found = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    unwanted = ("pipeline.planning", "pipeline.applying", "execute", "replay", "rewriting", "render.markdown")
    assert "reconciler.pipeline.loading" in found
    assert [one for one in unwanted if f"reconciler.{one}" in found] == []


def test_a_plan_imports_no_jinja2() -> None:
    """jinja2 is imported when a page is made."""
    planning = "import sys; from reconciler.render import plan_html; import reconciler.aws.session"
    asked = f"{planning}; print(*({{'boto3', 'jinja2'}} & sys.modules.keys()))"
    found = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    assert found == ["boto3"]
