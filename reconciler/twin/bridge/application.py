"""The twin over HTTP: it recognizes and logs each request and applies planned faults; then moto dispatches it."""

import io
import logging
import re
import time
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, ClassVar, Final
from urllib.parse import parse_qs

from moto.iam.models import iam_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.wrappers import Response

from reconciler.regions import COMMERCIAL, known_regions
from reconciler.twin.admission import CATALOG, Asked
from reconciler.twin.calls import Call, CallLog
from reconciler.twin.certificates.desk import SERVICE as CERTIFICATES
from reconciler.twin.certificates.desk import CertificateDesk
from reconciler.twin.faults import Faults
from reconciler.twin.refusal import FORM, Refusal, render
from reconciler.twin.request_ids import request_id
from reconciler.twin.sales.desk import SERVICES, TARGETS, SalesDesk
from reconciler.twin.signature import UNSIGNED, Signature, missing_token, read_signature

from .backends import standing
from .catalog import HOST, advance_change_sets
from .role_deletion import RoleDeletion
from .service_models import rest_operation

Environ = dict[str, Any]
StartResponse = Callable[..., Any]

ACCOUNT_IN_KEY: Final = re.compile(r"[A-Z]+(\d{12})")
# Several services sign with `aws-marketplace`; all but the catalogue speak JSON with a target header.
CATALOG_SCOPE: Final = "aws-marketplace"
S3: Final = "s3"
S3_OPERATIONS: Final = {
    ("GET", "list"): "ListObjectsV2",
    ("GET", "object"): "GetObject",
    ("PUT", "object"): "PutObject",
    ("PUT", "bucket"): "CreateBucket",
}
"""The operations of S3 that have names here; another one is logged by its method and address."""
SERVICE: Final = "reconciler.twin.service"
ROUTE_53: Final = "route53"
"""The REST service whose operations the twin tells by method and path, as botocore's model has them."""

log = logging.getLogger(__name__)

_backend_app: Final = cache(create_backend_app)
"""Makes moto's Flask application of a service. It has routes and no state, so all twins of a process share it."""


