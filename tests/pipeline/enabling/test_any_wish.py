"""Whatever AWS has of Private Marketplace and a document states: an accepted plan converges, or says why not."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.model import Severity
from tests.trial import ADS, DELEGATE, MEMBER, Trial, on_twin, world

from .repository import accepting, administrators, is_enabled, stated, told

ACCOUNTS = [DELEGATE, MEMBER]
ENDINGS = frozenset({"role-in-use", "role-missing", "administrator-too-early"})
SWITCH = st.sampled_from([None, True, False])


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    """Yield a repository and a twin for all examples."""
    folder: Path = tmp_path_factory.mktemp("wish")
    with on_twin(folder) as trial:
        yield trial


@st.composite
def live(draw: st.DrawFn) -> dict[str, Any]:
    """Draw what AWS has; administrators are there only where Private Marketplace is enabled."""
    access, role = draw(st.booleans()), draw(st.booleans())
    registered = draw(st.sets(st.sampled_from(ACCOUNTS))) if access and role else set[str]()
    return {"trusted_access": access, "service_linked_role": role, "delegated_administrators": sorted(registered)}


@st.composite
def wishes(draw: st.DrawFn) -> dict[str, Any]:
    """Draw the fields of a document that no check refuses."""
    access, role = draw(SWITCH), draw(SWITCH)
    if access:
        role = None if role is False else role
    named = [] if access is False or role is False else sorted(draw(st.sets(st.sampled_from(ACCOUNTS))))
    mode = draw(st.sampled_from(["additive", "exclusive"]))
    listed = draw(st.booleans()) or (access is None and role is None)
    accounts = ", ".join(f'"{one}"' for one in named)
    fields = {"trusted_access": access, "service_linked_role": role}
    found = {key: value for key, value in fields.items() if value is not None}
    return found | ({"delegated_administrators": f"{{accounts: [{accounts}], mode: {mode}}}"} if listed else {})


@given(there=live(), wish=wishes())
def test_any_wish_converges_or_is_an_error(running: Trial, there: dict[str, Any], wish: dict[str, Any]) -> None:
    """After an accepted apply the next plan is empty, and AWS has what the document states."""
    running.twin.reset(world(private_marketplace=there))
    running.wish(stated(**wish))
    made = running.plan().plan
    errors = {code for code, _ in told(made, Severity.ERROR)}
    assert errors <= ENDINGS
    if errors:
        assert made.operations == ()
        return
    refused = {code for code, _ in told(made, Severity.REFUSED)}
    assert refused <= {"trusted_access"}
    run = running.apply(accepting(running, *refused))
    assert (run.converged, {one.status.value for one in run.outcomes} <= {"succeeded"}) == (True, True)
    assert running.plan().plan.operations == ()
    if wish.get("trusted_access") and wish.get("service_linked_role"):
        assert is_enabled(running)
    assert ADS not in administrators(running)
