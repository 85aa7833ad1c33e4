"""What a plan of experiences is proven among: every other experience, and principals on their way. Pure."""

from reconciler.kind import Surroundings

from .observe import Observation


def surroundings(observation: Observation) -> Surroundings:
    """Return every live experience by the address of its document, also of one that the plan leaves out.

    A principal is in one of them at most, whoever names it.
    """
    names = {pair.observed.remote_id: str(pair.desired.address) for pair in observation.paired if pair.observed}
    return Surroundings(
        live={names.get(id_, id_): observed for id_, observed in observation.live.items()},
        left={principal: names.get(one.experience, one.experience) for principal, one in observation.left.items()},
    )