class TwinApplication(DomainDispatcherApplication):
    """moto's dispatcher with a log, faults, and accounts that it tells by access keys.

    An access key that IAM or STS issued belongs to its account. A key that ends in twelve digits belongs to that
    account (`AKIATWIN111111111111`). Any other key belongs to *caller*.
    """

    _backends: ClassVar[dict[str | None, Any]] = {}
    """The backends by host. moto's tables do not change, so all twins of a process share them."""

    def __init__(self) -> None:
        super().__init__(_backend_app)
        self.begin("")

    def begin(self, caller: str, sales: SalesDesk | None = None, certificates: CertificateDesk | None = None) -> None:
        """Forget calls and faults; *caller* is the account of access keys that the twin did not issue."""
        self.calls, self.faults, self.caller = CallLog(), Faults(), caller
        self.desks: dict[str, SalesDesk | CertificateDesk] = {
            **dict.fromkeys(SERVICES, sales or SalesDesk()),
            CERTIFICATES: certificates or CertificateDesk(),
        }

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        half = self.faults.latency / 2
        time.sleep(half)
        try:
            asked = self._recognise(environ)
            self.calls.add(asked.call)
            environ["HTTP_X_MOTO_ACCOUNT_ID"], environ[SERVICE] = asked.call.account, asked.call.service
            advance_change_sets()
            RoleDeletion.advance()
            return self._answer(asked, environ, start_response)
        except Refusal as refusal:
            return render(refusal, environ)(environ, start_response)
        finally:
            time.sleep(half)

    def infer_service_region_host(self, environ: Environ, path: str) -> str | None:
        """Find the service of a request: the catalogue as recognized here, other services as moto finds them."""
        return HOST if environ[SERVICE] == CATALOG else super().infer_service_region_host(environ, path)

    def get_backend_for_host(self, host: str | None) -> Any:  # noqa: ANN401 - moto's signature
        """Find the backend of a host, and remember it: moto searches its folders on disk each time.

        Raises:
            NotImplementedError: there is none. It is raised here, since moto would print it to the output of `twin
                serve`.
        """
        if host not in self._backends:
            self._check_known(host)
            self._backends[host] = super().get_backend_for_host(host)
        return self._backends[host]

    def _check_known(self, host: str | None) -> None:
        is_name = host is not None and "." in host
        if is_name and not any(pattern.match(f"http://{host}") for _, pattern in self.backend_url_patterns):
            raise NotImplementedError(host)

    def _answer(self, asked: Asked, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        self.faults.strike(asked.call)
        asked.admit()
        if not self.faults.awaits_end_of(asked.call):
            return self._carry_out(asked, environ, start_response)
        answered = Response.from_app(lambda *wsgi: self._carry_out(asked, *wsgi), environ)
        self.faults.strike(asked.call, after=True)
        return answered(environ, start_response)

    def _carry_out(self, asked: Asked, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Let the desks answer the calls of their services, and moto all others."""
        desk = self.desks.get(asked.call.service)
        if desk is None:
            return self._by_moto(asked, environ, start_response)
        body = desk.answer(asked.call, asked.region, asked.body)
        headers = {"x-amzn-RequestId": request_id()}
        return Response(body, headers=headers, content_type="application/x-amz-json-1.0")(environ, start_response)

    def _by_moto(self, asked: Asked, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Let moto answer. Its failures become HTTP 400, since an SDK would retry HTTP 500 in vain.

        Raises:
            Refusal: moto lacks the operation, or breaks on the request.
        """
        try:
            answer: Iterable[bytes] = super().__call__(environ, start_response)
        except (NotImplementedError, ModuleNotFoundError):
            raise asked.lacking() from None
        except Exception as error:
            log.exception("%s of %s failed", asked.call.operation, asked.service)
            raise broken(asked, error) from error
        return answer

    def _recognise(self, environ: Environ) -> Asked:
        """Recognize caller and operation of a request; moto can still read the body."""
        body: bytes = environ["wsgi.input"].read()
        environ["wsgi.input"] = io.BytesIO(body)
        signature = read_signature(environ)
        of_s3 = signature is not None and signature.service == S3
        operation = _operation_of_s3(environ) if of_s3 else _operation(environ, body)
        if signature is None and operation not in UNSIGNED:
            raise missing_token()
        if signature and signature.region not in known_regions():
            raise nowhere(signature.region)
        service = _service(signature, environ) if signature else "sts"
        if service == ROUTE_53:
            operation = rest_operation(service, environ["REQUEST_METHOD"], environ.get("PATH_INFO", ""))
        account = self._account(signature.access_key) if signature else self.caller
        call = Call(service, operation, account)
        region = signature.region if signature else COMMERCIAL
        return Asked(call, environ.get("CONTENT_TYPE", ""), environ.get("QUERY_STRING", ""), body, region)

    def _account(self, access_key: str) -> str:
        for account, _, backend in standing(iam_backends):
            if access_key in backend.access_keys:
                return account
        named = ACCOUNT_IN_KEY.fullmatch(access_key)
        return named[1] if named else self.caller


def nowhere(region: str) -> Refusal:
    """Return the refusal of a request to a region that does not exist: a client of AWS would find no host there."""
    return Refusal("TwinFailure", f"The twin has no region '{region}'; AWS has no host of such a name.")


def broken(asked: Asked, error: Exception) -> Refusal:
    """Return the refusal of a request on which moto broke."""
    what = f"{type(error).__name__}: {error}"
    return Refusal("TwinFailure", f"The twin cannot answer {asked.call.operation} of {asked.service}; AWS may. {what}")


def _operation(environ: Environ, body: bytes) -> str:
    target: str = environ.get("HTTP_X_AMZ_TARGET", "")
    form = body.decode(errors="replace") if environ.get("CONTENT_TYPE", "").startswith(FORM) else ""
    action = parse_qs(form or environ.get("QUERY_STRING", "")).get("Action")
    path: str = environ.get("PATH_INFO", "")
    return target.rpartition(".")[2] or (action[0] if action else path.strip("/"))


def _operation_of_s3(environ: Environ) -> str:
    """Return the operation of a request to S3, which its method and its address tell, and at times its query."""
    method, address = str(environ.get("REQUEST_METHOD")), str(environ.get("PATH_INFO", "")).strip("/")
    listing = method == "GET" and "list-type=2" in environ.get("QUERY_STRING", "")
    place = "list" if listing else "object" if "/" in address else "bucket"
    return S3_OPERATIONS.get((method, place), f"{method} {address}")


def _service(signature: Signature, environ: Environ) -> str:
    """Return the service of a request; those that sign with `aws-marketplace` differ in their targets."""
    if signature.service != CATALOG_SCOPE:
        return signature.service
    target: str = environ.get("HTTP_X_AMZ_TARGET", "")
    return TARGETS.get(target.rpartition(".")[0], signature.service) if target else CATALOG
