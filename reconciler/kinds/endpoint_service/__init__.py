"""Kind `endpoint_service`: a VPC endpoint service of a seller in one region, and its allowed principals."""

import json
from importlib.resources import files

from reconciler.adoption import Adoption
from reconciler.kind import Kind, Remote, Side

from . import (
    completion,
    consequences,
    match,
    observe,
    parse,
    places,
    readiness,
    requests,
    restate,
    settle,
    stakes,
    world,
    write,
)
from .proof import EFFECTS
from .spec import BLANK, OPEN_LISTS
from .verbs import VERBS

KIND = Kind(
    name="endpoint_service",
    schema=json.loads(files(__name__).joinpath("schema.json").read_text("utf-8")),
    problems=files(__name__).joinpath("problems.toml"),
    parse=parse.parse,
    check=parse.check,
    absorb=parse.absorb,
    remote=Remote(
        side=Side.SELLERS,
        blank=BLANK,
        observe=observe.observe,
        match=match.match,
        settle=settle.settle,
        intent=settle.intent,
        stakes=stakes.stakes,
        open_lists=OPEN_LISTS,
        requests=requests.requests,
        consequences=consequences.consequences,
        verbs=VERBS,
        effects=EFFECTS,
        completed=completion.completed,
        readiness=readiness.readiness,
        undone=readiness.undone,
        world=world.world,
        adoption=Adoption(
            find=write.find,
            live=write.found,
            complete=write.complete,
            called=write.called,
            claimants=write.claimants,
            write=write.write,
            write_grants=write.write_grants,
            paired=observe.paired,
            restate=restate.restate,
            in_error=observe.in_error,
        ),
        cite=parse.cite,
        sources=places.sources,
    ),
)
