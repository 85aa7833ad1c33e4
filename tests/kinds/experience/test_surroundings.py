"""What a plan of experiences is proven among."""

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


def test_every_live_experience_is_there_by_its_name() -> None:
    """By the address of its document, which the plan may leave out, or by AWS's id where there is none."""
    assert surroundings(SEEN).live == {"experience.finance": NAMED, "exp-strange": STRANGE}


def test_principals_on_their_way_are_told_by_the_name_of_what_they_left() -> None:
    """An earlier run took them out, and the impact of this plan is counted from there."""
    assert surroundings(SEEN).left == {"ou-a": "experience.finance", "ou-b": "exp-strange"}
