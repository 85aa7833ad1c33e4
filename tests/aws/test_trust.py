from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from ssl import SSLContext
from threading import Barrier
from types import SimpleNamespace
from typing import Any

import pytest

from reconciler.aws.trust import read_bundle_once
from reconciler.errors import Unreadable
from tests.aws.answers import SERVICE
from tests.aws.conftest import FromEnvironment
from tests.aws.loopback import Asked, Reply, Script, Server, serving
from tests.aws.sellers.settings import PLAIN, answered, selling
from tests.cli.notifying.hooks import certificate
from tests.patience import PATIENCE

CONNECTIONS = 4


@contextmanager
def over_tls(script: Script, trust: SSLContext, credentials: pytest.MonkeyPatch, bundle: Path) -> Iterator[Server]:
    """Serve *script* with the certificate of *trust* to clients that trust *bundle*."""
    with serving(script) as server:
        server.socket = trust.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        credentials.setenv("AWS_ENDPOINT_URL", server.url.replace("http", "https"))
        credentials.setenv("AWS_CA_BUNDLE", str(bundle))
        yield server


def test_the_connections_of_a_client_read_the_bundle_once(
    credentials: pytest.MonkeyPatch, from_environment: FromEnvironment, tmp_path: Path
) -> None:
    """Four calls are answered once all have arrived, so there are four connections."""
    together, read = Barrier(CONNECTIONS), SSLContext.load_verify_locations
    files: list[Any] = []

    def noted(context: SSLContext, *where: Any) -> None:  # noqa: ANN401 - as the library has it
        files.append(where[0])
        read(context, *where)

    def late(asked: Asked) -> Reply | dict[str, object] | str:
        together.wait(PATIENCE)
        return answered(asked)

    trust = certificate(tmp_path)
    credentials.setattr(SSLContext, "load_verify_locations", noted)
    with over_tls(late, trust, credentials, tmp_path / "server.pem") as server:
        services = from_environment(selling(PLAIN)).sellers["plain"].regions["us-east-1"]
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            found = set(pool.map(services.grants, [SERVICE] * CONNECTIONS))
    assert (len(found), len(server.asked), files) == (1, CONNECTIONS, [str(tmp_path / "server.pem")])


def test_a_server_that_the_bundle_does_not_vouch_for_is_never_asked(
    credentials: pytest.MonkeyPatch, from_environment: FromEnvironment, tmp_path: Path
) -> None:
    """The second connection trusts as little as the first one."""
    (tmp_path / "other").mkdir()
    certificate(tmp_path / "other")
    with over_tls(answered, certificate(tmp_path), credentials, tmp_path / "other" / "server.pem") as server:
        services = from_environment(selling(PLAIN)).sellers["plain"].regions["us-east-1"]
        for _ in range(2):
            with pytest.raises(Unreadable, match=r"no trusted TLS connection to 127\.0\.0\.1:\d+$"):
                services.grants(SERVICE)
    assert server.asked == []


def test_a_client_without_a_known_context_stays_as_it_is() -> None:
    """Another botocore may keep it elsewhere."""
    client = SimpleNamespace(_endpoint=SimpleNamespace())
    assert read_bundle_once(client) is client
