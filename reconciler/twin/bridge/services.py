"""Register the twin's services with moto, both in-process under `moto.mock_aws()` and over HTTP.

No file of moto is changed. moto finds a service in two tables, which are filled here at run time:

* `moto.backend_index.backend_url_patterns` maps a URL to a service name. The catalogue's pattern is appended. The
  entries of `ec2` and `elb` get other names, since moto would load its own modules of these at once.
* `moto.backends.get_backend(name)` imports `moto.<name>` and reads `<name>_backends`. Python answers that import from
  `sys.modules`, where a deferred module is put. It imports the twin's module when moto reads it, at the first call.

A corrected service keeps its entry in both tables. Only its `url_paths` point to the twin's response class, which
inherits moto's. moto lists the methods of such a class again for each call, which is a twentieth of the call; the
twin lists them once.
"""

import re
import sys
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any, Final

import moto.core.responses
import moto.core.utils
import moto.iam.urls
import moto.organizations.urls
import moto.route53.urls
import moto.sts.urls
from moto import backend_index

from .catalog import url_bases
from .identity import TwinIamResponse, TwinTokenResponse
from .organizations import TwinOrganizationsResponse, recognise_private_marketplace
from .route53 import TwinRoute53Response

CATALOG: Final = "marketplacecatalog"
BACKENDS: Final = {CATALOG: "catalog", "endpointservices": "endpoint_services", "layeredelb": "elbv2"}
"""The twin's services by the names under which moto looks for them, and the modules here that hold their backends."""
TAKEN: Final = {"ec2": "endpointservices", "elb": "layeredelb"}
"""The services of moto whose entries the twin replaces, and the names that replace them."""
ROOT: Final = "{0}/$"


class DeferredModule(ModuleType):
    """A module whose only content, `<service>_backends`, is loaded when it is read."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a dictionary of backends
        """Load the backends."""
        service = self.__name__.partition(".")[2]
        if name != f"{service}_backends":
            raise AttributeError(name)
        return getattr(import_module(f"{__package__}.{BACKENDS[service]}"), name)


def register() -> None:
    """Put the twin's services into moto's tables; a second call changes nothing."""
    patterns = backend_index.backend_url_patterns
    for service in BACKENDS:
        sys.modules.setdefault(f"moto.{service}", DeferredModule(f"moto.{service}"))
    if CATALOG not in {service for service, _ in patterns}:
        patterns.append((CATALOG, re.compile(url_bases[0])))
    patterns[:] = [(TAKEN.get(service, service), pattern) for service, pattern in patterns]
    recognise_private_marketplace()
    vars(moto.core.responses).update(method_names_from_class=method_names)
    moto.organizations.urls.url_paths[ROOT] = TwinOrganizationsResponse.dispatch
    moto.iam.urls.url_paths[ROOT] = TwinIamResponse.dispatch
    moto.sts.urls.url_paths[ROOT] = TwinTokenResponse.dispatch
    moto.route53.urls.url_paths.update(dict.fromkeys(moto.route53.urls.url_paths, TwinRoute53Response.dispatch))


@cache
def _methods(clazz: object) -> tuple[str, ...]:
    return tuple(moto.core.utils.method_names_from_class(clazz))


def method_names(clazz: object) -> list[str]:
    """Return what moto's function `method_names_from_class` returns; each class is searched once."""
    return list(_methods(clazz))
