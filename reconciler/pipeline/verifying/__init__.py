"""Look at an endpoint service from another account, and try it with a test endpoint that is removed again.

1. `subject`: which service, whose observer, and which grants it has.
2. `seeing`: what the observer sees, by reads alone.
3. `leases`: test endpoints of earlier runs; each says until when its run may use it.
4. `trying`: create a test endpoint, wait for it, look at it, remove it.
5. `connecting`: reach it from inside its VPC.

Each step answers with lines: green (it is so), red (it is not so), or grey (it is not known, and why).
"""

from .means import Means
from .verification import EndpointOptions, verify, verify_code

__all__ = ["EndpointOptions", "Means", "verify", "verify_code"]
