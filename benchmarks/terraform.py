"""Terraform's core with as many resources: its plan when nothing differs, where the program `terraform` is found.

The resources are written-out blocks of the built-in `terraform_data`, each with an object of four texts: no provider is
downloaded, started or asked, which is in Terraform's favour. The state is written by this script, since an apply of
that many takes minutes.
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from .figures import Beside, Figure, unmeasured
from .fresh import used
from .sellers.entries import wait
from .sellers.world import Size

RESOURCES = (1_000, 5_000, 10_000)
PER_SERVICE = 1_000


def terraform_figures(folder: Path, repetitions: int) -> Iterator[Figure]:
    """Let Terraform plan each number of resources once, beside our plan of as many entries in the same minute."""
    program = shutil.which("terraform")
    if not program:
        yield unmeasured("Terraform's core", "no program terraform")
        return
    for number in RESOURCES:
        place = folder / f"terraform-{number}"
        write_resources(place, number)
        plan = (program, "plan", "-input=false", "-no-color", "-detailed-exitcode")
        theirs = used(plan, cwd=place, environment={**os.environ, "CHECKPOINT_DISABLE": "1"})
        ours = wait(folder, Size(number // PER_SERVICE), min(repetitions, 3)).run
        name = f"Terraform, {number:,} resources, no-op"
        beside = Beside(f"reconciler, {number:,} entries at 50 ms", round(ours.wall, 2))
        note = f"{theirs.cpu:.1f} s of CPU, ours {ours.cpu:.1f}; theirs measured once"
        yield Figure(name=f"{name}: wall", value=round(theirs.wall, 2), unit="s", beside=beside, note=note)
        yield Figure(
            name=f"{name}: peak",
            value=round(theirs.peak),
            unit="MB",
            beside=Beside(f"reconciler, {number:,} entries", round(ours.peak)),
        )


def write_resources(place: Path, number: int) -> None:
    """Write *number* resources below *place*, and a state in which each is as written."""
    place.mkdir(parents=True)
    (place / "main.tf").write_text("".join(_block(n) for n in range(number)), encoding="utf-8")
    state = {
        "version": 4,
        "terraform_version": "1.11.4",
        "serial": 1,
        "lineage": "3f2a2f0e-0000-4000-8000-000000000000",
        "outputs": {},
        "resources": [_stated(n) for n in range(number)],
        "check_results": None,
    }
    (place / "terraform.tfstate").write_text(json.dumps(state), encoding="utf-8")


def _input(number: int) -> Mapping[str, str]:
    """Return the object of one resource."""
    account = f"{number:012d}"
    return {
        "account": account,
        "customer": f"customer-{number}",
        "service": "api",
        "arn": f"arn:aws:iam::{account}:root",
    }


def _block(number: int) -> str:
    values = "".join(f'    {key} = "{value}"\n' for key, value in _input(number).items())
    return f'resource "terraform_data" "r{number}" {{\n  input = {{\n{values}  }}\n}}\n'


def _stated(number: int) -> Mapping[str, object]:
    """Return one resource as Terraform 1.11 writes it after an apply."""
    value = {"value": _input(number), "type": ["object", dict.fromkeys(_input(number), "string")]}
    attributes = {"id": f"id-{number}", "input": value, "output": value, "triggers_replace": None}
    instance = {"schema_version": 0, "attributes": attributes, "sensitive_attributes": []}
    return {
        "mode": "managed",
        "type": "terraform_data",
        "name": f"r{number}",
        "provider": 'provider["terraform.io/builtin/terraform"]',
        "instances": [instance],
    }
