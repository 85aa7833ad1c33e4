"""Kind `experience`: a curated catalogue of AWS Private Marketplace, and the principals that it governs."""

from importlib.resources import files

from reconciler.adoption import Adoption
from reconciler.kind import Kind, Remote, Side
from reconciler.past import Past

from . import matching, parse, past, reading, requests, restate, settle, world, write
from .proof import EFFECTS
from .spec import BLANK
from .verbs import VERBS

KIND = Kind(
    name="experience",
    schema=parse.SCHEMA,
    problems=files(__name__).joinpath("problems.toml"),
    parse=parse.parse,
    check=parse.check,
    remote=Remote(
        side=Side.MARKETPLACE,
        blank=BLANK,
        observe=reading.observe,
        match=matching.match,
        settle=settle.settle,
        intent=settle.intent,
        stakes=settle.stakes,
        requests=requests.requests,
        verbs=VERBS,
        effects=EFFECTS,
        surroundings=reading.surroundings,
        reread=reading.reread,
        world=world.world,
        adoption=Adoption(
            find=write.find,
            live=write.found,
            called=write.called,
            claimants=write.claimants,
            write=write.write,
            paired=reading.paired,
            restate=restate.restate,
            in_error=reading.in_error,
        ),
        cite=parse.cite,
        past=Past(modified=past.modified, change_sets=past.change_sets, unlisted=past.UNLISTED),
    ),
)
