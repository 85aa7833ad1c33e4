"""Kind `topic`: an SNS topic that an endpoint service publishes to."""

import json
from dataclasses import replace
from importlib.resources import files

from reconciler.kind import Kind, Remote, Side
from reconciler.model import Action, Desired, Mode, Observed, Pair
from reconciler.ownership import own

from . import observe, requests
from .proof import EFFECTS
from .spec import BLANK, State, TopicSpec, parse
from .verbs import VERBS


def settle(desired: Desired[TopicSpec], observed: Observed[TopicSpec] | None) -> TopicSpec:
    """Return the desired topic; one that ends changes in nothing else."""
    before = observed.spec if observed else BLANK
    if desired.spec.state is State.ABSENT:
        return replace(before, state=State.ABSENT)
    return own(desired.spec, before, Mode.EXCLUSIVE)


def intent(pair: Pair[TopicSpec], after: TopicSpec) -> tuple[Action, str]:
    """Return the action for a topic and its reason."""
    if pair.observed is None:
        return Action.CREATE, "not in AWS"
    if after.state is State.ABSENT:
        return Action.DELETE, "state: absent"
    return Action.UPDATE, "differs from AWS"


KIND = Kind(
    name="topic",
    schema=json.loads(files(__name__).joinpath("schema.json").read_text("utf-8")),
    problems=files(__name__).joinpath("problems.toml"),
    parse=parse,
    remote=Remote(
        side=Side.SELLERS,
        blank=BLANK,
        observe=observe.observe,
        match=observe.match,
        settle=settle,
        intent=intent,
        requests=requests.requests,
        verbs=VERBS,
        effects=EFFECTS,
    ),
)
