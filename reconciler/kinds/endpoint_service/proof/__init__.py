"""The effect of each EC2 call on an endpoint service and its list, and what EC2 refuses. Plans are proven with it.

Facts: privatelink 1.0, 1.1, 1.2, 1.5, 1.7, 1.8, 1.10, private-dns 1.1, 2.2. It shares no code with `requests.py`.

Example: a call that removes lb-1 from a service whose only load balancer is lb-1 is refused ("has no load balancer
left"). A call that removes lb-1 and adds lb-2 is accepted, unless another service holds lb-2 or an endpoint is
connected.
"""

from reconciler.effects import Effects

from .facts import FACTS
from .reading import read
from .refused import alive, refusals
from .words import ACCEPTED, BALANCERS, CONNECTIONS, CREATE, DELETE, NOTIFICATIONS, PERMITTED, REGIONS, TYPES, ZONE

EFFECTS = Effects(
    facts=FACTS,
    lists=frozenset({BALANCERS, TYPES, REGIONS, PERMITTED, CONNECTIONS, NOTIFICATIONS, ACCEPTED, ZONE}),
    read=read,
    refusals=refusals,
    alive=alive,
    exclusive=BALANCERS,
    makes=frozenset({CREATE}),
    ends=frozenset({DELETE}),
)
