"""`import --from-cross-org` as it is installed: it assumes a role in each member, and so do the plans of the fleet."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from reconciler.cli.main import run
from reconciler.cli.terminal import Terminal
from reconciler.twin.twin import Twin
from tests.cli.fakes import Said, Screen
from tests.importing import files
from tests.pipeline.federating.organizations import ACME, followed, member, several
from tests.trial import MANAGEMENT, port

ROLES = [
    {"account": ACME, "name": "reconciler-plan", "trusted": [MANAGEMENT]},
    {"account": ACME, "name": "reader", "trusted": [MANAGEMENT]},
]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return an empty working directory of a user whose AWS is a twin of two organizations."""
    monkeypatch.chdir(tmp_path)
    with Twin(several(member(followed("Member")), roles=ROLES)).start(port()) as running:
        for name, value in running.environment(MANAGEMENT).items():
            monkeypatch.setenv(name, value)
        yield tmp_path


def reconciler(line: str) -> Said:
    """Run one command line of words without blanks as the installed program does."""
    out, err = Screen(), Screen()
    return Said(run(line.split(), Terminal(Screen(), out, err, os.environ)), out.getvalue(), err.getvalue())


@pytest.mark.parametrize(("options", "role"), [("", "reconciler-plan"), (" --role reader", "reader")])
def test_the_role_that_read_a_member_is_in_its_settings(here: Path, options: str, role: str) -> None:
    """With it, the whole fleet is clean at once."""
    assert reconciler(f"import --from-cross-org {ACME}{options}").code == 0
    settings = (here / "members" / ACME / "reconciler.yaml").read_text()
    assert f"  role: arn:aws:iam::{ACME}:role/{role}\n" in settings
    said = reconciler("--config fleet.yaml plan --detailed-exitcode")
    assert (said.code, said.out) == (0, "2 members: 2 clean.\n")


def test_a_role_that_may_not_be_assumed_is_named(here: Path) -> None:
    """7, with the member, the permission that is needed, and the trust policy; nothing is written."""
    said = reconciler(f"import --from-cross-org {ACME} --role other")
    role = f"arn:aws:iam::{ACME}:role/other"
    assert (said.code, said.out, files(here)) == (7, "", {})
    assert f"error: member {ACME}: sts:AssumeRole: AccessDenied: " in said.err
    assert (
        f"  hint: allow sts:AssumeRole to role {role}, assumed by the default credentials, and let the trust"
        in said.err
    )
