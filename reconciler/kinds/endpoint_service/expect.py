"""What a service must be after one request, in what execution relies on. Pure.

EC2 has no revisions and its reads lag behind its writes (facts: privatelink 1.0): nothing is compared between calls,
a last look at the end tells what remains.
"""

from collections.abc import Collection, Mapping

from reconciler.model import Observed, Request
from reconciler.ports import Clients

from .observe import Observation
from .spec import EndpointServiceSpec


def expect(before: EndpointServiceSpec, _request: Request) -> EndpointServiceSpec:
    """Give the spec as it was: EC2's edits are idempotent and are not compared."""
    return before


def same(_expected: EndpointServiceSpec, _live: EndpointServiceSpec) -> bool:
    """Tell that nothing speaks against going on."""
    return True


def reread(
    _service_ids: Collection[str], _clients: Clients, _before: Observation
) -> Mapping[str, Observed[EndpointServiceSpec]]:
    """Observe nothing again: there is no revision to lock on."""
    return {}
