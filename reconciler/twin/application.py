"""The twin over HTTP: who calls what is recognised, logged and perhaps disturbed; then moto answers."""

import re
import time
from collections.abc import Callable, Iterable
from typing import Any, Final
from urllib.parse import parse_qs

from moto.iam.models import iam_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.wrappers import Response

from .calls import Call, CallLog
from .catalog.membership import PARTITION
from .catalog.models import let_pass_what_is_due
from .catalog.urls import HOST
from .faults import Faults
from .refusal import Refusal, render

Environ = dict[str, Any]
StartResponse = Callable[..., Any]

CREDENTIAL: Final = re.compile(r"Credential=([^/,\s]+)/\d+/[^/]+/([^/]+)/aws4_request")
ACCOUNT_IN_KEY: Final = re.compile(r"[A-Z]+(\d{12})")
# Three services sign with `aws-marketplace`; the other two speak JSON with a target header.
CATALOG_SCOPE: Final = "aws-marketplace"
CATALOG_SERVICE: Final = "marketplace-catalog"


class TwinApplication(DomainDispatcherApplication):
    """moto's dispatcher with a log, faults and a way to tell accounts apart.

    An access key that IAM or STS issued belongs to its account; one that ends in twelve digits names its account
    (`AKIATWIN111111111111`); every other one is of *caller*.
    """

    def __init__(self) -> None:
        super().__init__(create_backend_app)
        self._backends: dict[str | None, Any] = {}
        self.begin("")

    def begin(self, caller: str) -> None:
        """Forget calls and faults; *caller* is the account of credentials that nobody issued."""
        self.calls, self.faults, self.caller = CallLog(), Faults(), caller

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        on_its_way = self.faults.latency / 2
        time.sleep(on_its_way)
        call = self._recognise(environ)
        self.calls.add(call)
        environ["HTTP_X_MOTO_ACCOUNT_ID"] = call.account
        let_pass_what_is_due()
        try:
            return self._answer(call, environ, start_response)
        except Refusal as refusal:
            return render(refusal, environ)(environ, start_response)
        finally:
            time.sleep(on_its_way)

    def infer_service_region_host(self, environ: Environ, path: str) -> str | None:
        """Find the service of a request: the catalogue by its signature, the others as moto does."""
        return HOST if _service(environ) == CATALOG_SERVICE else super().infer_service_region_host(environ, path)

    def get_backend_for_host(self, host: str | None) -> Any:  # noqa: ANN401 - moto's signature
        """Find the backend of a host, once: moto looks through its folders on disk each time."""
        if host not in self._backends:
            self._backends[host] = super().get_backend_for_host(host)
        return self._backends[host]

    def _answer(self, call: Call, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        self.faults.strike_before(call)
        if not self.faults.awaits_end_of(call):
            answer: Iterable[bytes] = super().__call__(environ, start_response)
            return answer
        answered = Response.from_app(super().__call__, environ)
        self.faults.strike_after(call)
        return answered(environ, start_response)

    def _recognise(self, environ: Environ) -> Call:
        credential = CREDENTIAL.search(environ.get("HTTP_AUTHORIZATION", ""))
        account = self._account(credential[1]) if credential else self.caller
        return Call(_service(environ), self._operation(environ), account)

    def _account(self, access_key: str) -> str:
        for account, partitions in list(iam_backends.items()):
            if access_key in partitions[PARTITION].access_keys:
                return account
        named = ACCOUNT_IN_KEY.fullmatch(access_key)
        return named[1] if named else self.caller

    def _operation(self, environ: Environ) -> str:
        target: str = environ.get("HTTP_X_AMZ_TARGET", "")
        action = parse_qs(self._get_body(environ) or "").get("Action")
        path: str = environ.get("PATH_INFO", "")
        return target.rpartition(".")[2] or (action[0] if action else path.strip("/"))


def _service(environ: Environ) -> str:
    credential = CREDENTIAL.search(environ.get("HTTP_AUTHORIZATION", ""))
    service = credential[2] if credential else ""
    return CATALOG_SERVICE if service == CATALOG_SCOPE and "HTTP_X_AMZ_TARGET" not in environ else service
