"""The other experiences that the proof of a plan needs."""

from reconciler.kinds.experience.history import Departure
from reconciler.kinds.experience.observe import ObservedExperiences
from reconciler.kinds.experience.reading import surroundings
from reconciler.kinds.experience.spec import ExperienceSpec
from reconciler.model import Address, Desired, Document, Marks, Observed, Pair
from reconciler.model.document import mark

FINANCE = Address("experience", "finance")
NAMED = Observed(spec=ExperienceSpec(title="Finance"), remote_id="exp-finance")
STRANGE = Observed(spec=ExperienceSpec(title="Strange"), remote_id="exp-strange")
WISH = Desired(
    address=FINANCE, spec=ExperienceSpec(title="Finance"), document=Document(FINANCE, {}, "a.yaml", Marks(mark(1, 1)))
)
SEEN = ObservedExperiences(
    live={"exp-finance": NAMED, "exp-strange": STRANGE},
    audiences={},
    paired=(Pair(WISH, NAMED),),
    left={"ou-a": Departure("exp-finance", "cs-1"), "ou-b": Departure("exp-strange", "cs-2")},
)


def test_every_live_experience_has_its_address_or_id() -> None:
    """An experience has the address of its document, which the plan may leave out, or AWS's id if unmanaged."""
    assert surroundings(SEEN).live == {"experience.finance": NAMED, "exp-strange": STRANGE}


def test_principals_between_experiences_are_reported_with_their_source() -> None:
    """An earlier run disassociated them, and the impact of this plan is counted from their source."""
    assert surroundings(SEEN).left == {"ou-a": "experience.finance", "ou-b": "exp-strange"}
