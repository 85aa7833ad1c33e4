"""A repository of one endpoint service and its twin, for command lines about connections."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reconciler.cli.main import run
from reconciler.cli.terminal import Terminal
from reconciler.twin.bridge.endpoint_services import inspect
from reconciler.twin.twin import Twin
from tests.cli.fakes import Said, Screen
from tests.selling import ACME, GLOBEX, HOME, SAAS, connection, endpoint_id, root, service, service_id, world

PENDING = "pendingAcceptance"
ONE, TWO, THREE = endpoint_id(1), endpoint_id(2), endpoint_id(3)
HEAD = f"kind: endpoint_service\nname: api\nregion: {HOME}\nid: {service_id()}\n"
ADMITS = f'{{kind: allowed_principals, name: acme, service: api, title: Acme Corp, principals: ["{ACME}"]}}'


@contextmanager
def connected(here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Twin]:
    """Yield a twin with a service of one customer: one endpoint is connected, one waits, and one of a stranger waits.

    The documents of the repository in *here* agree with it.
    """
    seller = f"{{account: '{SAAS}', regions: [{HOME}]}}"
    (here / "reconciler.yaml").write_text(f"version: 1\nsellers: {{saas: {seller}}}\n")
    (here / "desired_state").mkdir()
    write(here, HEAD)
    connections = [connection(1, ACME), connection(2, ACME, PENDING), connection(3, GLOBEX, PENDING)]
    with Twin(world(service(principals=[root(ACME)], connections=connections))).start() as running:
        for name, value in running.environment(SAAS).items():
            monkeypatch.setenv(name, value)
        yield running


def write(here: Path, head: str, customer: str = ADMITS) -> None:
    """Write the documents of the service and of its customer."""
    (here / "desired_state" / "api.yaml").write_text(f"{head}---\n{customer}\n")


def reconciler(line: str, answer: str = "", *, tty: bool = False) -> Said:
    """Run one command line of words without blanks; *answer* is the reply to the question."""
    out, err = Screen(tty=tty), Screen(tty=tty)
    code = run(line.split(), Terminal(Screen(answer, tty=tty), out, err, {**os.environ, "TERM": "dumb"}))
    return Said(code, out.getvalue(), err.getvalue())


def states() -> dict[str, str]:
    """Return the state of each endpoint of the service, as the twin has it."""
    return dict(inspect()[service_id()].connections)
