"""Edits by hand in AWS are adopted with the real clients: the next plan is empty, and no call is needed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from reconciler.errors import ExitCode
from reconciler.ports import Clients
from tests.cli.fakes import command
from tests.restating import Restater
from tests.selling import ACME, GLOBEX, HOME, SAAS, Shop, root, service, service_id, shop_on_twin
from tests.selling import world as sold
from tests.trial import ADS, FINANCE, ORGANIZATION, Trial, change, clients, experience, on_twin, world

UNIT = experience("Unit", principals=[FINANCE], policy={"requests": "Deny", "allow": ["prod-a", "prod-b"]})
DOCUMENTS = f"""\
kind: experience
name: unit
title: Unit
status: enabled
user_requests: deny  # ask first
principals: [{FINANCE}]
products:
  allow:
    - prod-a  # for all
    - prod-b
tags: {{team: procurement}}
"""


@pytest.fixture
def trial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Trial]:
    """Yield a repository, which is the working directory, and a running twin of the small organization."""
    monkeypatch.chdir(tmp_path)
    with on_twin(tmp_path) as running:
        running.settings()
        yield running


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """Yield a seller's repository, which is the working directory, and a running twin."""
    monkeypatch.chdir(tmp_path)
    with shop_on_twin(tmp_path) as running:
        yield running


def adopted(reader: Clients, *, accepting: bool = False) -> int:
    """Adopt everything, and accept all rules that refuse it if *accepting*; return the exit code."""
    said = command("drift --adopt --select *", Restater(reader=reader))
    accepted = " ".join(re.findall(r"--accept \S+", said.out))
    if said.code != ExitCode.REFUSED or not accepting:
        return said.code
    return command(f"drift --adopt --select * {accepted}", Restater(reader=reader)).code


def test_edits_of_an_experience_by_hand_are_adopted(trial: Trial) -> None:
    """Products, audience, requests and tags changed in the console: the documents say so, and git has the history."""
    trial.twin.reset(world(UNIT))
    trial.wish(DOCUMENTS)
    trial.converge(again=True)
    trial.twin.edit(
        change("exp-unit", "DenyProductProcurement", {"Products": [{"Ids": ["prod-a"]}]}),
        change("exp-unit", "AllowProductProcurement", {"Products": [{"Ids": ["prod-c"]}]}),
        change("exp-unit", "AssociateAudience", {"Principals": [ADS]}),
        change("exp-unit", "UpdateProcurementPolicy", {"Configuration": {"PolicyResourceRequests": "Allow"}}),
    )
    assert trial.plan().plan.changes != ()
    assert adopted(clients(trial.account, writes=False)) == 0
    assert (
        (trial.folder / "desired_state" / "wish.yaml").read_text()
        == f"""\
kind: experience
name: unit
title: Unit
status: enabled
user_requests: allow  # ask first
principals: [{FINANCE}, "{ADS}"]
products:
  allow:
    - prod-b
    - prod-c
tags: {{team: procurement}}
"""
    )
    planned = trial.plan().plan
    assert (planned.changes, planned.operations) == ((), ())


def test_an_experience_archived_by_hand_is_adopted(trial: Trial) -> None:
    """Whoever archived it meant it: the document says archived, and nothing revives it."""
    trial.twin.reset(world(UNIT, experience("Default", principals=[ORGANIZATION])))
    trial.wish(DOCUMENTS)
    trial.converge(again=True)
    trial.twin.edit(change("exp-unit", "DisassociateAudience", {"Principals": [FINANCE]}))
    trial.twin.edit(change("exp-unit", "UpdateExperience", {"Status": "Disabled"}))
    trial.twin.edit(change("exp-unit", "RestrictExperience", {}))
    assert adopted(clients(trial.account, writes=False), accepting=True) == 0
    text = (trial.folder / "desired_state" / "wish.yaml").read_text()
    assert "status: archived\n" in text
    assert "principals: []\n" in text
    planned = trial.plan().plan
    assert (planned.changes, planned.operations) == ((), ())


def test_grants_that_were_changed_by_hand_are_adopted(shop: Shop) -> None:
    """One customer was revoked and another granted, while a third kept both; the documents say so."""
    shop.twin.reset(sold(service(principals=[root(SAAS), root(GLOBEX)])))
    shop.settings()
    shop.wish(f"kind: endpoint_service\nname: api\nregion: {HOME}\nid: {service_id()}\nprincipals: exclusive\n")
    shop.wish(
        f"{{kind: allowed_principals, name: all, service: api, principals: ['{SAAS}', '{ACME}']}}\n", "customers.yaml"
    )
    assert adopted(shop.clients(writes=False)) == 0
    assert (shop.folder / "desired_state" / "customers.yaml").read_text() == (
        f"{{kind: allowed_principals, name: all, service: api, principals: ['{SAAS}', \"{GLOBEX}\"]}}\n"
    )
    assert shop.plan().plan.operations == ()
