"""Makes moto serve the twin's services, in-process under `moto.mock_aws()` and over HTTP alike.

None of moto's files is changed. moto finds a service in two tables, which are filled here at run time:

* `moto.backend_index.backend_url_patterns` maps a URL to a service name; the catalogue's is appended.
* `moto.backends.get_backend(name)` imports `moto.<name>` and takes `<name>_backends` from it; Python answers that
  import from `sys.modules`, where the catalogue's package is put under that name.

A layered service keeps its place in both and only has the entry of its `url_paths` point to our response class,
which inherits moto's. EC2 and Elastic Load Balancing are too heavy to be loaded before somebody calls them: their
place in the first table is taken by modules that load them then (`ec2.registration`).
"""

import re
import sys
from typing import Final

import moto.iam.urls
import moto.organizations.urls
import moto.sts.urls
from moto import backend_index

from . import catalog
from .catalog.urls import url_bases
from .ec2 import registration as ec2
from .identity import TwinIamResponse, TwinTokenResponse
from .organizations import TwinOrganizationsResponse, recognise_private_marketplace

CATALOG: Final = "marketplacecatalog"
ROOT: Final = "{0}/$"


def register() -> None:
    """Put the twin's services in moto's tables; calling it again changes nothing."""
    if sys.modules.setdefault(f"moto.{CATALOG}", catalog) is catalog and CATALOG not in _known():
        backend_index.backend_url_patterns.append((CATALOG, re.compile(url_bases[0])))
    recognise_private_marketplace()
    ec2.register()
    moto.organizations.urls.url_paths[ROOT] = TwinOrganizationsResponse.dispatch
    moto.iam.urls.url_paths[ROOT] = TwinIamResponse.dispatch
    moto.sts.urls.url_paths[ROOT] = TwinTokenResponse.dispatch


def _known() -> set[str]:
    return {service for service, _ in backend_index.backend_url_patterns}
