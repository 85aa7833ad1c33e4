"""Makes moto serve the twin's services, in-process under `moto.mock_aws()` and over HTTP alike.

None of moto's files is changed. moto finds a service in two tables, which are filled here at run time:

* `moto.backend_index.backend_url_patterns` maps a URL to a service name. The catalogue's is appended; the places of
  `ec2` and `elb` are taken by other names, for moto's own modules of these would be loaded at once.
* `moto.backends.get_backend(name)` imports `moto.<name>` and takes `<name>_backends` from it; Python answers that
  import from `sys.modules`, where a module is put that imports what is behind it when moto looks, at the first call.

A layered service keeps its place in both and only has the entry of its `url_paths` point to our response class,
which inherits moto's.
"""

import re
import sys
from importlib import import_module
from types import ModuleType
from typing import Any, Final

import moto.iam.urls
import moto.organizations.urls
import moto.sts.urls
from moto import backend_index

from .catalog import url_bases
from .identity import TwinIamResponse, TwinTokenResponse
from .organizations import TwinOrganizationsResponse, recognise_private_marketplace

CATALOG: Final = "marketplacecatalog"
BACKENDS: Final = {CATALOG: "catalog", "endpointservices": "endpoint_services", "layeredelb": "elbv2"}
"""The services of ours by the names that moto looks for, and the modules here that hold their backends."""
TAKEN: Final = {"ec2": "endpointservices", "elb": "layeredelb"}
"""moto's services whose places are taken, and by which of ours."""
ROOT: Final = "{0}/$"


class DeferredModule(ModuleType):
    """A module of moto's kind whose only content, `<service>_backends`, is loaded when it is looked at."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a dictionary of backends
        """Load the backends."""
        service = self.__name__.partition(".")[2]
        if name != f"{service}_backends":
            raise AttributeError(name)
        return getattr(import_module(f"{__package__}.{BACKENDS[service]}"), name)


def register() -> None:
    """Put the twin's services in moto's tables; calling it again changes nothing."""
    patterns = backend_index.backend_url_patterns
    for service in BACKENDS:
        sys.modules.setdefault(f"moto.{service}", DeferredModule(f"moto.{service}"))
    if CATALOG not in {service for service, _ in patterns}:
        patterns.append((CATALOG, re.compile(url_bases[0])))
    patterns[:] = [(TAKEN.get(service, service), pattern) for service, pattern in patterns]
    recognise_private_marketplace()
    moto.organizations.urls.url_paths[ROOT] = TwinOrganizationsResponse.dispatch
    moto.iam.urls.url_paths[ROOT] = TwinIamResponse.dispatch
    moto.sts.urls.url_paths[ROOT] = TwinTokenResponse.dispatch
