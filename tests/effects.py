"""The effects of all kinds, for replays that tests make."""

from collections.abc import Mapping

from reconciler.effects import Effects
from reconciler.kinds.endpoint_service.proof import EFFECTS as OF_SERVICES
from reconciler.kinds.experience.proof import EFFECTS as OF_EXPERIENCES
from reconciler.kinds.private_marketplace.proof import EFFECTS as OF_PRIVATE_MARKETPLACE

EFFECTS: Mapping[str, Effects] = {
    "experience": OF_EXPERIENCES,
    "endpoint_service": OF_SERVICES,
    "private_marketplace": OF_PRIVATE_MARKETPLACE,
}
